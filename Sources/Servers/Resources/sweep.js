// One setting, several values: the same run side by side as small pictures.
import { post } from "./api.js";
import { byId, field, h } from "./dom.js";
import { applies } from "./fields.js";
import { loss } from "./format.js";
import { choice, t } from "./i18n.js";
import { LineChart } from "./linechart.js";
import { say, showError } from "./notice.js";
import { paint } from "./picture.js";
import { withRate } from "./rate.js";
import { rangeOf } from "./scale.js";
import { change } from "./session.js";
import { app, fieldOf, isTable, on } from "./state.js";

/** Values to begin with; settings with others to choose from begin with those. */
const suggested = {
  learning_rate: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3],
  batch_size: [1, 5, 10, 20, 30],
  noise: [0, 0.1, 0.2, 0.3, 0.4, 0.5],
  train_fraction: [0.1, 0.3, 0.5, 0.7, 0.9],
  regularization_rate: [0, 0.001, 0.003, 0.01, 0.03, 0.1],
  dropout: [0, 0.1, 0.2, 0.4, 0.6],
  seed: [0, 1, 2, 3, 4, 5],
  hidden: [1, 2, 3, 4, 6, 8],
  activation: ["tanh", "relu", "sigmoid", "linear"],
  optimizer: ["sgd", "adam", "rmsprop"],
};

const isOfWords = (name) => fieldOf(name).kind === "choice";

/** The settings that can be compared: those with suggestions, then every other number or choice of the training. */
function comparable() {
  const others = app.catalogue.fields
    .filter(({ group, kind }) => ["network", "training"].includes(group) && ["number", "whole", "choice"].includes(kind))
    .map((one) => one.name)
    .filter((name) => !(name in suggested) && name !== "numerics");
  return [...Object.keys(suggested), ...others];
}

/** What a value of a setting changes of the state. */
function partOf(name, value) {
  const part = { [name]: value };
  if (name === "learning_rate") part.learning_rate = withRate(app.state.learning_rate, value);
  if (name === "hidden") part.hidden = app.state.hidden.length ? app.state.hidden.map(() => value) : [value];
  if (name === "regularization_rate" && app.state.regularization === "none") part.regularization = "l2";
  if (!applies(name) && fieldOf(name).scope.includes("points") && !isTable()) part.numerics = "keras";
  return part;
}

const parts = {};
let last = null;

export function setUpSweep() {
  parts.parameter = h("select", { id: "sweep-parameter" });
  parts.values = h("input", { type: "text", id: "sweep-values", spellcheck: "false", autocomplete: "off" });
  parts.epochs = h("input", { type: "number", id: "sweep-epochs", min: 1, max: 5000, value: 200 });
  parts.run = h("button", { id: "sweep-run", t: "sweep.run", on: { click: run } });
  parts.results = h("div", { class: "multiples", "aria-live": "polite" });
  const fill = () => {
    const chosen = parts.parameter.value || comparable()[0];
    parts.parameter.replaceChildren(...comparable().map(option));
    parts.parameter.value = chosen;
    if (parts.values.value === "") suggest();
  };
  parts.parameter.addEventListener("change", suggest);
  parts.values.addEventListener("keydown", (event) => event.key === "Enter" && run());
  byId("sweep").append(
    h("p", { class: "quiet", t: "sweep.note" }),
    h(
      "div",
      { class: "grid-of-fields sweep-form" },
      field("sweep.parameter", parts.parameter),
      field("sweep.values", parts.values),
      field("sweep.epochs", parts.epochs),
      parts.run,
    ),
    parts.results,
  );
  on("language", () => {
    fill();
    show();
  });
  on("theme", show);
  fill();
}

const option = (name) => h("option", { value: name, text: nameOf(name) });
const nameOf = (name) => t(`setting.${name}`);

function suggest() {
  const name = parts.parameter.value;
  const { choices, offers } = fieldOf(name);
  const values = suggested[name] ?? (choices.length ? choices.map((one) => one.name ?? one) : offers);
  parts.values.value = values.slice(0, 12).join(", ");
}

function values() {
  const texts = parts.values.value.split(",").map((text) => text.trim()).filter(Boolean);
  return isOfWords(parts.parameter.value) ? texts : texts.map(Number);
}

async function run() {
  const all = values();
  if (all.length === 0 || all.length > 12 || all.some((value) => Number.isNaN(value))) {
    return say(t("sweep.wrong"), { urgent: true });
  }
  parts.run.disabled = true;
  parts.results.replaceChildren(h("p", { class: "quiet", text: t("sweep.running") }));
  const parameter = parts.parameter.value;
  const epochs = Math.max(1, Number(parts.epochs.value) || 200);
  try {
    const states = all.map((value) => partOf(parameter, value));
    const answer = await post(`sessions/${app.session}/sweep`, { states, epochs });
    last = { parameter, runs: answer.runs.map((run, index) => ({ ...run, value: all[index] })) };
    show();
  } catch (error) {
    parts.results.replaceChildren();
    showError(error);
  } finally {
    parts.run.disabled = false;
  }
}

function show() {
  if (!last) return;
  const series = last.runs.map((one) => [
    { name: "test", kind: "test", x: one.epochs, y: one.testLoss },
    { name: "train", kind: "train", x: one.epochs, y: one.trainLoss },
  ]);
  const range = shared(series.flat());
  const finals = last.runs.map((one) => one.finalTestLoss ?? Infinity);
  const best = finals.indexOf(Math.min(...finals));
  parts.results.replaceChildren(...last.runs.map((one, index) => multiple(one, series[index], range, index === best)));
}

/** One range for all, so that they can be compared; what diverges leaves it. */
function shared(series) {
  const starts = series.map((one) => one.y.find((value) => Number.isFinite(value)) ?? 0);
  const [, high] = rangeOf(series, false);
  return [0, Math.min(high, 2.5 * Math.max(...starts, 1e-9))];
}

function multiple(one, series, range, isBest) {
  const chart = new LineChart({ width: 190, height: 90, small: true });
  chart.draw({ series, range });
  const value = typeof one.value === "string" ? choice(last.parameter, one.value) : String(one.value);
  chart.element.setAttribute("aria-label", t("sweep.label", { value, test: loss(one.finalTestLoss) }));
  const canvas = h("canvas", { width: 20, height: 20, "aria-hidden": "true" });
  paint(canvas, one.output);
  const take = h("button", { class: "small", text: t("sweep.take"), "aria-label": t("sweep.takeLabel", { value }) });
  take.addEventListener("click", () => use(one.value));
  const figures = h("span", { class: "quiet figures-of", text: `${t("loss.test")} ${loss(one.finalTestLoss)}` });
  return h(
    "article",
    { class: isBest ? "multiple best-of-all" : "multiple" },
    h("header", {}, h("h3", { text: value }), figures, take),
    h("div", { class: one.output ? "pair" : "" }, one.output ? canvas : null, chart.element),
  );
}

const use = (value) => change(partOf(last.parameter, value));
