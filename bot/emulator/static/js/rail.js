/* A row that is pulled sideways by a finger, and by two buttons where there is a mouse. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

export function rail(row) {
  const step = (way) => row.scrollBy({ left: way * row.clientWidth * 0.8, behavior: "smooth" });
  const button = (way, words) =>
    h("button", { type: "button", class: `rail-button ${way < 0 ? "back" : "on"}`, "aria-label": words, tabindex: "-1", on: { click: () => step(way) } }, icon("down"));
  const [back, on] = [button(-1, "เลื่อนไปก่อนหน้า"), button(1, "เลื่อนไปถัดไป")];
  const tell = () => {
    back.hidden = row.scrollLeft < 4;
    on.hidden = row.scrollLeft + row.clientWidth > row.scrollWidth - 4;
  };
  row.addEventListener("scroll", tell, { passive: true });
  new ResizeObserver(tell).observe(row);
  return h("div", { class: "rail" }, row, back, on);
}
