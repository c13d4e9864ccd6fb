/* Days and hours as people in Thailand write them, and the picker of LINE's date action. */

import { h } from "./dom.js";
import { ask, field } from "./dialogs.js";

const ZONE = { timeZone: "Asia/Bangkok" };
const clock = new Intl.DateTimeFormat("th-TH", { hour: "2-digit", minute: "2-digit", hour12: false, ...ZONE });
const day = new Intl.DateTimeFormat("th-TH-u-ca-buddhist", { weekday: "short", day: "numeric", month: "short", year: "numeric", ...ZONE });
const key = new Intl.DateTimeFormat("en-CA", ZONE);

export const timeOf = (at) => (Number.isNaN(Date.parse(at)) ? "" : clock.format(new Date(at)));
export const dayKey = (at) => (Number.isNaN(Date.parse(at)) ? "" : key.format(new Date(at)));

/** «วันนี้», «เมื่อวาน» or the day with its B.E. year. */
export function dayWords(at) {
  const shown = dayKey(at);
  if (shown === dayKey(new Date())) return "วันนี้";
  if (shown === dayKey(new Date(Date.now() - 86_400_000))) return "เมื่อวาน";
  return day.format(new Date(at)).replace(/\s?พ\.ศ\.|\s?พุทธศักราช/, "");
}

const MODES = {
  date: { type: "date", title: "เลือกวันที่", name: "date" },
  time: { type: "time", title: "เลือกเวลา", name: "time" },
  datetime: { type: "datetime-local", title: "เลือกวันและเวลา", name: "datetime" },
};

/** Opens the picker of a datetimepicker action; resolves with LINE's `params`, or null. */
export async function pickTime(action) {
  const mode = MODES[action.mode] ?? MODES.date;
  const clean = (value) => (value ? String(value).replace("t", "T") : undefined);
  const words = h("small", { "aria-live": "polite" });
  const input = h("input", { type: mode.type, name: "picked", required: true, min: clean(action.min), max: clean(action.max), value: clean(action.initial) ?? "", "data-testid": "date-input" });
  const tell = () => {
    const at = mode.type === "time" ? "" : input.value && `${input.value.slice(0, 10)}T12:00:00+07:00`;
    words.textContent = at ? day.format(new Date(at)) : "";
  };
  input.addEventListener("input", tell);
  tell();
  const data = await ask(mode.title, field(action.label || mode.title, input, words));
  const picked = data?.get("picked");
  return picked ? { [mode.name]: String(picked).slice(0, 16) } : null;
}
