/* First screens: for somebody who has chosen nobody yet, and for an empty chat. */

import { personAvatar, botAvatar } from "./avatar.js";
import { h } from "./dom.js";
import { mentioning } from "./actions.js";
import { say } from "./sending.js";
import { store } from "./store.js";

export function welcome() {
  return h(
    "div",
    { class: "welcome", "data-testid": "welcome" },
    h("div", { class: "welcome-face" }, botAvatar()),
    h("h2", {}, "ลองคุยกับ ", store.bot.name),
    h("p", {}, "หน้านี้จำลองโทรศัพท์ที่ใช้ LINE ให้คุณลองใช้บริการของสำนักงานเขต ข้อความทั้งหมดอยู่ในเครื่องนี้ ไม่ได้ส่งออกไปที่ใด"),
    h("h3", {}, "วันนี้คุณเป็นใคร"),
    h("div", { class: "welcome-people" }, store.people.map((person) =>
      h("button", { type: "button", class: "welcome-person", on: { click: () => store.select(person.userId) } },
        personAvatar(person), h("span", {}, h("b", {}, person.name), h("small", {}, person.roleLabel ?? person.role))),
    )),
  );
}

export function emptyChat() {
  const here = store.here;
  const examples = here?.isGroup ? [`@${store.bot.name} เมนู`, "ถามเขต ช่วยเหลือ"] : ["เมนู", "ทั้งเขตมีนักเรียนกี่คน", "ช่วยเหลือ"];
  const send = (text) => say({ type: "text", text, ...mentioning(text) });
  return h(
    "div",
    { class: "empty", "data-testid": "empty-chat" },
    h("p", {}, here?.isGroup ? "ในกลุ่ม บอตตอบเมื่อถูกเรียกเท่านั้น" : `คุณคือ ${store.me?.name} (${store.me?.roleLabel ?? ""})`),
    h("p", {}, "ลองพิมพ์:"),
    h("div", { class: "empty-tries" }, examples.map((text) => h("button", { type: "button", class: "chip", on: { click: () => send(text) } }, text))),
  );
}
