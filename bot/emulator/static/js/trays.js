/* What opens under the text box: stickers, and things to attach. */

import { ask, field } from "./dialogs.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { say, sendMedia } from "./sending.js";
import { OFFERED, sticker } from "./stickers.js";

const inputs = {
  image: fileInput("image", "image/jpeg,image/png,image/gif,image/webp", true),
  camera: fileInput("image", "image/*", false, { capture: "environment" }),
  video: fileInput("video", "video/mp4,video/*", false),
  audio: fileInput("audio", "audio/*,.m4a,.mp3", false),
  file: fileInput("file", "", false),
};

export function startTrays() {
  document.body.append(...Object.values(inputs));
}

/** Opens what an action or a button asks for: a camera, the photos, or a place. */
export function attach(kind) {
  if (kind === "camera") inputs.camera.click();
  else if (kind === "location") sharePlace();
  else inputs.image.click();
}

export function stickerTray() {
  return h("div", { class: "sticker-grid" }, OFFERED.map(({ word, ...known }) =>
    h("button", { type: "button", class: "sticker-choice", "data-testid": "sticker", "aria-label": `ส่งสติกเกอร์ ${word}`, on: { click: () => say({ type: "sticker", ...known }) } }, sticker(known))));
}

export function attachTray() {
  const choices = [
    ["photo", "รูปภาพ", () => inputs.image.click()],
    ["pin", "ตำแหน่ง", sharePlace, "location"],
    ["film", "วิดีโอ", () => inputs.video.click()],
    ["mic", "เสียง", () => inputs.audio.click()],
    ["file", "ไฟล์", () => inputs.file.click()],
  ];
  return h("div", { class: "attach-grid" }, choices.map(([name, words, call, testid]) =>
    h("button", { type: "button", "data-testid": testid ?? null, on: { click: call } }, h("span", { class: "attach-icon" }, icon(name)), words)));
}

async function sharePlace() {
  const number = (name, value) => h("input", { name, type: "number", step: "any", required: true, value });
  const data = await ask("ส่งตำแหน่ง", [
    field("ชื่อสถานที่", h("input", { name: "title", maxlength: 100, value: "โรงเรียนตัวอย่าง" })),
    field("ที่อยู่", h("input", { name: "address", maxlength: 100, value: "ต.เวียง อ.เมือง จ.เชียงราย" })),
    h("div", { class: "field-pair" }, field("ละติจูด", number("latitude", "19.9105")), field("ลองจิจูด", number("longitude", "99.8406"))),
  ], { submit: "ส่ง" });
  if (!data) return;
  say({ type: "location", title: data.get("title"), address: data.get("address"), latitude: Number(data.get("latitude")), longitude: Number(data.get("longitude")) });
}

function fileInput(kind, accept, multiple, more = {}) {
  const input = h("input", { type: "file", class: "unseen", tabindex: "-1", "aria-hidden": "true", accept: accept || null, multiple, "data-testid": `${more.capture ? "camera" : kind}-input`, ...more });
  input.addEventListener("change", () => {
    if (input.files.length) sendMedia(kind, [...input.files]);
    input.value = "";
  });
  return input;
}
