/* Switches of the stand-in: faults of LINE, how webhooks arrive, the quota, starting over. */

import { api, ApiError } from "./api.js";
import { ask, toast } from "./dialogs.js";
import { fill, h } from "./dom.js";
import { store } from "./store.js";

const TARGETS = { reply: "ตอบกลับ (reply)", push: "ส่งหา (push)", content: "ดาวน์โหลดไฟล์", profile: "โปรไฟล์", all: "ทุกอย่าง" };
const KINDS = {
  500: "ตอบ 500", "500_after_taking": "รับแล้วตอบ 500", timeout: "ไม่ตอบจนหมดเวลา", drop: "ตัดสาย",
  "429_rate": "429 เร็วเกินไป", "429_month": "429 โควตาหมด", slow: "ช้า 3 วินาที",
};
// What each switch turns on; LINE itself has them off.
const DELIVERY = [
  ["redelivery", "ส่งซ้ำเมื่อระบบไม่ตอบ", true, false],
  ["duplicates", "ส่งเหตุการณ์ซ้ำบางครั้ง", 0.3, 0],
  ["outOfOrder", "สลับลำดับบางครั้ง", 0.3, 0],
  ["standby", "โหมด standby (บอตต้องเงียบ)", true, false],
];

const active = h("ul", { class: "faults-on" });
const toggles = h("div", { class: "toggles" });

export function switches() {
  const target = choice("ที่ใด", TARGETS);
  const kind = choice("อาการ", KINDS);
  const times = choice("เมื่อไร", { 1: "ครั้งเดียว", 3: "3 ครั้ง", p: "1 ใน 10", always: "ทุกครั้ง" });
  const add = () => {
    const often = { p: { probability: 0.1 }, always: { probability: 1 } }[value(times)] ?? { count: Number(value(times)) };
    const wait = value(kind) === "slow" ? { ms: 3000 } : {};
    run(() => api.addFault({ target: value(target), kind: value(kind), ...often, ...wait }));
  };
  return [
    h("details", { class: "panel" }, h("summary", {}, "ทำให้ LINE ขัดข้อง"),
      h("div", { class: "fault-form" }, target, kind, times, h("button", { type: "button", class: "strong", "data-testid": "add-fault", on: { click: add } }, "เริ่ม")),
      active),
    h("details", { class: "panel" }, h("summary", {}, "การส่ง webhook"), toggles),
    h("details", { class: "panel" }, h("summary", {}, "โควตาและเริ่มใหม่"), quotaForm(),
      h("button", { type: "button", class: "danger", "data-testid": "reset", on: { click: startOver } }, "ล้างแชตทั้งหมด")),
  ];
}

export function startSwitches() {
  store.on("state", draw);
}

function draw() {
  const fault = ({ target, kind, probability, count }) =>
    h("li", {}, `${TARGETS[target] ?? target}: ${KINDS[kind] ?? kind}`, h("small", {}, count ? ` เหลือ ${count} ครั้ง` : probability < 1 ? ` ${Math.round(probability * 100)}%` : " ทุกครั้ง"));
  fill(active, store.faults.map(fault), store.faults.length > 0 && h("li", {}, h("button", { type: "button", class: "plain", "data-testid": "clear-faults", on: { click: () => run(() => api.clearFaults()) } }, "เลิกขัดข้อง")));
  if (toggles.contains(document.activeElement)) {
    for (const input of toggles.querySelectorAll("input")) input.checked = Boolean(store.delivery[input.name]);
    return;
  }
  fill(toggles, DELIVERY.map(([name, words, on, off]) => {
    const input = h("input", { type: "checkbox", role: "switch", name, checked: Boolean(store.delivery[name]) });
    input.addEventListener("change", () => run(() => api.delivery({ [name]: input.checked ? on : off })));
    return h("label", { class: "toggle" }, h("span", {}, words), input);
  }));
}

function quotaForm() {
  const used = h("input", { type: "number", name: "used", min: 0, required: true, value: 0 });
  const limit = h("input", { type: "number", name: "limit", min: 0, placeholder: "ไม่จำกัด" });
  store.on("state", () => {
    if (form.contains(document.activeElement)) return;
    used.value = store.quota.used ?? 0;
    limit.value = store.quota.limit ?? "";
  });
  const set = (event) => {
    event.preventDefault();
    run(() => api.quota({ used: Number(used.value), limit: limit.value === "" ? null : Number(limit.value) }));
  };
  const form = h("form", { class: "quota-form", on: { submit: set } }, h("label", {}, "ใช้ไป", used), h("label", {}, "จาก", limit), h("button", { type: "submit", class: "plain" }, "ตั้ง"));
  return form;
}

async function startOver() {
  if (!(await ask("ล้างแชตทั้งหมดในโทรศัพท์จำลอง", h("p", {}, "ข้อความในหน้านี้จะหายไป ข้อมูลของระบบยังอยู่"), { submit: "ล้าง" }))) return;
  await run(() => api.reset());
  store.emit("reset");
  store.forget();
}

async function run(call) {
  try {
    await call();
    store.take(await api.state());
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toast(`ทำไม่สำเร็จ: ${error.message}`);
  }
}

function choice(label, options) {
  return h("label", {}, label, h("select", {}, Object.entries(options).map(([key, words]) => h("option", { value: key }, words))));
}

const value = (labelled) => labelled.querySelector("select").value;
