/* LINE's older template messages and picture maps. */

import { labelOf, perform } from "./actions.js";
import { h } from "./dom.js";
import { picture } from "./links.js";
import { rail } from "./rail.js";

export function drawTemplate(message) {
  const template = message.template ?? {};
  const label = { role: "group", "aria-label": message.altText };
  if (template.type === "carousel")
    return rail(h("div", { class: "tpl-row", tabindex: "0", ...label }, template.columns?.map((column) => card({ ...template, ...column }))));
  if (template.type === "image_carousel") return rail(h("div", { class: "tpl-row", tabindex: "0", ...label }, template.columns?.map(imageCard)));
  const kind = template.type === "confirm" ? "tpl confirm" : "tpl";
  return h("div", { class: kind, ...label }, cardParts(template));
}

export function drawImagemap(message) {
  const { width = 1040, height = 1040 } = message.baseSize ?? {};
  const percent = (part, whole) => `${(100 * part) / whole}%`;
  const areas = (message.actions ?? []).map((action) => {
    const { x, y, width: w, height: tall } = action.area;
    const style = { left: percent(x, width), top: percent(y, height), width: percent(w, width), height: percent(tall, height) };
    return h("button", { type: "button", class: "map-area", "aria-label": labelOf(action), style, on: { click: () => perform({ ...action, uri: action.linkUri }) } });
  });
  const src = picture(`${message.baseUrl}/1040`);
  return h("div", { class: "imagemap" }, h("img", { src, alt: message.altText ?? "", style: { aspectRatio: `${width} / ${height}` } }), areas);
}

function card(column) {
  return h("div", { class: "tpl" }, cardParts(column));
}

function cardParts(column) {
  const src = column.thumbnailImageUrl ? picture(column.thumbnailImageUrl) : null;
  const ratio = column.imageAspectRatio === "square" ? "1 / 1" : "1.51 / 1";
  const size = column.imageSize === "contain" ? "contain" : "cover";
  const opens = column.defaultAction;
  const words = h("div", { class: "tpl-words" }, column.title && h("strong", {}, column.title), h("p", {}, column.text));
  if (opens) Object.assign(words, { tabIndex: 0, role: "button", onclick: () => perform(opens) });
  return [
    src && h("img", { src, alt: "", style: { aspectRatio: ratio, objectFit: size, backgroundColor: column.imageBackgroundColor } }),
    words,
    h("div", { class: "tpl-actions" }, (column.actions ?? []).map(button)),
  ];
}

function button(action) {
  return h("button", { type: "button", "data-testid": "template-button", on: { click: () => perform(action) } }, labelOf(action));
}

function imageCard({ imageUrl, action }) {
  return h(
    "button",
    { type: "button", class: "tpl-image", "data-testid": "template-button", on: { click: () => perform(action) } },
    h("img", { src: picture(imageUrl), alt: "" }),
    h("span", {}, labelOf(action)),
  );
}
