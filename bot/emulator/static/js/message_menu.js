/* What can be done with one message: quote, copy, edit, unsend. */

import { copy } from "./actions.js";
import { api, ApiError } from "./api.js";
import { ask, field, menuAt, toast } from "./dialogs.js";
import { h } from "./dom.js";
import { store } from "./store.js";
import { summary } from "./text.js";

export function messageMenu(item, mine, x, y, onReply) {
  const entries = [
    ["ตอบกลับ", () => onReply(item)],
    ["คัดลอก", () => copy(summary(item))],
  ];
  if (mine && store.here?.isGroup && item.message?.type === "text") entries.push(["แก้ไข", () => edit(item)]);
  if (mine) entries.push(["ยกเลิกข้อความ", () => change({ type: "unsend", messageId: item.id })]);
  menuAt(x, y, entries);
}

async function edit(item) {
  const input = h("textarea", { name: "text", rows: 3, required: true, maxlength: 5000, value: item.message.text });
  const data = await ask("แก้ไขข้อความ", field("ข้อความ", input), { submit: "บันทึก" });
  const text = String(data?.get("text") ?? "").trim();
  if (text && text !== item.message.text) await change({ type: "edit", messageId: item.id, text });
}

async function change(payload) {
  try {
    await api.say(store.chat, { as: store.as, ...payload });
    store.emit("sent", {});
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toast(`ทำไม่สำเร็จ: ${error.message}`);
  }
}
