/* The line above the chat: with whom, as whom, drawers, and friendship with the bot. */

import { api, ApiError } from "./api.js";
import { botAvatar, groupAvatar } from "./avatar.js";
import { menuAt, toast } from "./dialogs.js";
import { fill, h } from "./dom.js";
import { openDrawer } from "./drawers.js";
import { icon } from "./icons.js";
import { store } from "./store.js";

const head = document.getElementById("phone-head");

export function startHead() {
  store.on("select", draw);
  store.on("state", draw);
  draw();
}

function draw() {
  const here = store.here;
  const people = h("button", { type: "button", class: "icon-button to-people", "aria-label": "เลือกคนและแชต", "data-testid": "open-people", on: { click: () => openDrawer("people") } }, icon("people"));
  const behind = h("button", { type: "button", class: "icon-button to-behind", "aria-label": "ดูเบื้องหลัง", "data-testid": "open-behind", on: { click: () => openDrawer("behind") } }, icon("gear"));
  const more = here && h("button", { type: "button", class: "icon-button", "aria-label": "จัดการแชต", "data-testid": "chat-options", on: { click: () => options(more) } }, icon("more"));
  const count = here?.isGroup ? ` (${here.members.length + (store.group(here.id)?.botIn ? 1 : 0)})` : "";
  fill(
    head,
    people,
    here && (here.isGroup ? groupAvatar() : botAvatar()),
    h("div", { class: "head-words" }, h("h1", {}, (here?.name ?? "โทรศัพท์จำลอง") + count), h("p", {}, store.me ? `คุณคือ ${store.me.name} · ${store.me.roleLabel ?? ""}` : "เลือกว่าคุณเป็นใคร")),
    more,
    behind,
  );
  document.title = here ? `${here.name} · ${store.me.name}` : "โทรศัพท์จำลอง · ถามเขต";
}

function options(button) {
  const here = store.here;
  const box = button.getBoundingClientRect();
  menuAt(box.right - 220, box.bottom + 4, here.isGroup ? groupOptions(here) : friendOptions());
}

function friendOptions() {
  return store.me.blocked || !store.me.friend
    ? [["เพิ่มเพื่อน / เลิกบล็อก", befriend]]
    : [["บล็อกบัญชีนี้", () => act(() => api.friendship(store.as, "unfollow"))]];
}

function groupOptions(here) {
  return store.group(here.id)?.botIn
    ? [[`นำ ${store.bot.name} ออกจากกลุ่ม`, () => act(() => api.membership(here.id, "remove"))]]
    : [[`เชิญ ${store.bot.name} เข้ากลุ่ม`, () => invite(here.id)]];
}

export const befriend = () => act(() => api.friendship(store.as, "follow"));
export const invite = (groupId) => act(() => api.membership(groupId, "invite"));

async function act(call) {
  try {
    await call();
    store.take(await api.state());
    store.emit("sent", {});
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toast(`ทำไม่สำเร็จ: ${error.message}`);
  }
}
