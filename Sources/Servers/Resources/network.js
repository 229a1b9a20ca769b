// The network: features, hidden layers and the output as pictures that are buttons.
import { byId, h, setAttribute } from "./dom.js";
import { drawEdges, layEdges } from "./edges.js";
import { look } from "./focus.js";
import { figure } from "./format.js";
import { t, translate } from "./i18n.js";
import { formula, nameOf } from "./math.js";
import { gradient, paint } from "./picture.js";
import { change } from "./session.js";
import { app, isTable, on } from "./state.js";
import { columnOf, withColumn } from "./table.js";
import { openEditor } from "./weights.js";

/** So many units of a layer are drawn, and so many inputs of a table. */
const shownUnits = 8;
const shownInputs = 12;

let columns = [];

export function setUpNetwork() {
  on("structure", build);
  on("frame", draw);
  on("theme view", () => app.frame && draw(app.frame));
  on("language", () => app.state && build());
  new ResizeObserver(() => columns.length && place()).observe(byId("net"));
}

function build() {
  const net = byId("net");
  const kept = document.activeElement?.dataset?.node;
  const svg = net.querySelector("svg") ?? layEdges(net);
  columns = [inputs(), ...app.state.hidden.map(hidden), output()];
  net.classList.toggle("crowded", columns.length > 6);
  net.classList.toggle("tall", columns[0].nodes.length > shownUnits);
  look(null);
  net.replaceChildren(svg, ...columns.map((column) => column.element));
  translate(net);
  if (kept) net.querySelector(`[data-node="${CSS.escape(kept)}"]`)?.focus();
  place();
  if (app.frame) draw(app.frame);
}

/** All features; those that are off are dashed. Of a table, categories are inputs of their own. */
function inputs() {
  const names = isTable() ? tableInputs() : app.catalogue.features.map((feature) => feature.name);
  const taken = app.inputs.map((input) => input.name);
  const nodes = names.slice(0, isTable() ? shownInputs : names.length).map((name) => {
    const index = taken.indexOf(name);
    const canvas = h("canvas", { width: 20, height: 20, "aria-hidden": "true" });
    const node = { layer: -1, unit: index, canvas, name, picture: pictureOf(name, index) };
    const constant = isTable() && !app.axes?.names.includes(name);
    node.element = h(
      "button",
      {
        class: constant ? "node feature constant" : "node feature",
        "data-node": `f-${name}`,
        "aria-pressed": String(index >= 0),
        "aria-label": t("node.feature", { name: nameOf(name) }),
        on: { click: () => toggle(name), ...watching({ input: name }) },
      },
      canvas,
    );
    const label = h("span", { class: "node-label", "aria-hidden": "true" }, formula(name));
    label.title = isTable() ? name : "";
    node.place = h("div", { class: "place" }, label, node.element);
    return node;
  });
  const element = h("div", { class: "net-column inputs" }, heading("node.features"), stacked(nodes));
  if (names.length > nodes.length) element.append(more(names.length - nodes.length));
  return { element, nodes, layer: -1 };
}

/** What the network takes of a table, and then the columns that are switched off. */
function tableInputs() {
  const taken = app.inputs.map((input) => input.name);
  const columns = app.table?.columns.map((column) => column.name) ?? [];
  const off = columns.filter((name) => name !== app.state.target && app.state.features && !app.state.features.includes(name));
  return [...taken, ...off];
}

function pictureOf(name, index) {
  if (!isTable()) {
    const known = app.catalogue.features.find((feature) => feature.name === name)?.picture;
    return known ?? app.inputs[index]?.picture;
  }
  const axes = app.axes?.names ?? [];
  return gradient(name === axes[0] ? "x" : name === axes[1] ? "y" : null);
}

/** Switches a feature; the last one stays. */
function toggle(name) {
  if (isTable()) {
    const column = columnOf(name);
    if (column) change((state) => ({ features: withColumn(state, column, null) }));
    return;
  }
  const order = app.catalogue.features.map((feature) => feature.name);
  change(({ features: taken }) => {
    const rest = taken.filter((other) => other !== name);
    const features = rest.length === taken.length ? [...rest, name] : rest.length > 0 ? rest : taken;
    return { features: features.sort((a, b) => order.indexOf(a) - order.indexOf(b)) };
  });
}

function hidden(units, layer) {
  const nodes = Array.from({ length: Math.min(units, shownUnits) }, (_, unit) => neuron(layer, unit));
  const most = isTable() ? app.catalogue.ranges.tableUnits[1] : app.catalogue.ranges.units[1];
  const within = (count) => Math.min(most, Math.max(1, Math.round(count)));
  const set = (countOf) =>
    change((state) => ({ hidden: state.hidden.map((own, index) => (index === layer ? within(countOf(own)) : own)) }));
  const button = (sign, key, by) =>
    h("button", {
      class: "small",
      text: sign,
      "data-node": `${key}-${layer}`,
      "aria-label": t(key, { layer: layer + 1 }),
      disabled: units + by < 1 || units + by > most,
      on: { click: () => set((own) => own + by) },
    });
  const tools = h(
    "div",
    { class: "units" },
    button("−", "units.remove", -1),
    isTable() ? unitsField(units, most, layer, set) : h("span", { class: "figures-of", text: units }),
    button("+", "units.add", 1),
  );
  const head = h("div", { class: "net-head" }, tools);
  const element = h("div", { class: "net-column" }, head, stacked(nodes));
  if (units > nodes.length) element.append(more(units - nodes.length));
  return { element, nodes, layer };
}

function unitsField(units, most, layer, set) {
  return h("input", {
    type: "number",
    min: 1,
    max: most,
    value: units,
    "aria-label": t("units.count", { layer: layer + 1 }),
    on: { change: (event) => set(() => Number(event.target.value) || units) },
  });
}

function output() {
  const node = neuron(app.state.hidden.length, 0, true);
  const element = h("div", { class: "net-column" }, heading("node.output"), stacked([node]));
  return { element, nodes: [node], layer: app.state.hidden.length };
}

function neuron(layer, unit, isOutput = false) {
  const canvas = h("canvas", { width: 20, height: 20, "aria-hidden": "true" });
  const bias = h("span", { class: "bias", "aria-hidden": "true" });
  const node = { layer, unit, canvas, bias };
  node.element = h(
    "button",
    {
      class: "node",
      "data-node": `n-${layer}-${unit}`,
      "aria-haspopup": "dialog",
      "aria-label": isOutput ? t("node.outputNeuron") : t("node.neuron", { unit: unit + 1, layer: layer + 1 }),
      on: {
        click: () => openEditor({ layer, unit }, node.element),
        ...watching(isOutput ? null : { layer, unit }),
      },
    },
    canvas,
  );
  node.place = h("div", { class: "place" }, node.element, bias);
  return node;
}

const stacked = (nodes) => h("div", { class: "nodes" }, ...nodes.map((node) => node.place));

function heading(key) {
  return h("div", { class: "net-head" }, h("span", { class: "quiet", t: key }));
}

function more(count) {
  return h("div", { class: "quiet more", text: t("node.more", { count }) });
}

/** What has the pointer or the focus is shown large. */
function watching(focus) {
  const away = () => look(null);
  const byKeyboard = (event) => event.target.matches(":focus-visible") && look(focus);
  const byPointer = (event) => event.pointerType !== "touch" && look(focus);
  return { pointerenter: byPointer, pointerleave: away, focus: byKeyboard, blur: away };
}

function place() {
  const taken = app.inputs.map((input) => input.name);
  const layers = columns.map((column, index) => (index === 0 ? ordered(column.nodes, taken) : column.nodes));
  layEdges(byId("net"), layers, editEdge);
  if (app.frame) drawEdges(app.frame);
}

const ordered = (nodes, taken) => taken.map((name) => nodes.find((node) => node.name === name)).filter(Boolean);

function editEdge(edge, at) {
  openEditor({ layer: edge.layer, unit: edge.unit, input: edge.input }, at);
}

function draw(frame) {
  for (const { canvas, picture } of columns[0]?.nodes ?? []) paint(canvas, picture);
  for (const column of columns.slice(1)) {
    for (const { layer, unit, canvas, bias } of column.nodes) {
      const isOutput = layer === app.state.hidden.length;
      const picture = isOutput ? frame.output : frame.units?.[layer]?.[unit];
      if (picture) paint(canvas, picture, app.view.discretize);
      const value = frame.biases?.[layer]?.[unit];
      setAttribute(bias, "data-sign", value === undefined ? "none" : value < 0 ? "minus" : "plus");
      const size = value === undefined ? 0 : Math.min(1, Math.abs(value) / 2);
      bias.style.opacity = String(0.25 + 0.75 * size);
      bias.title = value === undefined ? "" : t("node.bias", { value: figure(value) });
    }
  }
  drawEdges(frame);
}
