/* One chat as one person sees it: items by id, in order of time, with what is still unread. */

import { api } from "./api.js";

export class Timeline {
  items = [];
  loading = false;
  richMenu = null;
  /** Whether the server has answered at least once. */
  known = false;
  /** The number of the newest item the person has seen, and of those seen on opening. */
  seen = 0;
  seenOnOpening = Infinity;
  #byId = new Map();
  #after = 0;
  #order = 0;
  #asking = Promise.resolve();

  constructor(chatId, viewer) {
    this.chatId = chatId;
    this.viewer = viewer;
  }

  /** Asks for what is new. True when there is anything to draw. One question at a time: an
      older answer that overtook a newer one would look like a stand-in that began anew. */
  poll() {
    this.#asking = this.#asking.catch(() => {}).then(() => this.#ask());
    return this.#asking;
  }

  async #ask() {
    const answer = await api.timeline(this.chatId, this.viewer, this.#after);
    if (answer.next < this.#after) return this.#startOver();
    const before = JSON.stringify([this.loading, this.richMenu, this.known]);
    this.#after = answer.next ?? this.#after;
    this.loading = Boolean(answer.loading);
    this.richMenu = answer.richMenu ?? null;
    const first = !this.known;
    this.known = true;
    for (const item of answer.items ?? []) this.#put(item);
    if (answer.items?.length) this.items = [...this.#byId.values()].sort((a, b) => a.time - b.time || a.order - b.order);
    // What stood there before the page was opened is no news.
    if (first) this.see();
    return Boolean(answer.items?.length) || before !== JSON.stringify([this.loading, this.richMenu, this.known]);
  }

  get last() {
    return this.items.at(-1) ?? null;
  }

  get unread() {
    return this.items.filter((item) => item.order > this.seen && !this.isMine(item) && item.from !== "system").length;
  }

  isMine(item) {
    return item.from === "person" && item.userId === this.viewer;
  }

  see() {
    this.seen = this.#order;
  }

  open() {
    this.seenOnOpening = this.unread ? this.seen : Infinity;
    this.see();
  }

  find(id) {
    return this.#byId.get(id) ?? null;
  }

  /** A restarted stand-in counts from the beginning again. */
  #startOver() {
    this.items = [];
    this.#byId.clear();
    this.#after = 0;
    this.known = false;
    return this.#ask();
  }

  #put(item) {
    const old = this.#byId.get(item.id);
    // A changed item keeps its place: only its seq is new.
    const kept = { ...item, order: old ? old.order : ++this.#order, time: Date.parse(item.at) || 0 };
    if (old) kept.time = old.time;
    this.#byId.set(item.id, kept);
  }
}
