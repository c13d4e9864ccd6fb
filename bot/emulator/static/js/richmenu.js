/* The rich menu: its picture, with a button over each of its areas. */

import { labelOf, perform } from "./actions.js";
import { h } from "./dom.js";
import { picture } from "./links.js";

export function drawMenu(menu) {
  const { width, height } = menu.size;
  const percent = (part, whole) => `${(100 * part) / whole}%`;
  const areas = menu.areas.map(({ bounds, action }) =>
    h("button", {
      type: "button",
      class: "rich-area",
      "data-testid": "rich-menu-area",
      "aria-label": labelOf(action),
      style: { left: percent(bounds.x, width), top: percent(bounds.y, height), width: percent(bounds.width, width), height: percent(bounds.height, height) },
      on: { click: () => perform(action) },
    }),
  );
  return h(
    "div",
    { class: "rich-menu", role: "group", "aria-label": `เมนู ${menu.chatBarText ?? ""}` },
    h("div", { class: "rich-picture", style: { aspectRatio: `${width} / ${height}`, width: `min(100%, ${(46 * width) / height}vh)` } }, h("img", { src: picture(menu.imageUrl), alt: "" }), areas),
  );
}
