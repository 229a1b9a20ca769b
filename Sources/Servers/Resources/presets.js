// The lessons: each a state to begin from and a sentence that says what to look for.
import { byId, h } from "./dom.js";
import { either, t } from "./i18n.js";
import { showError } from "./notice.js";
import { change, command, open } from "./session.js";
import { app, isTable, on, setView } from "./state.js";
import { keep, take } from "./table.js";

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

/** Begins a lesson; settings that it does not mention get their defaults. */
async function begin(name) {
  const preset = presetNamed(name);
  app.preset = preset ? name : null;
  sentence();
  if (!preset) return;
  setView({ showTest: false });
  if (app.frame?.running) await command("pause");
  await change({ ...app.catalogue.defaults, ...preset.state }, { preset: name });
}

/** A lesson's settings for another table: with its target, where it has that column. */
function onTable(state, { table, columns, target }) {
  const hasTarget = columns.some((column) => column.name === state.target);
  return { ...state, data: table, target: hasTarget ? state.target : target };
}

function sentence() {
  const preset = presetNamed(app.preset);
  byId("lesson").hidden = !preset;
  byId("lesson").textContent = preset ? either(preset.sentence) : "";
}

/** What the command line requested, where the address says nothing else. */
export async function start(settings) {
  const { start: wanted = {}, defaults } = app.catalogue;
  const named = presetNamed(app.preset ?? (Object.keys(settings).length === 0 ? wanted.preset : null));
  if (named) app.preset = named.name;
  const isFresh = Object.keys(settings).length === 0;
  let state = { ...defaults, ...named?.state, ...settings };
  if (wanted.table) keep(wanted.table);
  if (wanted.table && isFresh && isTable(state)) state = onTable(state, wanted.table);
  try {
    await open(state);
  } catch (error) {
    if (error.status === 0 || error.status === 403 || error.status === 503) throw error;
    // Settings that the server refuses, such as a table that it no longer has: the page begins with its defaults.
    showError(error);
    app.preset = null;
    await open(defaults);
  }
  if (wanted.table && isFresh && !isTable()) await take(wanted.table);
}
