/* Starts the page and keeps it fresh by asking again and again: the server has few threads,
   so nothing is held open. */

import { api, ApiError } from "./api.js";
import { startBehind, pollBehind } from "./behind.js";
import { draw, startChat } from "./chat.js";
import { drawComposer, quote, startComposer } from "./composer.js";
import { startDrawers } from "./drawers.js";
import { fill, h } from "./dom.js";
import { startHead } from "./head.js";
import { drawPeople, startPeople } from "./people.js";
import { store } from "./store.js";

const BEAT_MS = 700;
const HIDDEN_BEAT_MS = 5000;
const SLOWEST_MS = 8000;
const STATE_EVERY = 5;
const offline = document.getElementById("offline");

let wake = () => {};
let beat = 0;
let failures = 0;
let peek = 0;

startDrawers();
startPeople();
startHead();
startChat({ onReply: quote });
startComposer();
startBehind();
for (const event of ["select", "sent"]) store.on(event, () => wake());
store.on("sent", (detail) => draw(detail?.mine));
addEventListener("visibilitychange", () => wake());
run();

async function run() {
  for (;;) {
    try {
      await round();
      setOffline(0);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setOffline(failures + 1, error);
    }
    const rest = document.hidden ? HIDDEN_BEAT_MS : Math.min(BEAT_MS * 2 ** Math.min(failures, 6), SLOWEST_MS);
    await new Promise((resolve) => {
      wake = resolve;
      setTimeout(resolve, rest);
    });
  }
}

async function round() {
  if (beat % STATE_EVERY === 0 || !store.people.length) store.take(await api.state());
  beat += 1;
  if (store.me) {
    const timeline = store.timeline();
    if ((await timeline.poll()) && timeline === store.timeline()) {
      draw();
      drawComposer();
      drawPeople();
    }
  }
  if (beat % 2 === 0) await pollBehind();
  await pollAnother();
}

/** Looks into one of the other chats, in turn: the person's own, and where others talk to the
    office, so that an answer to somebody else is seen to arrive. */
async function pollAnother() {
  const mine = store.me ? store.chatsOf(store.as).map((chat) => [chat.id, store.as]) : [];
  const theirs = store.people.filter((person) => person.userId !== store.as).map(({ userId }) => [userId, userId]);
  const others = [...mine, ...theirs].filter(([chat, viewer]) => chat !== store.chat || viewer !== store.as);
  if (!others.length) return;
  if (await store.timeline(...others[peek++ % others.length]).poll()) drawPeople();
}

function setOffline(count, error) {
  if (count && !failures) {
    const words = error.silent ? "ติดต่อระบบไม่ได้ กำลังลองใหม่…" : `ระบบตอบว่าผิดพลาด: ${error.message}`;
    fill(offline, h("span", {}, words), h("button", { type: "button", on: { click: () => wake() } }, "ลองใหม่"));
  }
  failures = count;
  offline.hidden = count === 0;
}
