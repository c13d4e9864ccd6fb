/* Round pictures of people, groups and the bot. */

import { h } from "./dom.js";
import { botFace, icon } from "./icons.js";
import { picture } from "./links.js";

const HUES = ["#dbe7ff", "#ffe3d6", "#e2f3dd", "#f5e0f2", "#fff0c9", "#d9f1f1"];

export function personAvatar(person) {
  const shown = person?.avatar ?? "";
  const url = /^(https:|\/)/.test(shown) ? picture(shown) : null;
  const hue = HUES[[...(person?.userId ?? "")].reduce((sum, c) => sum + c.charCodeAt(0), 0) % HUES.length];
  return h(
    "span",
    { class: "avatar", "aria-hidden": "true", style: { backgroundColor: hue } },
    url ? h("img", { src: url, alt: "" }) : shown && !url ? shown : initial(person?.name),
  );
}

export function botAvatar() {
  return h("span", { class: "avatar", "aria-hidden": "true" }, botFace());
}

export function groupAvatar() {
  return h("span", { class: "avatar group", "aria-hidden": "true" }, icon("people"));
}

function initial(name) {
  return (name ?? "?").replace(/^(นาย|นางสาว|นาง|ครู|ผอ\.)/, "").trim().slice(0, 1) || "?";
}
