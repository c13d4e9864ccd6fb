/* Windows over the page: pickers, pictures, small menus, and short notes. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

/** A short note at the bottom of the page. */
export function toast(words) {
  const node = document.getElementById("toast");
  node.textContent = words;
  node.classList.add("shown");
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => node.classList.remove("shown"), 3200);
}

/** A window with a form; resolves with its FormData, or null when left. */
export function ask(title, fields, { submit = "ตกลง" } = {}) {
  return new Promise((resolve) => {
    const form = h(
      "form",
      { method: "dialog", class: "dialog-form" },
      h("h2", {}, title),
      fields,
      h(
        "div",
        { class: "dialog-buttons" },
        h("button", { type: "button", class: "plain", on: { click: () => dialog.close() } }, "ยกเลิก"),
        h("button", { type: "submit", class: "strong", "data-testid": "dialog-ok" }, submit),
      ),
    );
    let data = null;
    form.addEventListener("submit", () => (data = new FormData(form)));
    const dialog = show(form, "dialog", title, () => resolve(data));
  });
}

export function field(label, input, hint = null) {
  return h("label", { class: "field" }, h("span", {}, label), input, hint);
}

/** A picture as large as the screen allows. */
export function enlarge(src, words) {
  const close = h("button", { type: "button", class: "icon-button", "aria-label": "ปิดรูป", on: { click: () => dialog.close() } }, icon("close"));
  const dialog = show(h("div", { class: "lightbox" }, h("img", { src, alt: words }), close), "dialog bare", words);
}

/** A small menu at a point: `entries` are [words, call] pairs. */
export function menuAt(x, y, entries) {
  const list = h(
    "div",
    { class: "popup-menu", role: "menu" },
    entries.map(([words, call]) =>
      h("button", { type: "button", role: "menuitem", on: { click: () => (dialog.close(), call()) } }, words),
    ),
  );
  const dialog = show(list, "dialog bare popup", "ตัวเลือก");
  const box = list.getBoundingClientRect();
  list.style.left = `${Math.max(8, Math.min(x, innerWidth - box.width - 8))}px`;
  list.style.top = `${Math.max(8, Math.min(y, innerHeight - box.height - 8))}px`;
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...list.children];
    const next = (buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length;
    buttons[next].focus();
  });
}

function show(content, kind, label, closed = () => {}) {
  const dialog = h("dialog", { class: kind, "aria-label": label }, content);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
