// The lessons: each a state to begin from and a sentence that says what to look for.
import { byId, h } from "./dom.js";
import { either, t } from "./i18n.js";
import { say, showError } from "./notice.js";
import { change, command, open } from "./session.js";
import { app, on, setView } from "./state.js";
import { take } from "./table.js";

export function setUpPresets() {
  const select = h("select", { id: "preset", label: "preset.label" });
  select.addEventListener("change", () => begin(select.value));
  byId("presets").append(select);
  const fill = () => {
    const none = h("option", { value: "", text: t("preset.none") });
    select.replaceChildren(none, ...app.catalogue.presets.map((one) => h("option", { value: one.name, text: titleOf(one) })));
    select.value = app.preset ?? "";
    select.setAttribute("aria-label", t("preset.label"));
    sentence();
  };
  on("language", fill);
  on("state", () => {
    select.value = app.preset ?? "";
    sentence();
  });
  fill();
}

const titleOf = (preset) => `${preset.lesson ? `${preset.lesson} · ` : ""}${either(preset.title)}`;
export const presetNamed = (name) => app.catalogue.presets.find((one) => one.name === name);

/** A lesson's settings are a part: the rest is as by default. */
async function begin(name) {
  const preset = presetNamed(name);
  if (preset && isAboutTable(preset.state) && !app.table) {
    byId("preset").value = app.preset ?? "";
    return say(t("preset.needsTable"), { seconds: 12 });
  }
  app.preset = preset ? name : null;
  sentence();
  if (!preset) return;
  setView({ showTest: false });
  if (app.frame?.running) await command("pause");
  await change(stateOf(preset), { preset: name });
}

/** A lesson on a table takes the one that was dropped; its target where it has that column. */
function stateOf(preset) {
  const state = { ...app.catalogue.defaults, ...preset.state };
  if (!isAboutTable(state) || !app.table) return state;
  const names = app.table.columns.map((column) => column.name);
  const target = names.includes(state.target) ? state.target : names.includes("quality") ? "quality" : app.table.target;
  return { ...state, data: "table", table: app.table.table, target: target ?? app.table.target };
}

const isAboutTable = (state) => state.data === "table";

function sentence() {
  const preset = presetNamed(app.preset);
  byId("lesson").hidden = !preset;
  byId("lesson").textContent = preset ? either(preset.sentence) : "";
}

/** What the command line asked for, where the address says nothing else. */
export async function start(settings) {
  const { start: wanted = {}, defaults } = app.catalogue;
  const named = presetNamed(app.preset ?? (Object.keys(settings).length === 0 ? wanted.preset : null));
  if (named) app.preset = named.name;
  const state = { ...defaults, ...named?.state, ...settings };
  if (wanted.table) app.table ??= wanted.table;
  if (isAboutTable(state) && !state.table) {
    if (wanted.table) Object.assign(state, stateOf(named ?? { state }), settings);
    else {
      say(t("preset.needsTable"), { seconds: 12 });
      app.preset = null;
      Object.assign(state, defaults);
    }
  }
  try {
    await open(state);
  } catch (error) {
    if (error.status === 0 || error.status === 403 || error.status === 503) throw error;
    // Settings that the server refuses, such as a table that it no longer has: the page begins anew.
    showError(error);
    app.preset = null;
    await open(defaults);
  }
  const asked = wanted.table && Object.keys(settings).length === 0;
  if (asked && app.state.data !== "table") await take(wanted.table);
}
