// The entry point: the address, the catalogue, a session; then everything is drawn as frames arrive.
import { keepAddress, readAddress, settingsIn } from "./address.js";
import { get, setToken } from "./api.js";
import { setUpControls } from "./controls.js";
import { setUpCurves } from "./curves.js";
import { setUpData } from "./data.js";
import { byId } from "./dom.js";
import { setUpEvaluation } from "./evaluation.js";
import { t, translate } from "./i18n.js";
import { setUpKeyboard } from "./keyboard.js";
import { setUpNetwork } from "./network.js";
import { showError } from "./notice.js";
import { setUpOutput } from "./output.js";
import { presetNamed, setUpPresets, start } from "./presets.js";
import { change, command, endWithPage, open, stream } from "./session.js";
import { app, emit, isTable, on, viewDefaults } from "./state.js";
import { setUpSweep } from "./sweep.js";
import { followSystem } from "./theme.js";
import { setUpTools } from "./tools.js";
import { sendSpeed, setUpTransport } from "./transport.js";
import { setUp as setUpUndo } from "./undo.js";
import { post } from "./api.js";

async function begin() {
  document.title = t("title");
  translate();
  const { token, entries } = readAddress();
  const known = token ?? rememberedToken();
  setToken(known);
  remember(known);
  app.catalogue = await get("catalogue");
  Object.assign(app.view, settingsIn(entries, { ...viewDefaults, x: "", y: "" }));
  const preset = entries.get("preset");
  if (preset && presetNamed(preset)) app.preset = preset;
  const settings = settingsIn(entries, app.catalogue.defaults);
  byId("skip").addEventListener("click", skip);
  for (const setUp of [setUpNetwork, setUpOutput, setUpTransport, setUpData, setUpControls]) setUp();
  for (const setUp of [setUpCurves, setUpEvaluation, setUpPresets, setUpSweep, setUpTools, setUpKeyboard]) setUp();
  setUpUndo((step, back) => {
    const value = back ? step.before : step.after;
    return step.kind === "weights" ? command("weights", value) : change(value, { undoable: false });
  });
  followSystem();
  endWithPage();
  translate();
  await start(settings);
  keepAddress(known);
  if (app.view.speed !== viewDefaults.speed) sendSpeed();
  if (app.view.x && app.axes) await post(`sessions/${app.session}/view`, { axes: [app.view.x, app.view.y] });
  emit("view", app.view);
  emit("language");
  followAddress();
  document.documentElement.dataset.ready = "true";
}

/** The skip link must not change the address, which holds the state. */
function skip(event) {
  event.preventDefault();
  byId("network").focus();
}

function rememberedToken() {
  try {
    return sessionStorage.getItem("vintner.token");
  } catch {
    return null;
  }
}

function remember(token) {
  try {
    if (token) sessionStorage.setItem("vintner.token", token);
  } catch {
    // Without storage the token is still in the address.
  }
}

/** An address that is pasted over this one is loaded. */
function followAddress() {
  addEventListener("hashchange", () => {
    const { entries } = readAddress();
    const settings = settingsIn(entries, app.catalogue.defaults);
    app.preset = presetNamed(entries.get("preset"))?.name ?? null;
    const view = { ...viewDefaults, ...settingsIn(entries, viewDefaults) };
    Object.assign(app.view, view);
    open({ ...app.catalogue.defaults, ...presetNamed(app.preset)?.state, ...settings }).catch(showError);
    emit("view", app.view);
  });
}

let painted = false;
on("frame", () => {
  if (painted) return;
  painted = true;
  requestAnimationFrame(() => performance.mark("first-picture"));
});

// For Scripts/test-browser.
globalThis.vintnerPlayground = { app, stream, isTable };

begin().catch(showError);
