/* The right side: what was asked of LINE, what it cost, and the switches. */

import { api } from "./api.js";
import { fill, h, reconcile } from "./dom.js";
import { startSwitches, switches } from "./switches.js";
import { store } from "./store.js";

const KEPT = 200;
const body = document.getElementById("behind-body");
const spent = h("section", { class: "spent", "data-testid": "spent", "aria-label": "ข้อความที่ใช้ในเดือนนี้" });
const webhook = h("p", { class: "webhook" });
const calls = h("ol", { class: "calls", "data-testid": "calls", tabindex: "0", "aria-label": "คำขอถึง LINE ล่าสุดอยู่บน" });
const none = h("p", { class: "quiet" }, "ยังไม่มีคำขอถึง LINE");
const WAYS = { reply: "ตอบกลับ · ฟรี", push: "ส่งหาเอง", multicast: "ส่งหลายคน", broadcast: "ส่งทุกคน" };

let after = 0;
let rows = [];

export function startBehind() {
  fill(body, spent, webhook, h("section", {}, h("h3", {}, "คำขอถึง LINE"), none, calls), switches());
  startSwitches();
  store.on("state", () => {
    drawSpent(store.quota.used, store.quota.limit);
    drawWebhook();
  });
  store.on("reset", () => {
    rows = [];
    calls.replaceChildren();
    none.hidden = false;
  });
}

export async function pollBehind() {
  const answer = await api.calls(after);
  if (answer.next < after) rows = [];
  after = answer.next ?? after;
  if (answer.spent) drawSpent(answer.spent.month, answer.spent.limit);
  if (!answer.items?.length) return;
  none.hidden = true;
  rows = [...answer.items.map(callRow).reverse(), ...rows].slice(0, KEPT);
  reconcile(calls, rows);
}

function drawSpent(used = 0, limit = null) {
  const share = limit > 0 ? Math.min(100, (100 * used) / limit) : 0;
  const known = `${used}/${limit}`;
  if (spent.dataset.known === known) return;
  spent.dataset.known = known;
  const of = limit === null ? "ไม่จำกัด" : limit.toLocaleString("th-TH");
  const bar = h("div", { class: `bar-track${share >= 90 ? " high" : ""}`, role: "progressbar", "aria-valuenow": used, "aria-valuemin": 0, "aria-valuemax": limit ?? used, "aria-label": "ข้อความที่ใช้ไปของโควตา" }, h("span", { style: { width: `${share}%` } }));
  fill(spent, h("div", { class: "spent-words" }, h("span", {}, "ข้อความที่เสียเงินเดือนนี้"), h("b", {}, `${used.toLocaleString("th-TH")} / ${of}`)), bar, h("small", {}, "คำตอบทันที (reply) ไม่นับโควตา"));
}

function drawWebhook() {
  const { ok, lastError } = store.webhook;
  const bad = Boolean(lastError) && !ok;
  webhook.className = `webhook ${bad ? "bad" : ok ? "good" : "idle"}`;
  webhook.textContent = bad ? `webhook มีปัญหา: ${lastError}` : ok ? "webhook ทำงานปกติ" : "webhook ยังไม่ได้ใช้";
}

function callRow(call) {
  const kind = call.status >= 500 || call.status === 0 ? "bad" : call.status >= 400 ? "warn" : "good";
  const short = call.path.replace(/^.*\/(v2\/bot|oauth2)\//, "").replace(/[0-9a-f]{24,}/g, (id) => `${id.slice(0, 4)}…`);
  const errors = (call.errors ?? []).map((error) => (typeof error === "string" ? error : [error.property, error.message].filter(Boolean).join(": ")));
  return h(
    "li",
    { class: kind },
    h("div", { class: "call-line" }, h("span", { class: "method" }, call.method), h("code", { title: call.path }, short), h("b", { class: "status" }, call.status || "—")),
    h("div", { class: "call-more" }, [WAYS[call.way], call.price > 0 ? `${call.price} ข้อความ` : null, `${Math.round(call.ms)} ms`].filter(Boolean).join(" · ")),
    call.summary && h("div", { class: "call-words" }, call.summary),
    errors.length > 0 && h("div", { class: "call-errors" }, errors.slice(0, 3).join(" · ")),
  );
}
