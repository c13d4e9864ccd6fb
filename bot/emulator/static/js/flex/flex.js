/* A Flex message: one bubble, or several side by side. */

import { h } from "../dom.js";
import { rail } from "../rail.js";
import { box } from "./box.js";
import { image, tappable, video } from "./parts.js";
import { colour } from "./values.js";

const SIZES = new Set(["nano", "micro", "deca", "hecto", "kilo", "mega", "giga"]);
const BLOCKS = ["header", "hero", "body", "footer"];

/** The card of a Flex message. Its alternative text names it for screen readers. */
export function drawFlex(message) {
  const label = { role: "group", "aria-label": message.altText };
  const contents = message.contents ?? {};
  if (contents.type !== "carousel") return h("div", { class: "fx-single", ...label }, bubble(contents));
  return rail(h("div", { class: "fx-carousel", tabindex: "0", ...label }, (contents.contents ?? []).map(bubble)));
}

function bubble(part) {
  const size = SIZES.has(part.size) ? part.size : "mega";
  const node = h("div", { class: `fx-bubble ${size}`, dir: part.direction === "rtl" ? "rtl" : "ltr" });
  const present = BLOCKS.filter((name) => part[name]);
  present.forEach((name, index) => {
    const style = part.styles?.[name] ?? {};
    const block = h("div", { class: `fx-block fx-${name}`, style: { backgroundColor: colour(style.backgroundColor) } }, content(part[name]));
    if (style.separator && index > 0) {
      block.classList.add("ruled");
      block.style.borderTopColor = colour(style.separatorColor) ?? "";
    }
    if (name === "body" && part.footer) block.classList.add("footed");
    node.append(block);
  });
  return tappable(node, part.action);
}

function content(part) {
  if (part.type === "image") return image(part);
  if (part.type === "video") return video(part);
  return box(part);
}
