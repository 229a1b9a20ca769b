// The output picture with its points: two axes of the plane, or any two columns of a table.
import { axisElement, drawAxis } from "./axis.js";
import { classNames } from "./classes.js";
import { colourOf } from "./colours.js";
import { byId, field, h, setText } from "./dom.js";
import { nameLosses } from "./fields.js";
import { figure, loss, tick } from "./format.js";
import { t } from "./i18n.js";
import { formula, nameOf } from "./math.js";
import { bytesOf, clear, gradient, paint } from "./picture.js";
import { drawPoints, sized } from "./points.js";
import { accept } from "./session.js";
import { shownField } from "./shown.js";
import { showError } from "./notice.js";
import { post } from "./api.js";
import { app, isClassification, isTable, on, setView } from "./state.js";

const parts = {};

export function setUpOutput() {
  buildLosses();
  buildFigure();
  on("frame", draw);
  on("state language", nameLosses);
  on("structure", () => {
    fillAxes();
    drawAll();
  });
  on("theme view language focus", drawAll);
  new ResizeObserver(() => app.points && points()).observe(parts.frame);
}

function buildLosses() {
  const one = (key, name) => {
    parts[name] = h("output", { class: "figures-of", id: `${name}-loss` });
    return h("div", { class: "loss" }, h("span", { class: `legend-line ${name}`, t: key, "data-loss": key }), parts[name]);
  };
  byId("losses").append(h("div", { class: "losses" }, one("loss.test", "test"), one("loss.train", "train")));
}

function buildFigure() {
  parts.picture = h("canvas", { class: "picture", width: 60, height: 60, "aria-hidden": "true" });
  parts.points = h("canvas", { class: "points", "aria-hidden": "true" });
  parts.read = h("div", { class: "read", hidden: true, "aria-hidden": "true" });
  parts.frame = h("div", { class: "plot", role: "img" }, parts.picture, parts.points, parts.read);
  parts.frame.addEventListener("pointermove", readOff);
  parts.frame.addEventListener("pointerdown", readOff);
  const away = () => (parts.read.hidden = true);
  parts.frame.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && away());
  addEventListener("pointerdown", (event) => parts.frame.contains(event.target) || away());
  parts.yTicks = axisElement("y");
  parts.xTicks = axisElement("x");
  parts.yName = h("div", { class: "axis-title", "aria-hidden": "true" });
  parts.xName = h("div", { class: "axis-title x", "aria-hidden": "true" });
  parts.caption = h("figcaption", { class: "caption" });
  parts.scale = h("canvas", { class: "scale", width: 128, height: 1, "aria-hidden": "true" });
  parts.low = h("span", { class: "figures-of" });
  parts.high = h("span", { class: "figures-of" });
  parts.legend = h("div", { class: "legend" });
  parts.xAxis = h("select", { on: { change: setAxes } });
  parts.yAxis = h("select", { on: { change: setAxes } });
  parts.axes = h("div", { class: "axes" }, field("axis.x", parts.xAxis), field("axis.y", parts.yAxis));
  byId("output").append(
    h("figure", { class: "output-figure" }, parts.caption, parts.yName, parts.yTicks, parts.frame, parts.xTicks, parts.xName),
    h("div", { class: "scale-row quiet" }, parts.low, parts.scale, parts.high),
    parts.legend,
    h("div", { class: "row" }, check("view.test", "showTest"), check("view.discretize", "discretize")),
    parts.axes,
    shownField(),
  );
}

function check(key, name) {
  const input = h("input", { type: "checkbox", id: `view-${name}` });
  input.addEventListener("change", () => setView({ [name]: input.checked }));
  on("view structure", () => (input.checked = app.view[name]));
  return h("label", { class: "check" }, input, h("span", { t: key }));
}

function fillAxes() {
  const columns = app.axes?.columns ?? [];
  parts.axes.hidden = columns.length < 2;
  for (const [select, index] of [[parts.xAxis, 0], [parts.yAxis, 1]]) {
    select.replaceChildren(...columns.map((name) => h("option", { value: name, text: name })));
    select.value = app.axes?.names?.[index] ?? "";
  }
}

async function setAxes() {
  const axes = [parts.xAxis.value, parts.yAxis.value];
  setView({ x: axes[0], y: axes[1] });
  try {
    accept(await post(`sessions/${app.session}/view`, { axes }));
  } catch (error) {
    showError(error);
    fillAxes();
  }
}

function drawAll() {
  if (!app.frame || !app.points) return;
  draw(app.frame);
  points();
  drawAxes();
  scale();
  legend();
}

const axisName = (index) => app.axes?.names?.[index] ?? nameOf(index === 0 ? "x1" : "x2");

/** The values at the ends of the colour scale. */
function rangeOf() {
  const { focus } = app;
  if (focus?.layer !== undefined) return [-1, 1];
  const axis = isTable() && focus ? (app.axes?.names.indexOf(focus.input) ?? -1) : -1;
  if (axis >= 0) return axis === 0 ? app.axes.x : app.axes.y;
  return app.frame.outputRange ?? [-1, 1];
}

function draw(frame) {
  setText(parts.test, loss(frame.testLoss));
  setText(parts.train, loss(frame.trainLoss));
  const picture = pictureOf(frame);
  if (picture) paint(parts.picture, picture, app.view.discretize, 4);
  else clear(parts.picture);
  const range = rangeOf();
  setText(parts.low, tick(range[0]));
  setText(parts.high, tick(range[1]));
}

/** What has the pointer or the focus, else the output. */
function pictureOf(frame) {
  const focus = app.focus;
  if (!focus) return frame.output;
  if (focus.input !== undefined) {
    if (isTable()) {
      const axes = app.axes?.names ?? [];
      return gradient(focus.input === axes[0] ? "x" : focus.input === axes[1] ? "y" : null);
    }
    return app.catalogue.features.find((feature) => feature.name === focus.input)?.picture ?? frame.output;
  }
  return frame.focus ?? frame.units?.[focus.layer]?.[focus.unit] ?? frame.output;
}

function captionOf() {
  const focus = app.focus;
  if (!focus) return isTable() ? t("output.table", { target: app.state.target ?? "" }) : t("output.caption");
  if (focus.input !== undefined) {
    const constant = isTable() && !app.axes?.names.includes(focus.input);
    return t(constant ? "output.constant" : "output.feature", { name: nameOf(focus.input) });
  }
  return t("node.title", { unit: focus.unit + 1, layer: focus.layer + 1 });
}

function points() {
  const { context, width, height } = sized(parts.points);
  const x = app.axes?.x ?? app.grid.x;
  const y = app.axes?.y ?? app.grid.y;
  const count = app.points.train.x1.length;
  const radius = (width < 260 ? 2.2 : 3) * (count > 700 ? 0.72 : 1);
  const range = isTable() ? labelRange() : [-1, 1];
  const options = { x, y, radius, classes: isClassification(), range };
  drawPoints(context, width, height, app.points.train, options);
  if (app.view.showTest) drawPoints(context, width, height, app.points.test, { ...options, test: true });
  setText(parts.caption, captionOf());
  parts.frame.setAttribute("aria-label", t("output.label", { caption: captionOf(), count }));
}

function labelRange() {
  const labels = app.points.train.label;
  return [Math.min(...labels), Math.max(...labels)];
}

/** Variables are at the ends of the axes; names of columns, which may be long, are next to them. */
function drawAxes() {
  const name = (index) => (isTable() ? null : formula(index === 0 ? "x1" : "x2"));
  drawAxis(parts.xTicks, app.axes?.x ?? app.grid.x, name(0));
  drawAxis(parts.yTicks, app.axes?.y ?? app.grid.y, name(1));
  parts.xName.hidden = !isTable();
  parts.yName.hidden = !isTable();
  setText(parts.xName, isTable() ? `${axisName(0)} →` : "");
  setText(parts.yName, isTable() ? `↑ ${axisName(1)}` : "");
}

function scale() {
  const context = parts.scale.getContext("2d");
  for (let column = 0; column < 128; column += 1) {
    const value = app.view.discretize ? (column < 64 ? -0.5 : 0.5) : column / 63.5 - 1;
    context.fillStyle = colourOf(value);
    context.fillRect(column, 0, 1, 1);
  }
}

function legend() {
  const item = (kind, text) =>
    h("span", { class: "legend-item" }, h("i", { class: `mark ${kind}`, "aria-hidden": "true" }), text);
  const of = isTable() ? `${app.state.target} ` : "";
  const [negative, positive] = classNames().map((name) => of + name);
  const items = isClassification()
    ? [item("positive", positive), item("negative", negative)]
    : [item("figure-mark", t("legend.training"))];
  if (app.view.showTest) items.push(item("test-mark", t("legend.test")));
  parts.legend.replaceChildren(...items);
}

/** The value under the pointer. */
function readOff(event) {
  const picture = app.frame && pictureOf(app.frame);
  if (!picture) return;
  const box = parts.frame.getBoundingClientRect();
  const left = Math.min(0.999, Math.max(0, (event.clientX - box.left) / box.width));
  const top = Math.min(0.999, Math.max(0, (event.clientY - box.top) / box.height));
  const bytes = bytesOf(picture);
  const size = Math.round(Math.sqrt(bytes.length));
  const byte = bytes[Math.floor(top * size) * size + Math.floor(left * size)];
  const [low, high] = rangeOf();
  const x = app.axes?.x ?? app.grid.x;
  const y = app.axes?.y ?? app.grid.y;
  const at = [x[0] + left * (x[1] - x[0]), y[1] - top * (y[1] - y[0])];
  const value = figure(low + ((high - low) * byte) / 255);
  setText(parts.read, `${axisName(0)} ${figure(at[0])}  ${axisName(1)} ${figure(at[1])}  →  ${value}`);
  parts.read.hidden = false;
}
