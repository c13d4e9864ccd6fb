/* What a tap on a button does: every kind of LINE action. */

import { pickTime } from "./dates.js";
import { toast } from "./dialogs.js";
import { open } from "./links.js";
import { say } from "./sending.js";
import { store } from "./store.js";

/** Carries an action out. False when the person left a picker without choosing. */
export async function perform(action) {
  switch (action?.type) {
    case "message":
      say({ type: "text", text: action.text, ...mentioning(action.text) });
      return true;
    case "postback":
      postback(action);
      return true;
    case "datetimepicker": {
      const params = await pickTime(action);
      if (params) say({ type: "postback", data: action.data, params });
      return Boolean(params);
    }
    case "richmenuswitch":
      say({ type: "postback", data: action.data ?? "", params: { newRichMenuAliasId: action.richMenuAliasId } });
      return true;
    case "uri":
      if (!open(action.uri ?? action.linkUri)) toast("ลิงก์นี้เปิดไม่ได้");
      return true;
    case "clipboard":
      await copy(action.clipboardText);
      return true;
    case "camera":
    case "cameraRoll":
    case "location":
      store.emit("attach", action.type);
      return false;
    default:
      toast("โทรศัพท์จำลองยังทำคำสั่งนี้ไม่ได้");
      return true;
  }
}

/** Whether a text that a button types mentions the bot, as typing it by hand would. */
export function mentioning(text) {
  return store.here?.isGroup && text.includes(`@${store.bot.name}`) ? { mentionBot: true } : {};
}

/** The words a screen reader gets for an action without a label of its own. */
export function labelOf(action) {
  return action?.label || action?.displayText || action?.text || action?.uri || "ปุ่ม";
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("คัดลอกแล้ว");
  } catch {
    toast("คัดลอกไม่ได้ในเบราว์เซอร์นี้");
  }
}

function postback(action) {
  say({ type: "postback", data: action.data, displayText: action.displayText ?? action.text });
  if (action.inputOption === "openKeyboard") store.emit("keyboard", { fill: action.fillInText ?? "" });
  if (action.inputOption === "openVoice") toast("LINE จะเปิดการอัดเสียง");
  if (action.inputOption === "openRichMenu") store.emit("menu", true);
  if (action.inputOption === "closeRichMenu") store.emit("menu", false);
}
