// The learning curves of this run, and of earlier ones to compare with.
import { add, complete, curve, forget, isStale, keep, refresh, runs } from "./curve.js";
import { byId, h, s, setText } from "./dom.js";
import { lossKey } from "./fields.js";
import { loss, whole } from "./format.js";
import { choice, t, translate } from "./i18n.js";
import { LineChart } from "./linechart.js";
import { nameOf } from "./math.js";
import { rateOf } from "./rate.js";
import { app, isTable, on, setView } from "./state.js";

/** Lines are drawn at most so often: 2,000 points a line cost more than a picture does. */
const drawingPause = 66;
let described = null;
let chart = null;
let drawn = 0;
let timer = null;
const parts = {};

export function setUpCurves() {
  parts.read = h("div", { class: "chart-read", id: "curve-read" });
  chart = new LineChart({ names: { x: "" }, onRead: read });
  parts.log = h("input", { type: "checkbox", id: "view-log" });
  parts.log.addEventListener("change", () => setView({ log: parts.log.checked }));
  parts.clear = h("button", { class: "small", id: "runs-clear", t: "curves.clear" });
  parts.clear.addEventListener("click", () => remove(null));
  byId("curves-tools").append(
    h("span", { class: "legend-line test", t: "loss.test", "data-loss": "loss.test" }),
    h("span", { class: "legend-line train", t: "loss.train", "data-loss": "loss.train" }),
    h("label", { class: "check" }, parts.log, h("span", { t: "curves.log" })),
  );
  parts.runs = h("ul", { class: "runs", label: "curves.earlier" });
  byId("curves").append(chart.element, parts.read, parts.runs, parts.clear);
  on("reset", begin);
  on("frame", take);
  on("rest", () => complete().then(draw));
  on("state", () => (described = describe()));
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

function begin() {
  keep(described);
  list();
}

function remove(run) {
  forget(run);
  list();
  draw();
}

function take(frame) {
  if (frame.trainLoss === undefined) return;
  add(frame);
  if (frame.running && isStale()) refresh();
  if (frame.running) drawSoon();
  else draw();
}

function drawSoon() {
  timer ??= setTimeout(draw, Math.max(0, drawn + drawingPause - performance.now()));
}

/** What distinguishes a run from others, in few words. */
function describe() {
  const { state } = app;
  const layers = state.hidden.length ? state.hidden.join("-") : t("curves.noLayers");
  const data = isTable() ? (app.table?.name ?? state.target) : choice("data", state.data);
  const features = isTable() ? "" : state.features.map(nameOf).join(" ");
  const rate = `${t("curves.rate")} ${rateOf(state.learning_rate)}`;
  const penalty = state.regularization === "none" ? "" : `${state.regularization} ${state.regularization_rate}`;
  const activation = choice("activation", state.activation.name ?? state.activation);
  const parts = [data, features, layers, activation, rate, penalty];
  return [...parts, `${t("setting.seed")} ${state.seed}`].filter(Boolean).join(" · ");
}

function draw() {
  clearTimeout(timer);
  timer = null;
  drawn = performance.now();
  if (!app.state) return;
  const series = [
    { name: t(lossKey("loss.test")), kind: "test", x: curve.x, y: curve.test },
    { name: t(lossKey("loss.train")), kind: "train", x: curve.x, y: curve.train },
    ...runs.map((run) => ({ name: run.name, kind: kind(run), x: run.curve.x, y: run.curve.test })),
  ];
  const best = app.state.early_stopping ? app.frame?.best : null;
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

const kind = (run) => `earlier run-${run.place}`;

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
      const away = h("button", { class: "small plain", text: "×", "aria-label": t("curves.remove", { name: run.name }) });
      away.addEventListener("click", () => remove(run));
      const line = s("svg", { viewBox: "0 0 32 8", "aria-hidden": "true" }, s("path", { class: kind(run), d: "M0 4H32" }));
      const figures = `${t("loss.test")} ${loss(run.curve.test.at(-1))}, ${t("curves.epoch")} ${whole(run.curve.x.at(-1))}`;
      const name = h("span", { class: "name", text: `${run.name}` });
      return h("li", { class: "chart" }, line, name, h("span", { class: "quiet figures-of", text: figures }), away);
    }),
  );
  translate(parts.runs);
}
