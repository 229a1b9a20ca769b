// Fields that are bound to one setting each.
import { field, h, setText } from "./dom.js";
import { choice } from "./i18n.js";
import { change } from "./session.js";
import { app, on } from "./state.js";

/**
 * A list of choices. `names` are asked for when the catalogue is there.
 * @param partOf gives the settings that a choice changes, where it is more than this one.
 */
export function choiceField(setting, names, partOf = (value) => ({ [setting]: value })) {
  const kind = setting;
  const select = h("select", { id: `setting-${setting}` });
  const numbers = typeof names()[0] === "number";
  const fill = () => {
    const all = names();
    const value = app.state[setting];
    if (numbers && !all.includes(value)) all.push(value);
    select.replaceChildren(...all.map((name) => option(name, numbers ? null : kind)));
    select.value = String(value);
  };
  select.addEventListener("change", () => {
    change(partOf(numbers ? Number(select.value) : select.value));
  });
  on("state language", fill);
  return field(`setting.${setting}`, select);
}

function option(name, kind) {
  if (kind === null) return h("option", { value: name, text: figureOf(name) });
  return h("option", { value: name, "data-choice": kind, text: choice(kind, name) });
}

const figureOf = (value) => (value === 0 ? "0" : value < 0.001 ? String(value.toFixed(5)).replace(/0+$/, "") : String(value));

/**
 * A slider with its value beside the label. It is sent when it is let go, or rests.
 * @param steps gives the values that the slider goes through, where they are not evenly spaced; else null.
 */
export function sliderField(setting, range, { step = 1, show = String, steps = () => null } = {}) {
  const value = h("b", { class: "figures-of" });
  const input = h("input", { type: "range", id: `setting-${setting}`, step });
  let timer = null;
  const valueAt = (place) => steps()?.[place] ?? place;
  const send = () => {
    clearTimeout(timer);
    const next = valueAt(Number(input.value));
    if (next !== app.state[setting]) change({ [setting]: next });
  };
  input.addEventListener("input", () => {
    setText(value, show(valueAt(Number(input.value))));
    clearTimeout(timer);
    timer = setTimeout(send, 180);
  });
  input.addEventListener("change", send);
  on("state language", () => {
    const [low, high] = steps() ? [0, steps().length - 1] : range();
    input.min = low;
    input.max = high;
    input.value = steps() ? nearest(steps(), app.state[setting]) : app.state[setting];
    setText(value, show(app.state[setting]));
    input.setAttribute("aria-valuetext", show(app.state[setting]));
  });
  return field(`setting.${setting}`, input, value);
}

/** The place of the step that is closest to a value. */
function nearest(steps, value) {
  const distances = steps.map((one) => Math.abs(one - value));
  return distances.indexOf(Math.min(...distances));
}

/** A number; an empty field is `none` where that is allowed. */
export function numberField(setting, { min, max, step = "any", empty } = {}) {
  const input = h("input", { type: "number", id: `setting-${setting}`, min, max, step });
  input.addEventListener("change", () => {
    const text = input.value.trim();
    if (text === "" && empty === undefined) return restore();
    const value = text === "" ? empty : Number(text);
    if (value !== null && !Number.isFinite(value)) return restore();
    change({ [setting]: value });
  });
  const restore = () => (input.value = app.state[setting] ?? "");
  on("state", restore);
  return field(`setting.${setting}`, input);
}

/** Yes or no. */
export function switchField(setting) {
  const input = h("input", { type: "checkbox", id: `setting-${setting}` });
  input.addEventListener("change", () => change({ [setting]: input.checked }));
  on("state", () => (input.checked = app.state[setting]));
  return h("label", { class: "check" }, input, h("span", { t: `setting.${setting}` }));
}
