/* The bottom of the phone: what the person writes, attaches, and the rich menu's switch. */

import { mentioning } from "./actions.js";
import { fill, h } from "./dom.js";
import { befriend, invite } from "./head.js";
import { icon } from "./icons.js";
import { drawMenu } from "./richmenu.js";
import { say } from "./sending.js";
import { store } from "./store.js";
import { summary } from "./text.js";
import { attach, startTrays, stickerTray, attachTray } from "./trays.js";

const below = document.getElementById("below");
const MOST_HEIGHT_PX = 132;
let quoting = null;
/** Which panel is open under the text: null, "stickers", "attach" or "menu". */
let panel = null;
let menuId = null;

const box = h("textarea", { id: "composer-text", rows: 1, maxlength: 5000, placeholder: "พิมพ์ข้อความ", "aria-label": "พิมพ์ข้อความ", "data-testid": "composer", enterkeyhint: "send" });
const send = iconButton("send", "ส่งข้อความ", submit, { class: "icon-button send", "data-testid": "send" });
const menuToggle = iconButton("menu", "เปิดเมนู", () => toggle("menu"), { "data-testid": "menu-toggle" });
const mention = iconButton("at", "เรียกบอต (@)", addMention, { "data-testid": "mention" });
const plus = iconButton("plus", "แนบอย่างอื่น", () => toggle("attach"), { "data-testid": "attach" });
const photo = iconButton("photo", "ส่งรูปภาพ", () => attach("cameraRoll"), { "data-testid": "photo" });
const smile = iconButton("smile", "สติกเกอร์", () => toggle("stickers"), { class: "icon-button in-box", "data-testid": "stickers" });
const quoted = h("div", { class: "quoting", hidden: true });
const notice = h("div", { class: "pc-notice", hidden: true }, icon("desktop"), "LINE บนคอมพิวเตอร์ · ไม่มีปุ่มตอบด่วนและเมนู");
const barred = h("div", { class: "barred", hidden: true });
const bar = h("div", { class: "bar" }, menuToggle, mention, plus, photo, h("div", { class: "box" }, box, smile), send);
const tray = h("div", { class: "tray", hidden: true });

export function startComposer() {
  fill(below, notice, quoted, barred, bar, tray);
  startTrays();
  box.addEventListener("input", grow);
  box.addEventListener("keydown", (event) => {
    // While Thai or another script is being composed, Enter belongs to the input method.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  store.on("select", reset);
  store.on("state", drawComposer);
  store.on("attach", attach);
  store.on("menu", (open) => setPanel(open ? "menu" : null));
  store.on("keyboard", ({ fill: words }) => {
    setPanel(null);
    box.value = words;
    grow();
    box.focus();
  });
  reset();
}

/** Redraws what depends on the state and the open chat's rich menu. */
export function drawComposer() {
  const here = store.here;
  below.hidden = !here;
  if (!here) return;
  const out = here.isGroup ? !store.group(here.id)?.botIn : store.me.blocked || !store.me.friend;
  const mayWrite = here.isGroup || !store.me.blocked;
  const menu = store.timeline().richMenu;
  const menuHere = Boolean(menu) && !store.me.pc && !here.isGroup && mayWrite;
  notice.hidden = !store.me.pc;
  menuToggle.hidden = !menuHere;
  mention.hidden = !here.isGroup;
  bar.hidden = !mayWrite;
  drawBarred(out, here);
  if (!menuHere && panel === "menu") setPanel(null);
  // As in LINE, a menu that asks for it stands open when it first appears.
  if (menuHere && menuId !== menu.id) {
    menuId = menu.id;
    setPanel(menu.selected ? "menu" : panel === "menu" ? "menu" : null);
  }
}

export function quote(item) {
  quoting = item;
  quoted.hidden = !item;
  if (!item) return;
  fill(quoted, h("span", {}, h("b", {}, `ตอบกลับ ${item.name || store.bot.name}`), h("small", {}, summary(item).slice(0, 120))), iconButton("close", "ยกเลิกการตอบกลับ", () => quote(null)));
  box.focus();
}

function submit() {
  const text = box.value.trim();
  if (!text) return;
  say({ type: "text", text, ...mentioning(text), ...(quoting ? { quote: quoting.id } : {}) });
  box.value = "";
  quote(null);
  grow();
  box.focus();
}

function addMention() {
  const words = `@${store.bot.name} `;
  const at = box.selectionStart ?? box.value.length;
  const gap = at > 0 && !/\s$/.test(box.value.slice(0, at)) ? " " : "";
  box.setRangeText(gap + words, at, box.selectionEnd ?? at, "end");
  grow();
  box.focus();
}

function toggle(name) {
  setPanel(panel === name ? null : name);
}

function setPanel(name) {
  panel = name;
  const menu = store.here ? store.timeline().richMenu : null;
  if (name === "menu" && !menu) panel = null;
  tray.hidden = !panel;
  tray.className = `tray ${panel ?? ""}`;
  if (panel === "menu") fill(tray, drawMenu(menu));
  if (panel === "stickers") fill(tray, stickerTray());
  if (panel === "attach") fill(tray, attachTray());
  const open = panel === "menu";
  menuToggle.setAttribute("aria-expanded", String(open));
  menuToggle.setAttribute("aria-label", open ? "แสดงแป้นพิมพ์" : `เปิดเมนู ${menu?.chatBarText ?? ""}`.trim());
  menuToggle.replaceChildren(icon(open ? "keyboard" : "menu"), ...(open || !menu ? [] : [h("span", { class: "menu-words" }, menu.chatBarText)]));
  smile.setAttribute("aria-expanded", String(panel === "stickers"));
  plus.setAttribute("aria-expanded", String(panel === "attach"));
}

function reset() {
  box.value = "";
  menuId = null;
  setPanel(null);
  quote(null);
  grow();
  drawComposer();
}

function drawBarred(out, here) {
  barred.hidden = !out;
  if (!out) return;
  const words = here.isGroup ? `${store.bot.name} ไม่ได้อยู่ในกลุ่มนี้` : store.me.blocked ? "คุณบล็อกบัญชีนี้อยู่" : "ยังไม่ได้เพิ่มบัญชีนี้เป็นเพื่อน";
  const act = here.isGroup ? ["เชิญเข้ากลุ่ม", () => invite(here.id)] : [store.me.blocked ? "เลิกบล็อก" : "เพิ่มเพื่อน", befriend];
  fill(barred, h("span", {}, words), h("button", { type: "button", class: "strong", "data-testid": "rejoin", on: { click: act[1] } }, act[0]));
}

function grow() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, MOST_HEIGHT_PX)}px`;
  send.classList.toggle("ready", box.value.trim() !== "");
}

function iconButton(name, label, call, props = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click: call }, ...props }, icon(name));
}
