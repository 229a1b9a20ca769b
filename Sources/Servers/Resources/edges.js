// The lines between the pictures: thick where a weight is large, blue above 0, orange and dashed below.
import { h, s, setAttribute } from "./dom.js";
import { figure } from "./format.js";
import { t } from "./i18n.js";

let svg = null;
let lines = null;
let touch = null;
let tip = null;
let edges = [];

/** Lays a line between each node and each of the column before. Called without layers it makes the picture. */
export function layEdges(net, layers = null, onEdit = null) {
  if (!svg) {
    lines = s("g", { class: "lines" });
    touch = s("g", { class: "touch" });
    svg = s("svg", { class: "edges", "aria-hidden": "true", focusable: "false" }, lines, touch);
    tip = h("div", { class: "tip", hidden: true, "aria-hidden": "true" });
    document.body.append(tip);
  }
  if (!layers) return svg;
  const origin = net.getBoundingClientRect();
  svg.setAttribute("viewBox", `0 0 ${origin.width} ${origin.height}`);
  edges = [];
  const boxes = layers.map((nodes) => nodes.map((node) => node.element.getBoundingClientRect()));
  for (let column = 1; column < layers.length; column += 1) {
    boxes[column].forEach((to, unit) => {
      boxes[column - 1].forEach((from, input) => {
        edges.push(edge(origin, from, to, { layer: column - 1, unit, input }, onEdit));
      });
    });
  }
  lines.replaceChildren(...edges.map((one) => one.line));
  touch.replaceChildren(...edges.map((one) => one.touch));
  hide();
  return svg;
}

function edge(origin, from, to, place, onEdit) {
  const x1 = from.right - origin.left + 1;
  const y1 = from.top + from.height / 2 - origin.top;
  const x2 = to.left - origin.left - 1;
  const y2 = to.top + to.height / 2 - origin.top;
  const middle = (x1 + x2) / 2;
  const path = `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
  const one = { ...place, weight: null, line: s("path", { d: path }), touch: s("path", { d: path }) };
  one.touch.addEventListener("pointerenter", (event) => show(one, event));
  one.touch.addEventListener("pointermove", (event) => show(one, event));
  one.touch.addEventListener("pointerleave", hide);
  one.touch.addEventListener("click", (event) => {
    hide();
    onEdit(one, { x: event.clientX, y: event.clientY });
  });
  return one;
}

function show(one, event) {
  one.line.classList.add("looked-at");
  tip.textContent = t("edge.weight", { value: figure(one.weight) });
  tip.hidden = false;
  tip.style.left = `${Math.min(event.clientX + 12, innerWidth - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.max(8, event.clientY - 38)}px`;
  tip.dataset.edge = `${one.layer}-${one.unit}-${one.input}`;
}

function hide() {
  if (!tip) return;
  tip.hidden = true;
  for (const line of lines.querySelectorAll(".looked-at")) line.classList.remove("looked-at");
}

export function drawEdges(frame) {
  for (const one of edges) {
    const weight = frame.weights?.[one.layer]?.[one.unit]?.[one.input];
    if (weight === one.weight && weight !== undefined) continue;
    one.weight = weight ?? null;
    if (weight === undefined || weight === null) {
      setAttribute(one.line, "class", "unknown");
      one.line.style.strokeWidth = "0.75";
      one.line.style.opacity = "";
      continue;
    }
    const size = Math.min(Math.abs(weight), 6);
    setAttribute(one.line, "class", weight < 0 ? "minus" : "plus");
    one.line.style.strokeWidth = (0.5 + 1.5 * size ** 0.8).toFixed(2);
    one.line.style.opacity = Math.min(1, 0.22 + 0.7 * size).toFixed(2);
  }
}
