// The learning curves of this run, and of earlier ones to compare with.
import { get } from "./api.js";
import { byId, h, s, setText } from "./dom.js";
import { loss, whole } from "./format.js";
import { choice, t, translate } from "./i18n.js";
import { LineChart } from "./linechart.js";
import { nameOf } from "./math.js";
import { app, isTable, on, setView } from "./state.js";

const most = 1500;
const keptRuns = 5;
let curve = empty();
let runs = [];
let described = null;
let chart = null;
const parts = {};

function empty() {
  return { x: [], train: [], test: [] };
}

export function setUpCurves() {
  parts.read = h("div", { class: "chart-read", id: "curve-read" });
  chart = new LineChart({ names: { x: "" }, onRead: read });
  parts.log = h("input", { type: "checkbox", id: "view-log" });
  parts.log.addEventListener("change", () => setView({ log: parts.log.checked }));
  parts.clear = h("button", { class: "small", id: "runs-clear", t: "curves.clear", on: { click: clearRuns } });
  const tools = h(
    "div",
    { class: "row" },
    h("label", { class: "check" }, parts.log, h("span", { t: "curves.log" })),
    parts.clear,
  );
  parts.runs = h("ul", { class: "runs", label: "curves.earlier" });
  byId("curves").append(chart.element, parts.read, tools, parts.runs);
  on("reset", keep);
  on("frame", add);
  on("rest", complete);
  on("view language theme", () => {
    parts.log.checked = app.view.log;
    draw();
    list();
  });
  new ResizeObserver(([entry]) => {
    const { width } = entry.contentRect;
    chart.resize(Math.round(width), width < 480 ? 230 : 290);
  }).observe(byId("curves"));
  list();
}

/** A new run begins: the one before is kept where it had got anywhere. */
function keep() {
  if (curve.x.length > 1 && curve.x.at(-1) > 0) {
    runs.push({ curve, name: described, place: (runs.at(-1)?.place ?? -1) + 1 });
    if (runs.length > keptRuns) runs.shift();
  }
  curve = empty();
  described = null;
  list();
}

function clearRuns() {
  runs = [];
  list();
  draw();
}

function add(frame) {
  if (frame.trainLoss === undefined) return;
  described = describe();
  const last = curve.x.at(-1);
  if (last !== undefined && frame.epoch < last) curve = empty();
  if (frame.epoch === curve.x.at(-1)) {
    curve.train[curve.train.length - 1] = frame.trainLoss;
    curve.test[curve.test.length - 1] = frame.testLoss;
  } else {
    curve.x.push(frame.epoch);
    curve.train.push(frame.trainLoss);
    curve.test.push(frame.testLoss);
  }
  if (curve.x.length > most) thin();
  draw();
}

/** Every second point goes; the last stays. */
function thin() {
  for (const name of ["x", "train", "test"]) {
    curve[name] = curve[name].filter((_, index, all) => index % 2 === 0 || index === all.length - 1);
  }
}

/** At rest the whole curve is fetched: epochs that no frame showed are in it, too. */
async function complete(frame) {
  const session = app.session;
  try {
    const whole = await get(`sessions/${session}/curve`);
    if (session !== app.session || app.frame.epoch !== frame.epoch || whole.epoch.at(-1) !== frame.epoch) return;
    curve = { x: whole.epoch, train: whole.trainLoss, test: whole.testLoss };
    draw();
  } catch {
    // The curve of the frames stays.
  }
}

/** What tells a run from another, in few words. */
function describe() {
  const { state } = app;
  const layers = state.layers.length ? state.layers.join("-") : t("curves.noLayers");
  const data = isTable() ? (app.table?.name ?? state.target) : choice("data", state.data);
  const features = isTable() ? "" : state.features.map(nameOf).join(" ");
  const rate = `${t("curves.rate")} ${state.learningRate}`;
  const penalty = state.regularization === "none" ? "" : `${state.regularization} ${state.regularizationRate}`;
  const parts = [data, features, layers, choice("activation", state.activation), rate, penalty];
  return [...parts, `${t("setting.seed")} ${state.seed}`].filter(Boolean).join(" · ");
}

function draw() {
  if (!chart) return;
  const series = [
    { name: t("loss.test"), kind: "test", x: curve.x, y: curve.test },
    { name: t("loss.train"), kind: "train", x: curve.x, y: curve.train },
    ...runs.map((run) => ({ name: run.name, kind: kind(run), x: run.curve.x, y: run.curve.test })),
  ];
  const best = app.state.earlyStopping ? app.frame?.best : null;
  const marks = best ? [{ x: best.epoch, label: t("curves.best", { epoch: whole(best.epoch) }) }] : [];
  chart.options.names = { x: t("curves.epoch") };
  chart.draw({ series, marks, log: app.view.log });
  const frame = app.frame;
  if (frame && !frame.running) {
    const label = t("curves.label", {
      epoch: frame.epoch,
      train: loss(frame.trainLoss),
      test: loss(frame.testLoss),
    });
    chart.element.setAttribute("aria-label", label);
  } else if (!chart.element.hasAttribute("aria-label")) {
    chart.element.setAttribute("aria-label", t("curves.title"));
  }
}

const kind = (run) => `earlier run-${run.place % keptRuns}`;

function read(at) {
  if (!at) return setText(parts.read, "");
  const values = at.values.filter((one) => one.y !== undefined && one.kind.length < 6);
  const text = values.map((one) => `${one.name} ${loss(one.y)}`).join("   ");
  const others = at.values.filter((one) => one.y !== undefined && one.kind.length >= 6);
  const more = others.map((one) => loss(one.y)).join(", ");
  setText(parts.read, `${t("curves.epoch")} ${whole(at.x)}:   ${text}${more ? `   (${more})` : ""}`);
}

function list() {
  parts.clear.hidden = runs.length === 0;
  parts.runs.hidden = runs.length === 0;
  parts.runs.replaceChildren(
    ...runs.map((run) => {
      const remove = h("button", { class: "small plain", text: "×", "aria-label": t("curves.remove", { name: run.name }) });
      remove.addEventListener("click", () => {
        runs = runs.filter((other) => other !== run);
        list();
        draw();
      });
      const line = s("svg", { viewBox: "0 0 32 8", "aria-hidden": "true" }, s("path", { class: kind(run), d: "M0 4H32" }));
      const figures = `${t("loss.test")} ${loss(run.curve.test.at(-1))}, ${t("curves.epoch")} ${whole(run.curve.x.at(-1))}`;
      const name = h("span", { class: "name", text: `${run.name}` });
      return h("li", { class: "chart" }, line, name, h("span", { class: "quiet figures-of", text: figures }), remove);
    }),
  );
  translate(parts.runs);
}
