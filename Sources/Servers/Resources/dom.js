// Small helpers to build elements. Texts are always set as text, never as markup.

/** Creates an element: `h("button", { class: "small", t: "run", on: { click } }, child)`. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  decorate(element, properties);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** The same for SVG. */
export function s(tag, properties = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  decorate(element, properties);
  element.append(...children);
  return element;
}

function decorate(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name === "text") element.textContent = value;
    else if (name === "t") element.dataset.t = value;
    else if (name === "label") element.dataset.tLabel = value;
    else if (name === "title") element.dataset.tTitle = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
}

export const byId = (id) => document.getElementById(id);

/** Sets a text only where it differs, so that the browser has nothing to lay out again. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function setAttribute(element, name, value) {
  const text = String(value);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

let count = 0;
/** An id that no other element has. */
const freshId = (prefix) => `${prefix}-${++count}`;

/** A label above a control. `value` is shown beside the label. */
export function field(key, control, value = null) {
  control.id ||= freshId("field");
  const name = h("span", { t: key });
  return h("div", { class: "field" }, h("label", { for: control.id }, name, value), control);
}
