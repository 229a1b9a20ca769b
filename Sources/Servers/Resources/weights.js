// Weights and biases, edited in place: a small dialog beside the neuron or the line.
import { h } from "./dom.js";
import { pin } from "./focus.js";
import { figure } from "./format.js";
import { t } from "./i18n.js";
import { nameOf } from "./math.js";
import { paint } from "./picture.js";
import { command } from "./session.js";
import { app, on } from "./state.js";
import { remember } from "./undo.js";

let dialog = null;
let fields = [];
let picture = null;

/**
 * @param place {layer, unit} for a neuron, with {input} for one of its weights.
 * @param anchor the element or the point beside which it opens.
 */
export function openEditor(place, anchor) {
  const { layer, unit } = place;
  const isOutput = layer === app.state.hidden.length;
  const title = isOutput ? t("node.output") : t("node.title", { unit: unit + 1, layer: layer + 1 });
  picture = h("canvas", { class: "editor-picture", width: 20, height: 20, "aria-hidden": "true" });
  const close = h("button", { class: "small", text: t("close") });
  const own = h("dialog", { class: "editor", "aria-label": title }, h("header", {}, h("h3", { text: title }), close), picture);
  own.append(...rows(place));
  close.addEventListener("click", () => own.close());
  own.addEventListener("click", (event) => event.target === own && own.close());
  own.addEventListener("close", () => closed(own, anchor));
  dialog = own;
  document.body.append(own);
  own.showModal();
  pin(isOutput ? null : { layer, unit });
  draw(app.frame);
  moveBeside(anchor);
  const wanted = fields.find(({ at }) => (place.input === undefined ? at.bias : at.input === place.input));
  wanted?.input.focus();
  wanted?.input.select();
}

function closed(own, anchor) {
  own.remove();
  dialog = null;
  fields = [];
  pin(null);
  if (anchor instanceof Element) document.querySelector(`[data-node="${CSS.escape(anchor.dataset.node)}"]`)?.focus();
}

/** A row for the bias and each weight; a large network's weights are not sent. */
function rows({ layer, unit }) {
  const weights = app.frame?.weights?.[layer]?.[unit];
  const bias = app.frame?.biases?.[layer]?.[unit];
  fields = [];
  const all = [];
  if (bias !== undefined) all.push(row(t("edit.bias"), { layer, unit, bias: true }, bias));
  weights?.forEach((weight, input) => all.push(row(from(layer, input), { layer, unit, input }, weight)));
  const note = weights ? [] : [h("p", { class: "quiet", text: t("edit.tooMany") })];
  return [h("div", { class: "editor-rows" }, ...all), ...note];
}

function from(layer, input) {
  const name = layer === 0 ? nameOf(app.inputs[input]?.name ?? "") : t("edit.neuron", { unit: input + 1 });
  return t("edit.weight", { name });
}

function row(name, at, value) {
  const input = h("input", { type: "number", step: "0.1", value: rounded(value), "aria-label": name });
  input.addEventListener("change", () => {
    if (input.value.trim() === "") input.value = rounded(valueAt(at));
    else set(at, Number(input.value));
  });
  const swatch = h("i", { class: "swatch", "aria-hidden": "true" });
  fields.push({ at, input, swatch });
  mark(swatch, value);
  return h("label", { class: "editor-row" }, swatch, h("span", { text: name }), input);
}

const rounded = (value) => Number(value.toPrecision(4));
const mark = (swatch, value) => swatch.setAttribute("data-sign", value < 0 ? "minus" : "plus");

async function set(at, value) {
  if (!Number.isFinite(value)) return;
  const before = valueAt(at);
  await command("weights", body(at, value), () => {
    remember({ kind: "weights", before: body(at, before), after: body(at, value) });
  });
}

const valueAt = (at) =>
  at.bias ? app.frame.biases?.[at.layer]?.[at.unit] : app.frame.weights?.[at.layer]?.[at.unit]?.[at.input];

function body(at, value) {
  if (at.bias) return { biases: [{ layer: at.layer, unit: at.unit, value }] };
  return { weights: [{ layer: at.layer, unit: at.unit, input: at.input, value }] };
}

function moveBeside(anchor) {
  const box = anchor instanceof Element ? anchor.getBoundingClientRect() : { right: anchor.x, top: anchor.y };
  const own = dialog.getBoundingClientRect();
  const left = Math.min(box.right + 12, innerWidth - own.width - 12);
  const top = Math.min(box.top - 8, innerHeight - own.height - 12);
  dialog.style.margin = "0";
  dialog.style.left = `${Math.max(8, left)}px`;
  dialog.style.top = `${Math.max(8, top)}px`;
}

// Values keep changing while the network trains; the one that is being typed is left alone.
on("frame", (frame) => dialog && draw(frame));

function draw(frame) {
  const { focus } = app;
  paint(picture, focus ? (frame.focus ?? frame.units?.[focus.layer]?.[focus.unit]) : frame.output, app.view.discretize);
  for (const { at, input, swatch } of fields) {
    const value = valueAt(at);
    if (value === undefined || value === null) continue;
    mark(swatch, value);
    if (input !== document.activeElement) input.value = rounded(value);
    input.title = figure(value, 5);
  }
}
