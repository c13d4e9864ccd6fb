/* A box and how it lays out what it holds. */

import { h } from "../dom.js";
import { button, icon, image, separator, spacer, tappable, text, video } from "./parts.js";
import { background, border, colour, corner, length, space } from "./values.js";

const MAKERS = { box, text, button, image, icon, separator, spacer, video, filler: () => h("div", { class: "fx" }) };
const PLACED = ["flex-start", "center", "flex-end", "space-between", "space-around", "space-evenly"];
// These keep their own width beside others, unless told to grow.
const STIFF = new Set(["icon", "separator", "spacer"]);
const SIDES = { paddingTop: "paddingTop", paddingBottom: "paddingBottom", paddingStart: "paddingInlineStart", paddingEnd: "paddingInlineEnd" };
const OFFSETS = { offsetTop: "top", offsetBottom: "bottom", offsetStart: "insetInlineStart", offsetEnd: "insetInlineEnd" };

export function box(part) {
  const layout = ["horizontal", "baseline"].includes(part.layout) ? part.layout : "vertical";
  const style = {
    ...background(part),
    borderColor: colour(part.borderColor),
    borderStyle: part.borderWidth && part.borderWidth !== "none" ? "solid" : null,
    borderWidth: border(part.borderWidth),
    borderRadius: corner(part.cornerRadius),
    width: length(part.width),
    maxWidth: length(part.maxWidth),
    height: length(part.height),
    maxHeight: length(part.maxHeight),
    padding: space(part.paddingAll),
    justifyContent: PLACED.includes(part.justifyContent) ? part.justifyContent : null,
    alignItems: layout !== "baseline" && ["flex-start", "center", "flex-end"].includes(part.alignItems) ? part.alignItems : null,
  };
  for (const [name, css] of Object.entries(SIDES)) if (space(part[name]) !== null) style[css] = space(part[name]);
  const node = h("div", { class: `fx fx-box ${layout}`, style });
  let first = true;
  for (const child of part.contents ?? []) {
    const made = MAKERS[child.type]?.(child, layout);
    if (!made) continue;
    place(made, child, layout, first ? null : part.spacing);
    node.append(made);
    if (child.position !== "absolute") first = false;
  }
  return tappable(node, part.action);
}

/** Gives a child its share of the room, its distance to the one before, and its offsets. */
function place(node, child, layout, spacing) {
  const across = layout !== "vertical";
  node.style.flex = share(child, across);
  const gap = space(child.margin) ?? (child.type === "filler" || child.type === "spacer" ? null : space(spacing));
  if (gap !== null && child.position !== "absolute") node.style[across ? "marginInlineStart" : "marginTop"] = gap;
  if (child.type === "separator") node.classList.add(across ? "standing" : "lying");
  if (child.gravity && layout !== "baseline") node.style.justifyContent = { center: "center", bottom: "flex-end", top: "flex-start" }[child.gravity] ?? "";
  if (child.position === "absolute") node.classList.add("fx-absolute");
  for (const [name, css] of Object.entries(OFFSETS)) if (space(child[name]) !== null) node.style[css] = space(child[name]);
}

function share(child, across) {
  if (child.type === "filler") return `${child.flex ?? 1} 0 0px`;
  if (child.type === "separator" || child.type === "spacer") return "none";
  const sized = child.type === "box" && child.width !== undefined && across;
  const flex = child.flex ?? (across && !STIFF.has(child.type) && !sized ? 1 : 0);
  if (flex === 0) return "none";
  return across ? `${flex} 0 0px` : `${flex} 0 auto`;
}
