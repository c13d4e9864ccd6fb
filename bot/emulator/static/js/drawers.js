/* On a narrow screen the sides are drawers over the chat. */

import { icon } from "./icons.js";

const desk = document.getElementById("desk");
let cameFrom = null;

export function startDrawers() {
  for (const node of document.querySelectorAll("[data-close-drawer]")) {
    if (node.tagName === "BUTTON") node.append(icon("close"));
    node.addEventListener("click", closeDrawer);
  }
  addEventListener("keydown", (event) => event.key === "Escape" && !document.querySelector("dialog[open]") && closeDrawer());
}

export function openDrawer(name) {
  cameFrom = document.activeElement;
  desk.dataset.drawer = name;
  document.getElementById(name).focus();
}

export function closeDrawer() {
  if (!desk.dataset.drawer) return;
  delete desk.dataset.drawer;
  cameFrom?.isConnected && cameFrom.focus();
}
