// One line at the foot of the page, for errors and for what was done.
import { byId, h } from "./dom.js";
import { t } from "./i18n.js";

let timer = null;

/** Shows a sentence; it goes by itself or by its button. */
export function say(sentence, { urgent = false, seconds = 5 } = {}) {
  clearTimeout(timer);
  const close = h("button", { text: t("close"), on: { click: clear } });
  byId("notices").replaceChildren(
    h("div", { class: "notice", role: urgent ? "alert" : "status" }, h("span", { text: sentence }), close),
  );
  timer = setTimeout(clear, 1000 * seconds);
}

export function showError(error) {
  const sentence = error?.message === "offline" ? t("error.lost") : (error?.message ?? String(error));
  say(sentence, { urgent: true, seconds: 12 });
}

/** Says something to a screen reader alone. */
export function whisper(sentence) {
  byId("live").textContent = sentence;
}

function clear() {
  byId("notices").replaceChildren();
}
