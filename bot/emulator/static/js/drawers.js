/* On a narrow screen the sides are drawers over the chat. */

import { icon } from "./icons.js";

const desk = document.getElementById("desk");
const phone = document.getElementById("phone");
let cameFrom = null;

export function startDrawers() {
  for (const node of document.querySelectorAll("[data-close-drawer]")) {
    if (node.tagName === "BUTTON") node.append(icon("close"));
    node.addEventListener("click", closeDrawer);
  }
  for (const width of ["719px", "1099px"]) matchMedia(`(max-width: ${width})`).addEventListener("change", closeDrawer);
  addEventListener("keydown", (event) => event.key === "Escape" && !document.querySelector("dialog[open]") && closeDrawer());
}

export function openDrawer(name) {
  cameFrom = document.activeElement;
  desk.dataset.drawer = name;
  phone.inert = true;
  document.getElementById(name).focus();
}

export function closeDrawer() {
  if (!desk.dataset.drawer) return;
  delete desk.dataset.drawer;
  phone.inert = false;
  cameFrom?.isConnected && cameFrom.focus();
}
