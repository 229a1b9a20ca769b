// The buttons at the head of the page.
import { byId, h } from "./dom.js";
import { copyLink, loadModel, saveModel, showCode } from "./files.js";
import { icon } from "./icons.js";
import { language, setLanguage, t } from "./i18n.js";
import { showKeys } from "./keyboard.js";
import { on } from "./state.js";
import { setTheme, theme } from "./theme.js";
import { canRedo, canUndo, redo, undo } from "./undo.js";

export function setUpTools() {
  const back = h("button", { class: "icon plain", id: "undo", title: "undo", on: { click: undo } }, icon("undo"));
  const forth = h("button", { class: "icon plain", id: "redo", title: "redo", on: { click: redo } }, icon("redo"));
  const button = (key, id, click) => h("button", { class: "plain", id, t: key, on: { click } });
  const other = h("button", { class: "plain", id: "language" });
  other.addEventListener("click", () => setLanguage(language() === "en" ? "zh-Hant" : "en"));
  const shade = h("button", { class: "plain", id: "theme" });
  shade.addEventListener("click", () => setTheme(theme() === "dark" ? "light" : "dark"));
  byId("tools").append(
    back,
    forth,
    button("model.save", "model-save", saveModel),
    button("model.load", "model-load", loadModel),
    button("code.button", "code", () => showCode()),
    button("link.copy", "link", copyLink),
    button("keys.button", "keys", showKeys),
    other,
    shade,
  );
  const possible = () => {
    back.disabled = !canUndo();
    forth.disabled = !canRedo();
  };
  const names = () => {
    other.textContent = language() === "en" ? "中文" : "English";
    other.lang = language() === "en" ? "zh-Hant" : "en";
    shade.textContent = t(theme() === "dark" ? "theme.light" : "theme.dark");
  };
  on("undo state", possible);
  on("language theme", names);
  possible();
  names();
}
