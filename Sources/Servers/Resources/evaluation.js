// Figures beyond the loss: accuracy and the confusion matrix, or R², RMSE, MAE and predicted against actual.
import { axisElement, drawAxis } from "./axis.js";
import { classNames } from "./classes.js";
import { styleColour } from "./colours.js";
import { byId, h, setText } from "./dom.js";
import { nameLosses } from "./fields.js";
import { figure, loss, percent, whole } from "./format.js";
import { t, translate } from "./i18n.js";
import { sized } from "./points.js";
import { app, isClassification, isTable, on } from "./state.js";

const parts = {};
let cells = {};

export function setUpEvaluation() {
  parts.table = h("table", { class: "metrics" });
  parts.confusion = h("div", { id: "confusion" });
  parts.canvas = h("canvas", { "aria-hidden": "true" });
  parts.plot = h("div", { class: "plot", role: "img", id: "predicted" }, parts.canvas);
  parts.yTicks = axisElement("y");
  parts.xTicks = axisElement("x");
  parts.yName = h("div", { class: "axis-title", "aria-hidden": "true" });
  parts.xName = h("div", { class: "axis-title x", "aria-hidden": "true" });
  parts.scatter = h(
    "figure",
    { class: "scatter output-figure" },
    h("figcaption", { class: "caption", t: "evaluation.against" }),
    parts.yName,
    parts.yTicks,
    parts.plot,
    parts.xTicks,
    parts.xName,
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
    return h("tr", {}, h("th", { scope: "row", t: `metric.${name}`, ...(name === "loss" ? { "data-loss": "metric.loss" } : {}) }), ...cells[name]);
  });
  parts.table.replaceChildren(h("thead", {}, header), h("tbody", {}, ...body));
  translate(parts.table);
  nameLosses();
  parts.scatter.hidden = isClassification();
  parts.confusion.hidden = !isClassification();
  buildConfusion();
  if (app.frame) draw(app.frame);
}

const head = (key) => h("th", { class: "number", scope: "col", t: key });

/** "actual" or "predicted", of a table with its target. */
const named = (which) =>
  isTable() ? t(`evaluation.${which}Of`, { target: app.state.target }) : t(`evaluation.${which}`);

/** Rows are what the points are, columns what the network takes them for. */
function buildConfusion() {
  const cell = (right) => h("td", { class: right ? "right" : "wrong" });
  parts.counts = [[cell(true), cell(false)], [cell(false), cell(true)]];
  const names = classNames();
  const gap = () => h("td", { colspan: 2 });
  const head = h(
    "thead",
    {},
    h("tr", {}, gap(), h("th", { scope: "colgroup", colspan: 2, text: named("predicted") })),
    h("tr", {}, gap(), ...names.map((text) => h("th", { scope: "col", text }))),
  );
  const rows = parts.counts.map((row, index) => h("tr", {}, h("th", { scope: "row", text: names[index] }), ...row));
  rows[0].prepend(h("th", { scope: "rowgroup", rowspan: 2, text: named("actual") }));
  const caption = h("caption", { class: "quiet", t: "evaluation.confusion" });
  parts.confusion.replaceChildren(h("table", { class: "confusion" }, caption, head, h("tbody", {}, ...rows)));
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
  const [low, high] = rangeOf(predicted);
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
    if (predicted.predicted[index] === null) continue;
    context.beginPath();
    context.arc(at(predicted.actual[index], width), height - at(predicted.predicted[index], height), 2.6, 0, 7);
    context.fill();
  }
  context.globalAlpha = 1;
  drawAxis(parts.xTicks, [low, high]);
  drawAxis(parts.yTicks, [low, high]);
  setText(parts.xName, `${named("actual")} →`);
  setText(parts.yName, `↑ ${named("predicted")}`);
  const r2 = figure(app.frame.test?.r2);
  parts.plot.setAttribute("aria-label", t("evaluation.label", { count: predicted.actual.length, r2 }));
}

/** The targets' range with some room: a wild prediction does not squeeze all others. */
function rangeOf({ actual, predicted }) {
  const all = [...actual, ...predicted].filter(Number.isFinite);
  const [least, most] = [Math.min(...actual), Math.max(...actual)];
  const room = Math.max(1e-9, most - least);
  return [
    Math.max(Math.min(...all), least - 0.25 * room) - 0.04 * room,
    Math.min(Math.max(...all), most + 0.25 * room) + 0.04 * room,
  ];
}
