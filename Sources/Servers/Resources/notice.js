// One line at the foot of the page, for errors and confirmations.
import { Refusal } from "./api.js";
import { byId, h } from "./dom.js";
import { language, t } from "./i18n.js";

let timer = null;

/**
 * Shows a sentence; it goes by itself or by its button.
 * @param detail what the server says about it, which is English.
 */
export function say(sentence, { detail = "", urgent = false, seconds = 5 } = {}) {
  clearTimeout(timer);
  const close = h("button", { text: t("close"), t: "close", on: { click: clear } });
  const text = h("span", {}, h("span", { text: sentence }), sentence && detail ? " " : "", h("span", { lang: "en", text: detail }));
  byId("notices").replaceChildren(h("div", { class: "notice", role: urgent ? "alert" : "status" }, text, close));
  timer = setTimeout(clear, 1000 * seconds);
}

/** Shows an error: in the page's language what failed, then the server's sentence. */
export function showError(error) {
  const refused = error instanceof Refusal;
  const lead = refused ? leadOf(error) : (error?.message ?? String(error));
  say(lead, { detail: refused && ![0, 403].includes(error.status) ? error.message : "", urgent: true, seconds: 12 });
}

/** In English the server's sentence is enough, except where the server does not respond or lacks the token. */
function leadOf({ path, status }) {
  if (status === 0) return t("error.lost");
  if (status === 403) return t("error.token");
  if (language() === "en") return "";
  const kind = { 404: "gone", 409: "busy", 413: "large", 429: "many", 503: "many" }[status];
  return t(`refused.${kind ?? doing(path)}`);
}

/** What was being done, by the last part of the path. */
function doing(path) {
  const last = path.split("/").at(-1);
  return ["tables", "model", "sweep", "weights", "view", "code"].find((name) => last.startsWith(name)) ?? "settings";
}

/** Says something to a screen reader alone. */
export function whisper(sentence) {
  byId("live").textContent = sentence;
}

function clear() {
  byId("notices").replaceChildren();
}
