/* What the person sends: shown at once, kept with a retry when the server is silent. */

import { api, ApiError } from "./api.js";
import { store } from "./store.js";

let number = 0;
/** Messages on their way or stuck, oldest first. */
export const pending = [];

/** Sends a message or a tap of the person to the open chat. */
export function say(payload, { chat = store.chat, as = store.as } = {}) {
  return begin({ chat, as, message: shownFor(payload), run: () => api.say(chat, { as, ...payload }) });
}

/** Sends photos or another file. */
export function sendMedia(kind, files) {
  const [chat, as] = [store.chat, store.as];
  const urls = kind === "image" ? [...files].map((file) => URL.createObjectURL(file)) : [];
  const message = urls.length ? { type: "image", contentUrl: urls[0], more: urls.length - 1 } : { type: "text", text: `กำลังส่ง ${files[0]?.name ?? ""}` };
  return begin({
    chat,
    as,
    message,
    run: () => {
      const form = new FormData();
      form.append("as", as);
      form.append("kind", kind);
      for (const file of files) form.append("files[]", file, file.name);
      return api.media(chat, form);
    },
    done: () => urls.forEach((url) => URL.revokeObjectURL(url)),
  });
}

export function retry(entry) {
  entry.error = null;
  return attempt(entry);
}

export function giveUp(entry) {
  pending.splice(pending.indexOf(entry), 1);
  entry.done?.();
  store.emit("pending");
}

function begin(entry) {
  Object.assign(entry, { id: `p${++number}`, at: new Date().toISOString(), error: null });
  pending.push(entry);
  return attempt(entry);
}

async function attempt(entry) {
  store.emit("pending", { mine: true });
  try {
    const answer = await entry.run();
    // Drawn from the server's own list from here on: take the sketch away only once it is there.
    await store.timeline(entry.chat, entry.as).poll().catch(() => {});
    giveUp(entry);
    store.emit("sent", { mine: true });
    return answer;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    entry.error = error.message;
    store.emit("pending");
    return null;
  }
}

/** What the chat shows of a message before the server has it; nothing for a silent postback. */
function shownFor(payload) {
  if (payload.type === "text") return { type: "text", text: payload.text };
  if (payload.type === "sticker" || payload.type === "location") return payload;
  if (payload.type === "postback" && payload.displayText) return { type: "text", text: payload.displayText };
  return null;
}
