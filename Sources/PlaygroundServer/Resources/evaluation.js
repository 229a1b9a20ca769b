// Figures beyond the loss: accuracy and the confusion matrix, or R², RMSE, MAE and predicted against actual.
import { styleColour } from "./colours.js";
import { byId, h, setText } from "./dom.js";
import { figure, loss, percent, tick, whole } from "./format.js";
import { t, translate } from "./i18n.js";
import { sized } from "./points.js";
import { app, isClassification, on } from "./state.js";

const parts = {};
let cells = {};

export function setUpEvaluation() {
  parts.table = h("table", { class: "metrics" });
  parts.confusion = h("div", { id: "confusion" });
  parts.canvas = h("canvas", { "aria-hidden": "true" });
  parts.plot = h("div", { class: "plot", role: "img", id: "predicted" }, parts.canvas);
  parts.yTicks = h("div", { class: "ticks y figures-of", "aria-hidden": "true" });
  parts.xTicks = h("div", { class: "ticks x figures-of", "aria-hidden": "true" });
  parts.scatter = h(
    "figure",
    { class: "scatter output-figure" },
    h("figcaption", { class: "caption", t: "evaluation.predicted" }),
    parts.yTicks,
    parts.plot,
    parts.xTicks,
  );
  byId("evaluation").append(parts.table, parts.confusion, parts.scatter);
  on("structure language", build);
  on("frame", draw);
  on("theme", () => app.frame && draw(app.frame));
}

const rows = () =>
  isClassification()
    ? [["loss", loss], ["accuracy", percent]]
    : [["loss", loss], ["r2", figure], ["rmse", figure], ["mae", figure]];

function build() {
  if (!app.state) return;
  cells = {};
  const header = h("tr", {}, h("td"), head("evaluation.train"), head("evaluation.test"));
  const body = rows().map(([name]) => {
    cells[name] = [h("td", { class: "number", id: `${name}-train` }), h("td", { class: "number", id: `${name}-test` })];
    return h("tr", {}, h("th", { scope: "row", t: `metric.${name}` }), ...cells[name]);
  });
  parts.table.replaceChildren(h("thead", {}, header), h("tbody", {}, ...body));
  translate(parts.table);
  parts.scatter.hidden = isClassification();
  parts.confusion.hidden = !isClassification();
  buildConfusion();
  if (app.frame) draw(app.frame);
}

const head = (key) => h("th", { class: "number", scope: "col", t: key });

function buildConfusion() {
  const cell = (right) => h("td", { class: right ? "right" : "wrong" });
  parts.counts = [[cell(true), cell(false)], [cell(false), cell(true)]];
  const names = ["evaluation.negative", "evaluation.positive"];
  const table = h(
    "table",
    { class: "confusion" },
    h("caption", { class: "quiet", t: "evaluation.confusion" }),
    h("thead", {}, h("tr", {}, h("td"), ...names.map((key) => h("th", { scope: "col", "data-t": `${key}.predicted` })))),
    h(
      "tbody",
      {},
      ...parts.counts.map((row, index) => h("tr", {}, h("th", { scope: "row", "data-t": `${names[index]}.actual` }), ...row)),
    ),
  );
  parts.confusion.replaceChildren(table);
  translate(parts.confusion);
}

function draw(frame) {
  for (const [name, show] of rows()) {
    const [train, test] = cells[name] ?? [];
    if (!train) continue;
    setText(train, show(name === "loss" ? frame.trainLoss : frame.train?.[name]));
    setText(test, show(name === "loss" ? frame.testLoss : frame.test?.[name]));
  }
  if (isClassification()) confusion(frame.confusion);
  else scatter(frame.predicted);
}

function confusion(matrix) {
  const total = matrix ? matrix.flat().reduce((sum, count) => sum + count, 0) : 0;
  parts.counts?.forEach((row, actual) => {
    row.forEach((cell, predicted) => {
      const count = matrix?.[actual]?.[predicted];
      setText(cell, count === undefined ? "–" : whole(count));
      const share = count && total ? count / total : 0;
      const colour = actual === predicted ? "--positive" : "--negative";
      cell.style.backgroundColor = `color-mix(in srgb, var(${colour}) ${Math.round(36 * share)}%, transparent)`;
    });
  });
}

function scatter(predicted) {
  const { context, width, height } = sized(parts.canvas);
  if (!predicted || predicted.actual.length === 0) return;
  const all = [...predicted.actual, ...predicted.predicted].filter(Number.isFinite);
  let low = Math.min(...predicted.actual);
  let high = Math.max(...predicted.actual);
  const room = Math.max(1e-9, high - low);
  low = Math.max(Math.min(...all), low - 0.25 * room) - 0.04 * room;
  high = Math.min(Math.max(...all), high + 0.25 * room) + 0.04 * room;
  const at = (value, size) => ((value - low) / (high - low)) * size;
  context.strokeStyle = styleColour("--line-strong");
  context.setLineDash([4, 4]);
  context.beginPath();
  context.moveTo(0, height);
  context.lineTo(width, 0);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = styleColour("--positive");
  context.globalAlpha = 0.45;
  for (let index = 0; index < predicted.actual.length; index += 1) {
    context.beginPath();
    context.arc(at(predicted.actual[index], width), height - at(predicted.predicted[index], height), 2.6, 0, 7);
    context.fill();
  }
  context.globalAlpha = 1;
  axis(parts.xTicks, low, high, "evaluation.actual");
  axis(parts.yTicks, low, high, "evaluation.predictedAxis");
  const r2 = figure(app.frame.test?.r2);
  parts.plot.setAttribute("aria-label", t("evaluation.label", { count: predicted.actual.length, r2 }));
}

function axis(element, low, high, key) {
  const room = high - low;
  const values = [low + 0.04 * room, (low + high) / 2, high - 0.04 * room].map((value) => tick(value, 2));
  const text = values.join() + t(key);
  if (element.dataset.shown === text) return;
  element.dataset.shown = text;
  const spans = values.map((value) => h("span", { text: value }));
  element.replaceChildren(...spans, h("span", { class: "axis-name", text: t(key) }));
}
