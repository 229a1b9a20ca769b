// Models to keep and load, the run as code, and the link to this page.
import { get, send } from "./api.js";
import { h } from "./dom.js";
import { t, translate } from "./i18n.js";
import { say, showError } from "./notice.js";
import { load } from "./session.js";
import { app } from "./state.js";

export async function saveModel() {
  try {
    const blob = await (await send(`sessions/${app.session}/model`)).blob();
    const url = URL.createObjectURL(blob);
    const link = h("a", { href: url, download: "model.safetensors" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  } catch (error) {
    showError(error);
  }
}

/** Asks for a file and gives its weights to the network, or its network to the page. */
export function loadModel() {
  const input = h("input", { type: "file", accept: ".safetensors", id: "model-file", class: "unseen" });
  input.tabIndex = -1;
  input.addEventListener("change", () => {
    input.remove();
    const [file] = input.files;
    if (file) load(file, () => say(t("model.loaded", { name: file.name })));
  });
  document.body.append(input);
  input.click();
}

const kinds = ["swift", "shell", "keras"];

/** The run as code, to copy. */
export async function showCode(kind = "swift") {
  const text = h("code");
  const pre = h("pre", { tabindex: "0", label: "code.text" }, text);
  const show = async (name) => {
    for (const button of tabs) button.setAttribute("aria-pressed", String(button.dataset.kind === name));
    try {
      text.textContent = (await get(`sessions/${app.session}/code?as=${name}`)).code;
    } catch (error) {
      text.textContent = error.message;
    }
  };
  const tabs = kinds.map((name) =>
    h("button", { class: "tab", "data-kind": name, t: `code.${name}`, on: { click: () => show(name) } }),
  );
  const copy = h("button", { t: "code.copy", id: "code-copy" });
  copy.addEventListener("click", () => copyText(text.textContent, "code.copied"));
  openDialog("code.title", h("div", { class: "row", role: "group", label: "code.title" }, ...tabs), pre, copy);
  await show(kind);
}

export const copyLink = () => copyText(location.href, "link.copied");

async function copyText(text, key) {
  try {
    await navigator.clipboard.writeText(text);
    say(t(key));
  } catch {
    const area = h("textarea", { class: "unseen" });
    area.value = text;
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    say(copied ? t(key) : t("copy.failed"));
  }
}

/** A dialog with a title and a way out; what had the focus gets it back. */
export function openDialog(key, ...content) {
  const before = document.activeElement;
  const close = h("button", { t: "close", class: "small" });
  const dialog = h("dialog", { label: key }, h("header", {}, h("h2", { t: key }), close), ...content);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.focus();
  });
  document.body.append(dialog);
  translate(dialog);
  dialog.showModal();
  return dialog;
}
