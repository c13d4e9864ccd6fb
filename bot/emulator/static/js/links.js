/* Which addresses may be followed, and where they lead from here. */

import { h } from "./dom.js";

const SAFE = new Set(["http:", "https:", "tel:", "mailto:", "line:"]);
const GIVEN = document.documentElement.dataset.publicUrl;
// Written as the browser writes addresses, so that the two can be compared.
const PUBLIC = URL.canParse(GIVEN) ? new URL(GIVEN).href.replace(/\/$/, "") : "";

/** An address that a person may open, or null. Links to the product lead to this very server. */
export function followable(uri) {
  let parsed;
  try {
    parsed = new URL(String(uri));
  } catch {
    return null;
  }
  return SAFE.has(parsed.protocol) ? homeward(parsed.href) : null;
}

/** An address that an <img> may load, or null. */
export function picture(uri) {
  const text = String(uri ?? "");
  if (/^\/(?![/\\])/.test(text) || text.startsWith("blob:")) return text;
  const safe = followable(text);
  return safe && /^https?:/.test(safe) ? safe : null;
}

/** A link in a new tab; plain text when the address is not one to follow. */
export function link(uri, content, props = {}) {
  const href = followable(uri);
  if (!href) return h("span", {}, content);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", ...props }, content);
}

export function open(uri) {
  const href = followable(uri);
  if (href) window.open(href, "_blank", "noopener,noreferrer");
  return Boolean(href);
}

function homeward(href) {
  if (!PUBLIC || !href.startsWith(PUBLIC)) return href;
  const rest = href.slice(PUBLIC.length);
  return rest === "" || /^[/?#]/.test(rest) ? location.origin + rest : href;
}
