/* Pictures, films, sounds, files, places and stickers in bubbles. */

import { enlarge } from "./dialogs.js";
import { h, s } from "./dom.js";
import { icon } from "./icons.js";
import { link, picture } from "./links.js";
import { sticker } from "./stickers.js";

export function drawImage(message) {
  const src = picture(message.contentUrl ?? message.previewImageUrl ?? message.originalContentUrl);
  const full = picture(message.contentUrl ?? message.originalContentUrl) ?? src;
  if (!src) return h("p", { class: "missing" }, "แสดงรูปไม่ได้");
  const image = h("img", { src, alt: "รูปภาพในแชต" });
  const more = message.more > 0 ? h("span", { class: "photo-more" }, `+${message.more}`) : null;
  return h("button", { type: "button", class: "photo", "aria-label": "ดูรูปขนาดเต็ม", on: { click: () => enlarge(full, "รูปภาพ") } }, image, more);
}

export function drawVideo(message) {
  const src = picture(message.contentUrl ?? message.originalContentUrl);
  return h("video", { class: "film", controls: true, preload: "metadata", src, poster: picture(message.previewImageUrl), "aria-label": "วิดีโอ" });
}

export function drawAudio(message) {
  return h("audio", { controls: true, preload: "metadata", src: picture(message.contentUrl ?? message.originalContentUrl), "aria-label": "ข้อความเสียง" });
}

export function drawFile(message) {
  const parts = [
    h("span", { class: "file-icon" }, icon("file")),
    h("span", {}, h("b", {}, message.fileName ?? "ไฟล์"), h("small", {}, sizeWords(message.fileSize))),
  ];
  const href = picture(message.contentUrl);
  return href ? h("a", { class: "file", href, target: "_blank", rel: "noopener", download: message.fileName ?? "" }, parts) : h("span", { class: "file" }, parts);
}

export function drawPlace(message) {
  const map = s(
    "svg",
    { viewBox: "0 0 240 90", "aria-hidden": "true", preserveAspectRatio: "xMidYMid slice" },
    s("rect", { width: 240, height: 90, fill: "#e6efe0" }),
    s("path", { d: "M-10 70L90 40L150 60L260 20M60 -10L90 40L80 100M170 -10L150 60L190 110", stroke: "#fff", "stroke-width": 9, fill: "none" }),
    s("path", { d: "M-10 20Q60 40 120 10T260 60", stroke: "#a9cfe8", "stroke-width": 7, fill: "none" }),
    s("path", { d: "M120 66s-16-15-16-27a16 16 0 0 1 32 0c0 12-16 27-16 27z", fill: "#e0483e" }),
    s("circle", { cx: 120, cy: 39, r: 6, fill: "#fff" }),
  );
  const where = `${message.latitude},${message.longitude}`;
  const words = [h("b", {}, message.title ?? "ตำแหน่งที่ตั้ง"), message.address && h("span", {}, message.address), h("small", {}, where)];
  return h("div", { class: "place" }, map, h("div", { class: "place-words" }, words, link(`https://www.google.com/maps?q=${where}`, "เปิดในแผนที่")));
}

export function drawSticker(message) {
  return sticker(message);
}

function sizeWords(bytes) {
  if (!(bytes >= 0)) return "";
  return bytes < 1_048_576 ? `${Math.max(1, Math.round(bytes / 1024)).toLocaleString("th-TH")} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
