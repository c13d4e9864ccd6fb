/* The small components of a card: text, picture, button, lines and gaps. */

import { labelOf, perform } from "../actions.js";
import { h } from "../dom.js";
import { picture } from "../links.js";
import { colour, fontSize, imageSize, ratio, space } from "./values.js";

const ALIGN = { start: "start", center: "center", end: "end" };

/** Makes a node answer taps, Enter and Space with `action`. */
export function tappable(node, action, testid = "flex-action") {
  if (!action) return node;
  const act = (event) => {
    event.stopPropagation();
    perform(action);
  };
  node.classList.add("fx-tap");
  node.tabIndex = 0;
  node.setAttribute("role", action.type === "uri" ? "link" : "button");
  if (action.label) node.setAttribute("aria-label", action.label);
  node.dataset.testid = testid;
  node.addEventListener("click", act);
  node.addEventListener("keydown", (event) => {
    if (event.target !== node || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    act(event);
  });
  return node;
}

export function text(part) {
  const style = {
    fontSize: fontSize(part.size ?? "md"),
    color: colour(part.color),
    fontWeight: part.weight === "bold" ? "700" : null,
    fontStyle: part.style === "italic" ? "italic" : null,
    textDecoration: decoration(part),
    textAlign: ALIGN[part.align] ?? null,
    lineHeight: part.lineSpacing && part.lineSpacing !== "none" ? `calc(1.4em + ${space(part.lineSpacing) ?? "0px"})` : null,
  };
  const words = h("p", { style }, part.contents?.length ? part.contents.map(span) : String(part.text ?? ""));
  if (part.maxLines > 0 && part.wrap) {
    words.classList.add("fx-lines");
    words.style.webkitLineClamp = String(part.maxLines);
  }
  return tappable(h("div", { class: `fx fx-text${part.wrap ? " fx-wrap" : ""}` }, words), part.action);
}

function span(part) {
  const style = {
    fontSize: part.size ? fontSize(part.size) : null,
    color: colour(part.color),
    fontWeight: part.weight === "bold" ? "700" : part.weight === "regular" ? "400" : null,
    fontStyle: part.style === "italic" ? "italic" : null,
    textDecoration: decoration(part),
  };
  return h("span", { style }, String(part.text ?? ""));
}

function decoration({ decoration: kind }) {
  return { underline: "underline", "line-through": "line-through" }[kind] ?? null;
}

export function button(part) {
  const kind = ["primary", "secondary"].includes(part.style) ? part.style : "link";
  const own = colour(part.color);
  const label = labelOf(part.action);
  const node = h(
    "button",
    {
      type: "button",
      class: `fx-button ${kind}${part.height === "sm" ? " small" : ""}`,
      "data-testid": "flex-button",
      title: label.length > 18 ? label : null,
      style: { backgroundColor: kind === "link" ? null : own, color: kind === "link" ? own : null },
      on: { click: (event) => (event.stopPropagation(), perform(part.action)) },
    },
    h("span", {}, label),
  );
  return h("div", { class: "fx fx-button-box" }, node);
}

export function image(part) {
  const src = picture(part.url);
  const style = {
    width: imageSize(part.size),
    aspectRatio: ratio(part.aspectRatio),
    objectFit: part.aspectMode === "cover" ? "cover" : "contain",
    backgroundColor: colour(part.backgroundColor),
  };
  const shown = src ? h("img", { src, alt: "", style, loading: "lazy" }) : h("span", { class: "fx-no-image", style });
  const node = h("div", { class: "fx fx-image", style: { alignItems: { start: "flex-start", end: "flex-end" }[part.align] ?? "center" } }, shown);
  return tappable(node, part.action);
}

/** A film shows its first picture; a tap opens it. */
export function video(part) {
  const shown = image({ url: part.previewUrl, size: "full", aspectRatio: part.aspectRatio, aspectMode: "cover" });
  const play = h("span", { class: "fx-play", "aria-hidden": "true" }, "▶");
  const box = h("div", { class: "fx-video" }, shown, play);
  tappable(box, { type: "uri", uri: part.url, label: "เล่นวิดีโอ" });
  if (!part.action) return box;
  const more = h("button", { type: "button", class: "fx-video-more", "data-testid": "flex-button", on: { click: () => perform(part.action) } }, labelOf(part.action));
  return h("div", {}, box, more);
}

export function icon(part) {
  const [w, tall] = ratio(part.aspectRatio).split(" / ").map(Number);
  const style = { height: "1em", width: `${w / tall}em` };
  const shown = h("img", { src: picture(part.url) ?? "", alt: "", style });
  return h("div", { class: "fx fx-icon", style: { fontSize: fontSize(part.size ?? "md") } }, shown);
}

export function separator(part) {
  return h("div", { class: "fx fx-separator", role: "presentation", style: { borderColor: colour(part.color) } });
}

export function spacer(part, layout) {
  const gap = space(part.size ?? "md");
  return h("div", { class: "fx", style: layout === "vertical" ? { height: gap } : { width: gap } });
}
