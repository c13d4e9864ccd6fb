/* One line of the chat: whose it is, what it shows, when, and what can be done with it. */

import { botAvatar, personAvatar } from "./avatar.js";
import { timeOf } from "./dates.js";
import { h } from "./dom.js";
import { drawFlex } from "./flex/flex.js";
import { icon } from "./icons.js";
import { drawAudio, drawFile, drawImage, drawPlace, drawSticker, drawVideo } from "./media.js";
import { messageMenu } from "./message_menu.js";
import { giveUp, retry } from "./sending.js";
import { store } from "./store.js";
import { drawImagemap, drawTemplate } from "./templates.js";
import { textNodes } from "./text.js";

const words = (message) => h("p", { class: "words" }, textNodes(message));
const DRAWERS = {
  text: words,
  textV2: words,
  image: drawImage,
  video: drawVideo,
  audio: drawAudio,
  file: drawFile,
  location: drawPlace,
  sticker: drawSticker,
  flex: drawFlex,
  template: drawTemplate,
  imagemap: drawImagemap,
};
const BUBBLED = new Set(["text", "textV2", "file", "audio"]);
const LONG_PRESS_MS = 500;

/** A message of the chat; `head` says that a new speaker begins here. */
export function drawItem(item, { mine, head, onReply }) {
  if (item.from === "system") return systemLine(item, item.message?.text ?? "");
  if (item.unsent) return systemLine(item, `${mine ? "คุณ" : item.name}ยกเลิกข้อความ`);
  const person = item.from === "person" ? store.person(item.userId) ?? { name: item.name, userId: item.userId } : null;
  const sender = item.message?.sender?.name ?? item.name ?? store.bot.name;
  const node = line(item, { mine, head }, [
    !mine && h("span", { class: "msg-avatar" }, head ? (person ? personAvatar(person) : botAvatar()) : null),
    h("div", { class: "msg-stack" }, !mine && head && h("span", { class: "msg-name" }, sender), row(item, mine)),
  ]);
  withMenu(node, item, mine, onReply);
  return node;
}

/** A message on its way, or stuck with a way out. */
export function drawPending(entry) {
  if (!entry.message && !entry.error) return null;
  const item = { id: entry.id, at: entry.at, from: "person", message: entry.message ?? { type: "text", text: "การกดปุ่ม" } };
  const failed = entry.error
    ? h(
        "div",
        { class: "failed", role: "alert" },
        h("span", {}, `ส่งไม่สำเร็จ · ${entry.error}`),
        h("button", { type: "button", "data-testid": "retry", on: { click: () => retry(entry) } }, "ลองใหม่"),
        h("button", { type: "button", on: { click: () => giveUp(entry) } }, "ลบ"),
      )
    : null;
  const node = line(item, { mine: true, head: true }, [h("div", { class: "msg-stack" }, row(item, true, entry.error ? "" : "กำลังส่ง"), failed)]);
  node.classList.add("pending");
  return node;
}

function line(item, { mine, head }, children) {
  const kind = `msg ${mine ? "mine" : "theirs"} of-${item.message?.type ?? "unknown"}${head ? " head" : ""}`;
  return h("article", { class: kind, "data-testid": "message", "data-from": item.from, "data-mine": String(mine), "data-id": item.id, "data-way": item.way ?? null }, children);
}

function row(item, mine, state = null) {
  const message = item.message ?? {};
  const draw = DRAWERS[message.type];
  const shown = draw ? draw(message) : h("p", { class: "words" }, `[ข้อความชนิด ${message.type ?? "ไม่ทราบ"}]`);
  const bubbled = BUBBLED.has(message.type) || !draw;
  const quote = item.quoted ? h("button", { type: "button", class: "quote", on: { click: () => jumpTo(item.quoted.id) } }, item.quoted.text || "ข้อความที่ถูกลบ") : null;
  const body = h("div", { class: bubbled ? "bubble" : "bare-body" }, quote, shown);
  const meta = h(
    "div",
    { class: "meta" },
    state !== null ? h("span", {}, state) : mine && item.read && h("span", {}, "อ่านแล้ว"),
    item.edited && h("span", {}, "แก้ไขแล้ว"),
    h("time", { datetime: item.at }, timeOf(item.at)),
  );
  return h("div", { class: "msg-row" }, body, meta);
}

function systemLine(item, text) {
  return h("article", { class: "system", "data-testid": "message", "data-from": "system", "data-id": item.id }, h("span", {}, text));
}

function withMenu(node, item, mine, onReply) {
  const openAt = (x, y) => messageMenu(item, mine, x, y, onReply);
  const more = h("button", { type: "button", class: "msg-more", "aria-label": "ตัวเลือกของข้อความ", "data-testid": "message-menu" }, icon("more"));
  more.addEventListener("click", () => {
    const box = more.getBoundingClientRect();
    openAt(box.left, box.bottom);
  });
  node.querySelector(".meta").prepend(more);
  node.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a, input")) return;
    event.preventDefault();
    openAt(event.clientX, event.clientY);
  });
  let timer = 0;
  const cancel = () => clearTimeout(timer);
  node.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") timer = setTimeout(() => openAt(event.clientX, event.clientY), LONG_PRESS_MS);
  });
  for (const end of ["pointerup", "pointermove", "pointercancel", "pointerleave"]) node.addEventListener(end, cancel);
}

function jumpTo(id) {
  const node = document.querySelector(`[data-id="${CSS.escape(id)}"]`);
  if (!node) return;
  node.scrollIntoView({ block: "center" });
  node.classList.add("pointed");
  setTimeout(() => node.classList.remove("pointed"), 1500);
}
