/* The page's own line icons. */

import { s } from "./dom.js";

const PATHS = {
  people: ["M16 20v-1.5a4 4 0 0 0-4-4H7a4 4 0 0 0-4 4V20", "M9.5 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z", "M21 20v-1.5a4 4 0 0 0-3-3.870", "M16 4.130a3.5 3.5 0 0 1 0 6.740"],
  gear: ["M4 7h9", "M17 7h3", "M4 17h3", "M11 17h9", "M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z", "M9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  more: ["M5 12h.01", "M12 12h.01", "M19 12h.01"],
  menu: ["M4 5h7v6H4z", "M13 5h7v6h-7z", "M4 13h7v6H4z", "M13 13h7v6h-7z"],
  keyboard: ["M3 6h18v12H3z", "M7 10h.01", "M11 10h.01", "M15 10h.01", "M17.5 10h.01", "M8 14h8"],
  plus: ["M12 5v14", "M5 12h14"],
  photo: ["M4 5h16v14H4z", "M4 16l4.5-4.5 4 4 2.5-2.5 5 5", "M15.5 9.5h.01"],
  film: ["M4 5h16v14H4z", "M10 9l5 3-5 3z"],
  mic: ["M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3z", "M5.5 11.5a6.5 6.5 0 0 0 13 0", "M12 18v3"],
  file: ["M14 3H6v18h12V7z", "M14 3v4h4", "M9 12h6", "M9 16h6"],
  pin: ["M12 21s7-6.2 7-11.5a7 7 0 0 0-14 0C5 14.8 12 21 12 21z", "M12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"],
  smile: ["M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z", "M8.5 14a4.5 4.5 0 0 0 7 0", "M9 9.5h.01", "M15 9.5h.01"],
  at: ["M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0z", "M16 8v5.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-3.6 7.2"],
  send: ["M4 12l16-8-5 17-3.5-7z", "M11.5 14L20 4"],
  down: ["M6 9l6 6 6-6"],
  bell: ["M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15z", "M10 21h4"],
  desktop: ["M3 5h18v11H3z", "M9 20h6", "M12 16v4"],
};

/** An icon, hidden from screen readers: the button around it carries the words. */
export function icon(name) {
  return s(
    "svg",
    { viewBox: "0 0 24 24", width: 24, height: 24, fill: "none", stroke: "currentColor", "stroke-width": name === "more" ? 3 : 1.9, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", class: "icon" },
    ...PATHS[name].map((d) => s("path", { d })),
  );
}

/** The bot's own picture: a speech bubble under a mortarboard. */
export function botFace() {
  return s(
    "svg",
    { viewBox: "0 0 64 64", "aria-hidden": "true" },
    s("rect", { width: 64, height: 64, fill: "#0b6b4f" }),
    s("path", { d: "M18 22h28a5 5 0 0 1 5 5v13a5 5 0 0 1-5 5H33l-9 8v-8h-6a5 5 0 0 1-5-5V27a5 5 0 0 1 5-5z", fill: "#fff" }),
    s("circle", { cx: 25, cy: 33, r: 3, fill: "#0b6b4f" }),
    s("circle", { cx: 39, cy: 33, r: 3, fill: "#0b6b4f" }),
    s("path", { d: "M28 37.5q4 3.5 8 0", stroke: "#0b6b4f", "stroke-width": 2.4, fill: "none", "stroke-linecap": "round" }),
    s("path", { d: "M32 10l17 7.5L32 25l-17-7.5z", fill: "#f4b942" }),
    s("path", { d: "M46 19v7", stroke: "#f4b942", "stroke-width": 2.2, "stroke-linecap": "round" }),
  );
}
