/* LINE's words for sizes and colours, as LINE draws them. Anything else is left out. */

const FONT = { xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22, xxl: 29, "3xl": 35, "4xl": 48, "5xl": 74 };
const SPACE = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
const CORNER = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
const BORDER = { none: 0, light: 0.5, normal: 1, medium: 2, "semi-bold": 3, bold: 4 };
const IMAGE = { xxs: 40, xs: 60, sm: 80, md: 100, lg: 120, xl: 140, xxl: 160, "3xl": 180, "4xl": 200, "5xl": 220 };

const LENGTH = /^-?\d+(\.\d+)?(px|%)$/;
const COLOUR = /^#([0-9a-f]{6}|[0-9a-f]{8})$/i;

const from = (table) => (value) => {
  if (value === undefined || value === null) return null;
  if (Object.hasOwn(table, value)) return `${table[value]}px`;
  return LENGTH.test(value) ? value : null;
};

export const fontSize = from(FONT);
export const space = from(SPACE);
export const corner = from(CORNER);
export const border = from(BORDER);
export const length = from({});

/** An image's width; `full` fills its box. */
export const imageSize = (value) => (value === "full" ? "100%" : from(IMAGE)(value ?? "md"));

export const colour = (value) => (COLOUR.test(value ?? "") ? value : null);

/** "20:13" as CSS writes it. */
export function ratio(value, fallback = "1:1") {
  const found = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(value ?? "") ?? /^(.+):(.+)$/.exec(fallback);
  return `${found[1]} / ${found[2]}`;
}

/** A box's background: a colour, or a gradient over it. */
export function background(box) {
  const gradient = box.background;
  if (gradient?.type !== "linearGradient") return { backgroundColor: colour(box.backgroundColor) };
  const [start, end, centre] = [gradient.startColor, gradient.endColor, gradient.centerColor].map(colour);
  const angle = /^-?\d+(\.\d+)?deg$/.test(gradient.angle ?? "") ? gradient.angle : "0deg";
  if (!start || !end) return {};
  const at = /^\d+(\.\d+)?%$/.test(gradient.centerPosition ?? "") ? gradient.centerPosition : "50%";
  const stops = centre ? `${start}, ${centre} ${at}, ${end}` : `${start}, ${end}`;
  return { background: `linear-gradient(${angle}, ${stops})` };
}
