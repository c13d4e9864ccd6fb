/* Stickers drawn by this project: a small speech bubble with a face, and a word. */

import { s } from "./dom.js";

const PACKAGE = "446";
const smile = "M44 62q8 8 16 0";

const DRAWN = {
  1988: { word: "สวัสดีค่ะ", keywords: ["สวัสดี", "hello"], hue: "#7fd1ae", mouth: smile, hand: "M96 40q8-10 6-18M96 40q12-4 14-12M90 52L97 40" },
  1989: { word: "โอเค", keywords: ["โอเค", "OK"], hue: "#8ec5ff", mouth: smile, hand: "M92 52V38q0-6 5-6t4 6v6h8q3 2 0 14H95" },
  1990: { word: "ขอบคุณค่ะ", keywords: ["ขอบคุณ", "thanks"], hue: "#ffc1cf", mouth: smile, eyes: "closed", hand: "M98 34c-8-10-18 2 0 14c18-12 8-24 0-14" },
  1991: { word: "รับทราบ", keywords: ["รับทราบ", "noted"], hue: "#ffe08a", mouth: "M45 64h14", hand: "M90 40l7 8l14-18" },
  1992: { word: "รอสักครู่", keywords: ["รอ", "wait"], hue: "#d7c8ff", mouth: "M47 64h10", hand: "M90 28h18M90 52h18M92 28q0 8 7 12q-7 4-7 12M106 28q0 8-7 12q7 4 7 12" },
  1993: { word: "สู้ ๆ", keywords: ["สู้", "cheer"], hue: "#ffb48a", mouth: "M44 60q8 14 16 0z", hand: "M98 24v22M88 32l10-9l10 9M92 54h12" },
  1994: { word: "ขอโทษค่ะ", keywords: ["ขอโทษ", "sorry"], hue: "#b9d4e8", mouth: "M45 67q7-6 14 0", eyes: "sad", hand: "M98 26q-9 12 0 16q9-4 0-16" },
  1995: { word: "งงมาก", keywords: ["งง", "confused"], hue: "#c8e6a0", mouth: "M44 65q4-5 8 0t8 0", hand: "M91 34q0-9 8-9t8 8q0 5-8 8v5M99 54v1" },
};

/** What the sticker tray offers, as the control API wants it sent. */
export const OFFERED = Object.entries(DRAWN).map(([stickerId, { word, keywords }]) => ({
  packageId: PACKAGE,
  stickerId,
  keywords,
  word,
}));

/** The picture of a sticker; one that is not ours is shown as a blank face. */
export function sticker({ packageId, stickerId }) {
  const known = packageId === PACKAGE ? DRAWN[stickerId] : null;
  const { word, hue, mouth, hand, eyes } = known ?? { word: "สติกเกอร์", hue: "#dfe5ec", mouth: "M45 64h14", hand: "" };
  const line = { fill: "none", stroke: "#27384a", "stroke-width": 3.6, "stroke-linecap": "round", "stroke-linejoin": "round" };
  return s(
    "svg",
    { viewBox: "0 0 120 120", role: "img", "aria-label": `สติกเกอร์ ${word}`, class: "sticker" },
    s("path", { d: "M22 24h58a14 14 0 0 1 14 14v34a14 14 0 0 1-14 14H56L38 100V86H22A14 14 0 0 1 8 72V38a14 14 0 0 1 14-14z", fill: hue, stroke: "#27384a", "stroke-width": 3.2, transform: "translate(2 -12)" }),
    s("g", { ...line, transform: "translate(0 -10)" }, ...eyePaths(eyes).map((d) => s("path", { d })), s("path", { d: mouth })),
    s("g", { transform: "translate(0 -10)", stroke: "none" }, s("ellipse", { cx: 31, cy: 60, rx: 6, ry: 4, fill: "#ff8a7a", opacity: 0.45 }), s("ellipse", { cx: 73, cy: 60, rx: 6, ry: 4, fill: "#ff8a7a", opacity: 0.45 })),
    hand ? s("path", { d: hand, ...line, stroke: "#e4572e" }) : null,
    s("text", { x: 60, y: 112, "text-anchor": "middle", "font-size": 19, "font-weight": 700, fill: "#27384a", stroke: "#fff", "stroke-width": 5, "paint-order": "stroke" }, word),
  );
}

function eyePaths(kind) {
  if (kind === "closed") return ["M33 51q4-5 8 0", "M63 51q4-5 8 0"];
  if (kind === "sad") return ["M34 52l7-3", "M70 52l-7-3"];
  return ["M37 47v5", "M67 47v5"];
}
