/* What the page knows: the office's people and groups, who is chatting and where. The choice
   stands in the address, so that it can be linked and survives a reload. */

import { Timeline } from "./timeline.js";

class Store extends EventTarget {
  bot = { userId: "", name: "ถามเขต", basicId: "" };
  people = [];
  groups = [];
  quota = { limit: null, used: 0 };
  faults = [];
  delivery = {};
  webhook = { ok: true, lastError: null };
  as = null;
  chat = null;
  #timelines = new Map();
  #shape = "";

  constructor() {
    super();
    this.#fromAddress();
    addEventListener("popstate", () => {
      this.#fromAddress();
      this.settle();
      this.emit("select");
    });
  }

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  on(name, call) {
    this.addEventListener(name, (event) => call(event.detail));
  }

  /** Takes a new state of the stand-in; tells the page only when something changed. */
  take(state) {
    // The clock of the stand-in moves on without anything having changed.
    const shape = JSON.stringify({ ...state, now: null });
    if (shape === this.#shape) return;
    this.#shape = shape;
    const before = this.#place;
    for (const part of ["bot", "people", "groups", "quota", "faults", "delivery", "webhook"])
      if (state[part] !== undefined && state[part] !== null) this[part] = state[part];
    this.settle();
    this.emit("state");
    if (before !== this.#place) this.emit("select");
  }

  get #place() {
    return this.me ? `${this.as}|${this.chat}` : "";
  }

  /** Drops a choice that the stand-in does not know. */
  settle() {
    if (!this.people.length) return;
    if (this.as && !this.person(this.as)) this.as = this.chat = null;
    if (this.as && !this.chatsOf(this.as).some((chat) => chat.id === this.chat)) this.chat = this.as;
  }

  select(as, chat = as) {
    this.as = as;
    this.chat = chat;
    const address = new URL(location.href);
    address.search = as ? new URLSearchParams({ as, chat }).toString() : "";
    history.pushState(null, "", address);
    this.emit("select");
  }

  person(userId) {
    return this.people.find((person) => person.userId === userId) ?? null;
  }

  group(chatId) {
    return this.groups.find((group) => group.groupId === chatId) ?? null;
  }

  get me() {
    return this.person(this.as);
  }

  /** The chats of a person: the office's own, then the groups they are in. */
  chatsOf(userId) {
    const groups = this.groups.filter((group) => group.members?.includes(userId));
    return [
      { id: userId, name: this.bot.name, isGroup: false },
      ...groups.map((group) => ({ id: group.groupId, name: group.name, isGroup: true, members: group.members })),
    ];
  }

  get here() {
    return this.me ? this.chatsOf(this.as).find((chat) => chat.id === this.chat) ?? null : null;
  }

  timeline(chat = this.chat, viewer = this.as) {
    const key = `${chat}|${viewer}`;
    if (!this.#timelines.has(key)) this.#timelines.set(key, new Timeline(chat, viewer));
    return this.#timelines.get(key);
  }

  forget() {
    this.#timelines.clear();
    this.#shape = "";
    this.emit("select");
  }

  #fromAddress() {
    const query = new URLSearchParams(location.search);
    this.as = query.get("as");
    this.chat = query.get("chat") || this.as;
  }
}

export const store = new Store();
