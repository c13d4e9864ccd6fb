/* The open chat: its lines in order, quick replies under the last, the bot's dots. */

import { perform } from "./actions.js";
import { botAvatar } from "./avatar.js";
import { dayKey, dayWords } from "./dates.js";
import { fill, h, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { picture } from "./links.js";
import { drawItem, drawPending } from "./messages.js";
import { pending } from "./sending.js";
import { store } from "./store.js";
import { emptyChat, welcome } from "./welcome.js";

const NEAR_PX = 90;
const screen = document.getElementById("screen");
const list = h("div", { class: "lines", role: "log", "aria-label": "ข้อความในแชต", "aria-live": "polite" });
const quick = h("div", { class: "quick", role: "group", "aria-label": "ตัวเลือกตอบด่วน" });
const typing = h("div", { class: "typing", role: "status", "aria-label": "บอตกำลังพิมพ์" }, botAvatar(), h("span", { class: "dots" }, h("i"), h("i"), h("i")));
const scroller = h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "แชต" }, list, typing);
const toEnd = h("button", { type: "button", class: "to-end", hidden: true, on: { click: () => stick(true) } }, icon("down"), "ข้อความใหม่");
const drawn = new Map();
let stuck = true;
let sizesAtEnd = "";
let usedQuick = null;
let replyTo = () => {};

export function startChat({ onReply }) {
  replyTo = onReply;
  scroller.addEventListener("scroll", () => {
    // A scroll that comes of a new size (quick replies, the menu) is not the person's doing.
    if (stuck && sizes() !== sizesAtEnd) return toBottom();
    stuck = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX;
    if (stuck) toEnd.hidden = true;
  });
  // Pictures and fonts that arrive late push the end away; whoever was there stays there.
  new ResizeObserver(() => stuck && toBottom()).observe(list);
  new ResizeObserver(() => stuck && toBottom()).observe(scroller);
  quick.addEventListener("wheel", sideways, { passive: true });
  store.on("select", openChat);
  store.on("state", () => !store.me && openChat());
  store.on("pending", (detail) => draw(detail?.mine));
  openChat();
}

function openChat() {
  drawn.clear();
  stuck = true;
  usedQuick = null;
  list.replaceChildren();
  if (!store.me) {
    fill(screen, welcome());
    return;
  }
  fill(screen, scroller, toEnd, quick);
  store.timeline().open();
  draw();
}

/** Draws what changed. `mine`: the person just sent something, so the end is shown. */
export function draw(mine = false) {
  if (!store.me) return;
  const timeline = store.timeline();
  const wasAt = timeline.last?.id;
  reconcile(list, lines(timeline));
  typing.hidden = !timeline.loading;
  drawQuick(timeline);
  const fresh = timeline.last && timeline.last.order > timeline.seen;
  if (mine) stick(true);
  else if (stuck) toBottom();
  else if (fresh && wasAt) toEnd.hidden = false;
  if (!document.hidden) timeline.see();
}

function lines(timeline) {
  const nodes = [];
  let before = null;
  let marked = false;
  for (const item of timeline.items) {
    if (dayKey(item.at) !== dayKey(before?.at)) nodes.push(kept(`day ${dayKey(item.at)}`, "", () => h("div", { class: "day", role: "separator" }, h("span", {}, dayWords(item.at)))));
    const mine = timeline.isMine(item);
    if (!marked && !mine && item.order > timeline.seenOnOpening) {
      marked = true;
      nodes.push(kept("news", "", () => h("div", { class: "news", role: "separator" }, "ข้อความที่ยังไม่ได้อ่าน")));
    }
    const head = !before || before.from !== item.from || before.userId !== item.userId || before.unsent || dayKey(before.at) !== dayKey(item.at);
    nodes.push(kept(item.id, `${item.seq} ${head}`, () => drawItem(item, { mine, head, onReply: replyTo })));
    before = item;
  }
  const waiting = pending.filter((entry) => entry.chat === store.chat && entry.as === store.as);
  for (const entry of waiting) {
    const node = kept(entry.id, entry.error ?? "", () => drawPending(entry));
    if (node) nodes.push(node);
  }
  if (!nodes.length && timeline.known) nodes.push(kept("empty", "", emptyChat));
  return nodes;
}

/** The node of a line, made anew only when its state changed: taps must not lose their target. */
function kept(id, state, make) {
  const old = drawn.get(id);
  if (old?.state === state) return old.node;
  const node = make();
  drawn.set(id, { state, node });
  return node;
}

function drawQuick(timeline) {
  const last = timeline.items.findLast((item) => item.from !== "system");
  const items = last && !last.unsent && last.id !== usedQuick && !store.me.pc ? last.quickReply?.items ?? [] : [];
  const key = items.length ? `${last.id} ${last.seq}` : "";
  if (quick.dataset.of === key) return;
  quick.dataset.of = key;
  quick.hidden = !items.length;
  fill(quick, items.map(({ action, imageUrl }) => chip(action, imageUrl, last.id)));
  quick.scrollLeft = 0;
}

function chip(action, imageUrl, of) {
  const src = imageUrl ? picture(imageUrl) : null;
  const use = async () => {
    if (!(await perform(action))) return;
    usedQuick = of;
    draw();
  };
  return h("button", { type: "button", class: "chip", "data-testid": "quick-reply", on: { click: use } }, src && h("img", { src, alt: "" }), action.label ?? action.text);
}

function sideways(event) {
  if (Math.abs(event.deltaY) > Math.abs(event.deltaX)) quick.scrollLeft += event.deltaY;
}

function stick(on) {
  stuck = on;
  toEnd.hidden = true;
  toBottom();
}

function toBottom() {
  scroller.scrollTop = scroller.scrollHeight;
  sizesAtEnd = sizes();
}

function sizes() {
  return `${scroller.clientHeight} ${scroller.scrollHeight}`;
}
