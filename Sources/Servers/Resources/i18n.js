// Texts in two languages. An element says which text it shows: data-t, data-t-label, data-t-title.
import { english } from "./en.js";
import { chinese } from "./zh.js";
import { emit } from "./state.js";

const languages = { en: english, "zh-Hant": chinese };
export const language = () => (document.documentElement.lang in languages ? document.documentElement.lang : "en");

/** The text of a key, with `{name}` replaced. A setting without a text is called by its name. */
export function t(key, values = {}) {
  const text = languages[language()][key] ?? english[key] ?? nameIn(key);
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
}

/** `Batch size` of `setting.batch_size`; any other key is its own text. */
function nameIn(key) {
  const [, name] = key.match(/^(?:setting|option)\.(.+)$/) ?? [];
  return name ? name[0].toUpperCase() + name.slice(1).replaceAll("_", " ") : key;
}

/** The name of a choice, the library's where the language has no other word. */
export function choice(kind, name) {
  const key = `${kind}.${name}`;
  return languages[language()][key] ?? english[key] ?? String(name).replaceAll("_", " ");
}

/** A text that comes in both languages from the server. */
export function either(texts) {
  return texts?.[language()] ?? texts?.[language().slice(0, 2)] ?? texts?.en ?? "";
}

export function translate(root = document) {
  for (const element of root.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of root.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", t(element.dataset.tLabel));
  }
  for (const element of root.querySelectorAll("[data-t-title]")) {
    element.setAttribute("title", t(element.dataset.tTitle));
    if (!element.textContent.trim()) element.setAttribute("aria-label", t(element.dataset.tTitle));
  }
  for (const element of root.querySelectorAll("option[data-choice]")) {
    element.textContent = choice(element.dataset.choice, element.value);
  }
}

export function setLanguage(name) {
  document.documentElement.lang = name;
  document.title = t("title");
  try {
    localStorage.setItem("vintner.language", name);
  } catch {
    // Without storage the choice holds until the page is closed.
  }
  translate();
  emit("language");
}
