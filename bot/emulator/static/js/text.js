/* Text of a message as nodes: links, bold mentions, LINE's emoji places. */

import { h } from "./dom.js";
import { link } from "./links.js";
import { store } from "./store.js";

const URL_IN_TEXT = /https?:\/\/[^\s<>"'“”«»]+/g;

/** The nodes of any LINE text message, old or new. */
export function textNodes(message) {
  if (message.type === "textV2") return textV2(message);
  const marks = [...mentionMarks(message), ...emojiMarks(message)].sort((a, b) => a.index - b.index);
  const nodes = [];
  let at = 0;
  for (const mark of marks) {
    if (mark.index < at) continue;
    nodes.push(...linked(message.text.slice(at, mark.index)));
    const piece = message.text.slice(mark.index, mark.index + mark.length);
    nodes.push(mark.emoji ? emoji() : h("b", { class: "mention" }, piece));
    at = mark.index + mark.length;
  }
  nodes.push(...linked(String(message.text ?? "").slice(at)));
  return nodes;
}

/** Plain words of a message: for previews, quotes and screen readers. */
export function summary(item) {
  const message = item.message ?? {};
  if (item.unsent) return "ยกเลิกข้อความแล้ว";
  switch (message.type) {
    case "text": return message.text;
    case "textV2": return textV2(message).map((node) => node.textContent ?? node).join("");
    case "image": return "[รูปภาพ]";
    case "video": return "[วิดีโอ]";
    case "audio": return "[ข้อความเสียง]";
    case "file": return `[ไฟล์] ${message.fileName ?? ""}`;
    case "sticker": return "[สติกเกอร์]";
    case "location": return `[ตำแหน่ง] ${message.title ?? message.address ?? ""}`;
    default: return message.altText ?? message.text ?? "";
  }
}

/** Splits text into strings and links; trailing punctuation belongs to the sentence. */
export function linked(text) {
  const nodes = [];
  let at = 0;
  for (const found of String(text).matchAll(URL_IN_TEXT)) {
    const uri = found[0].replace(/[).,;:!?\]}ฯ]+$/u, "");
    nodes.push(text.slice(at, found.index), link(uri, uri));
    at = found.index + uri.length;
  }
  nodes.push(text.slice(at));
  return nodes.filter((node) => node !== "");
}

/** Where somebody is mentioned: as the message says, or else wherever a known name follows an @. */
function mentionMarks(message) {
  if (message.mention) return message.mention.mentionees?.map(({ index, length }) => ({ index, length })) ?? [];
  if (!store.here?.isGroup || !message.text?.includes("@")) return [];
  const names = ["All", store.bot.name, ...store.here.members.map((id) => store.person(id)?.name)].filter(Boolean);
  const marks = [];
  for (const name of names) {
    const words = `@${name}`;
    for (let at = message.text.indexOf(words); at >= 0; at = message.text.indexOf(words, at + 1)) marks.push({ index: at, length: words.length });
  }
  return marks;
}

function emojiMarks(message) {
  return message.emojis?.map(({ index, length = 1 }) => ({ index, length, emoji: true })) ?? [];
}

function textV2(message) {
  const nodes = [];
  const source = String(message.text ?? "");
  let plain = "";
  const flush = () => {
    nodes.push(...linked(plain));
    plain = "";
  };
  for (const token of source.match(/\{\{|\}\}|\{[^{}]*\}|[^{}]+|[{}]/g) ?? []) {
    const filled = token.length > 2 && token.startsWith("{") ? message.substitution?.[token.slice(1, -1)] : null;
    if (token === "{{" || token === "}}") plain += token[0];
    else if (filled) {
      flush();
      nodes.push(filled.type === "emoji" ? emoji() : h("b", { class: "mention" }, `@${mentioned(filled.mentionee)}`));
    } else plain += token;
  }
  flush();
  return nodes;
}

function mentioned(mentionee) {
  if (mentionee?.type === "all") return "ทุกคน";
  return store.person(mentionee?.userId)?.name ?? "สมาชิก";
}

function emoji() {
  return h("span", { class: "emoji", role: "img", "aria-label": "อีโมจิ" }, "☺");
}
