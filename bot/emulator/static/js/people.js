/* The left side: who there is, and the chats of the one who is chosen. */

import { api, ApiError } from "./api.js";
import { botAvatar, groupAvatar, personAvatar } from "./avatar.js";
import { timeOf } from "./dates.js";
import { ask, field, toast } from "./dialogs.js";
import { fill, h } from "./dom.js";
import { closeDrawer } from "./drawers.js";
import { icon } from "./icons.js";
import { store } from "./store.js";
import { summary } from "./text.js";

const body = document.getElementById("people-list");
const ROLES = {
  teacher: "ครู", school_admin: "ธุรการโรงเรียน", school_director: "ผู้อำนวยการโรงเรียน", network_chair: "ประธานเครือข่าย",
  officer: "เจ้าหน้าที่ข้อมูล", technician: "นักวิชาการคอมพิวเตอร์", av_officer: "เจ้าหน้าที่โสตทัศน์", supplies: "เจ้าหน้าที่พัสดุ",
  group_director: "ผู้อำนวยการกลุ่ม", deputy_director: "รองผู้อำนวยการเขต", area_director: "ผู้อำนวยการเขต", auditor: "ผู้ตรวจสอบภายใน",
  admin: "ผู้ดูแลระบบ", guest: "บุคคลทั่วไป",
};

export function startPeople() {
  store.on("state", drawPeople);
  store.on("select", drawPeople);
}

export function drawPeople() {
  const focused = document.activeElement?.dataset?.testid;
  fill(
    body,
    h("ul", { class: "people-rows" }, store.people.map(personRow)),
    h("button", { type: "button", class: "add-person", "data-testid": "add-person", on: { click: addPerson } }, icon("plus"), "เพิ่มคน"),
  );
  if (focused) body.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
}

function personRow(person) {
  const chosen = person.userId === store.as;
  const unread = store.chatsOf(person.userId).reduce((sum, chat) => sum + (chosen ? 0 : store.timeline(chat.id, person.userId).unread), 0);
  return h(
    "li",
    { class: chosen ? "chosen" : "" },
    h(
      "button",
      { type: "button", class: "person", "data-testid": `person-${person.userId}`, "aria-pressed": String(chosen), on: { click: () => choose(person.userId) } },
      personAvatar(person),
      h("span", { class: "row-words" }, h("b", {}, person.name), h("small", {}, person.roleLabel ?? person.role)),
      person.pc && h("span", { class: "tag", title: "ใช้ LINE บนคอมพิวเตอร์" }, icon("desktop")),
      person.blocked && h("span", { class: "tag words" }, "บล็อก"),
      unread > 0 && badge(unread),
    ),
    chosen && h("ul", { class: "chat-rows", "aria-label": `แชตของ ${person.name}` }, store.chatsOf(person.userId).map(chatRow)),
  );
}

function chatRow(chat) {
  const timeline = store.timeline(chat.id, store.as);
  const last = timeline.last;
  const open = chat.id === store.chat;
  const unread = open ? 0 : timeline.unread;
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: `chat-row${open ? " open" : ""}`, "data-testid": `chat-${chat.id}`, "aria-current": open ? "true" : null, on: { click: () => (store.select(store.as, chat.id), closeDrawer()) } },
      chat.isGroup ? groupAvatar() : botAvatar(),
      h("span", { class: "row-words" }, h("b", {}, chat.name), h("small", {}, last ? preview(last, timeline) : chat.isGroup ? "กลุ่ม" : "แชตกับสำนักงาน")),
      h("span", { class: "row-end" }, last && h("time", {}, timeOf(last.at)), unread > 0 && badge(unread)),
    ),
  );
}

function preview(item, timeline) {
  const words = summary(item).replace(/\s+/g, " ").slice(0, 60);
  if (item.from === "system") return words;
  return timeline.isMine(item) ? `คุณ: ${words}` : words;
}

function badge(count) {
  return h("span", { class: "badge", "aria-label": `ยังไม่ได้อ่าน ${count} ข้อความ` }, count > 99 ? "99+" : count);
}

/** The drawer stays open while there is still a chat to choose. */
function choose(as) {
  store.select(as);
  if (store.chatsOf(as).length === 1) closeDrawer();
}

async function addPerson() {
  const select = h("select", { name: "role" }, Object.entries(ROLES).map(([value, words]) => h("option", { value }, words)));
  const data = await ask("เพิ่มคน", [field("ชื่อ", h("input", { name: "name", required: true, maxlength: 60 })), field("บทบาท", select)], { submit: "เพิ่ม" });
  const name = String(data?.get("name") ?? "").trim();
  if (!name) return;
  const role = String(data.get("role"));
  try {
    const person = await api.addPerson({ name, role, roleLabel: ROLES[role] });
    store.take(await api.state());
    if (person.userId) store.select(person.userId);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toast(`เพิ่มไม่ได้: ${error.message}`);
  }
}
