/* The control API of the stand-in, and what to say when it does not answer. */

const BASE = document.documentElement.dataset.api;
const PATIENCE_MS = 15000;

/** A refusal or a silence of the server, with words for the person. */
export class ApiError extends Error {
  constructor(words, status = 0) {
    super(words);
    this.status = status;
  }
  /** Nobody answered: trying again later may help. */
  get silent() {
    return this.status === 0 || this.status >= 502;
  }
}

async function call(method, path, body) {
  const form = body instanceof FormData;
  let answer;
  try {
    answer = await fetch(BASE + path, {
      method,
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: body && !form ? { "Content-Type": "application/json" } : undefined,
      body: body && !form ? JSON.stringify(body) : body,
    });
  } catch {
    throw new ApiError("ติดต่อระบบไม่ได้");
  }
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new ApiError(wordsOf(data) || `ระบบตอบว่าผิดพลาด (${answer.status})`, answer.status);
  return data;
}

function wordsOf(data) {
  const said = data?.error?.message ?? data?.error ?? data?.message;
  return typeof said === "string" ? said : "";
}

const chat = (chatId) => `/chats/${encodeURIComponent(chatId)}`;

export const api = {
  state: () => call("GET", "/state"),
  timeline: (chatId, viewer, after) =>
    call("GET", `${chat(chatId)}/timeline?after=${after}&viewer=${encodeURIComponent(viewer)}`),
  say: (chatId, payload) => call("POST", `${chat(chatId)}/say`, payload),
  media: (chatId, form) => call("POST", `${chat(chatId)}/media`, form),
  friendship: (userId, verb) => call("POST", `/people/${encodeURIComponent(userId)}/${verb}`, {}),
  membership: (groupId, verb) => call("POST", `/groups/${encodeURIComponent(groupId)}/${verb}`, {}),
  addPerson: (person) => call("POST", "/people", person),
  calls: (after) => call("GET", `/calls?after=${after}`),
  addFault: (fault) => call("POST", "/faults", fault),
  clearFaults: () => call("DELETE", "/faults"),
  delivery: (settings) => call("POST", "/delivery", settings),
  quota: (quota) => call("POST", "/quota", quota),
  reset: () => call("POST", "/reset", {}),
};
