// Controls for settings, made from their declarations in the catalogue.
import { byId, field, h, setText } from "./dom.js";
import { choice, language, t, translate } from "./i18n.js";
import { change } from "./session.js";
import { app, fieldOf, isTable, on } from "./state.js";

/** A list of more values than this becomes a slider. */
const mostChoices = 12;

/**
 * A control for a setting: a switch, a list, a slider or a text field, by the type and the values of the setting.
 * @param options those of the kind of control, where it differs from what follows from the declaration.
 */
export function control(name, options = {}) {
  const { kind, choices, offers, range } = fieldOf(name);
  if (kind === "flag") return switchField(name);
  if (choices.length > 0) return choiceField(name, choices, options);
  if (offers.length > mostChoices) return sliderField(name, offers, options);
  if (offers.length > 0) return choiceField(name, offers, options);
  if (kind !== "number" && kind !== "whole") return textField(name, kind);
  const isOptional = app.catalogue.defaults[name] === null;
  return numberField(name, { min: range[0], max: range[1], step: kind === "whole" ? 1 : "any", isOptional });
}

/** The controls of a group of settings, but for those that are made by hand. */
export const controls = (group, ...byHand) =>
  app.catalogue.fields
    .filter((one) => one.group === group && !byHand.includes(one.name))
    .map((one) => control(one.name));

/** Whether a setting applies to the data and the numerics that are chosen. */
export function applies(name) {
  const scope = isTable() ? "table" : app.state.numerics === "keras" ? "points" : "playground";
  return fieldOf(name).scope.includes(scope);
}

/** The key of a loss's text: with Keras’s numerics it includes the penalty on the weights, and says so. */
export function lossKey(key) {
  const { state } = app;
  const isPenalized = state && state.regularization !== "none" && (isTable() || state.numerics === "keras");
  return isPenalized ? `${key}_penalized` : key;
}

/** Writes what the losses are called into the elements that show it. */
export function nameLosses() {
  for (const element of document.querySelectorAll("[data-loss]")) setText(element, t(lossKey(element.dataset.loss)));
}

/** Calls `show` now and whenever the settings change; a control that is not active is disabled. */
function follow(name, input, show, isActive = () => applies(name)) {
  const update = () => {
    if (!app.state) return;
    show();
    input.title = language() === "en" ? fieldOf(name).help : "";
    input.disabled = !isActive();
  };
  on("state language", update);
  update();
}

const textOf = (value) => (Array.isArray(value) ? value.join(" ") : (value?.name ?? String(value ?? "refuse")));

/**
 * A list of choices: texts, numbers, lists of one text, or names with options.
 * @param read gives the value that is shown, where it is not the setting's.
 * @param partOf gives the settings that a choice changes, where they are others.
 * @param id of the control, where it is not the setting's name.
 * @param isActive tells whether there is a choice, where that does not follow from the setting's scope.
 */
export function choiceField(
  setting,
  values,
  { read = () => app.state[setting], partOf = (value) => ({ [setting]: value }), id = setting, isActive } = {},
) {
  const select = h("select", { id: `setting-${id}` });
  const isOfNumbers = typeof values[0] === "number";
  let all = values;
  const show = () => {
    const shown = textOf(read());
    all = values.some((value) => textOf(value) === shown) ? values : [...values, read()];
    select.replaceChildren(...all.map((value) => option(value, isOfNumbers ? null : id)));
    select.value = shown;
  };
  select.addEventListener("change", () => change(partOf(all.find((value) => textOf(value) === select.value))));
  follow(setting, select, show, isActive);
  return field(`setting.${id}`, select);
}

function option(value, kind) {
  if (kind === null) return h("option", { value, text: plain(value) });
  const name = textOf(value);
  return h("option", { value: name, "data-choice": kind, text: choice(kind, name) });
}

const plain = (value) => (value === 0 || value >= 0.001 ? String(value) : value.toFixed(5).replace(/0+$/, ""));

/**
 * The options that go with a named value, such as an optimizer's momentum: a field for each number or list of numbers,
 * a switch for each flag.
 * @param complete gives the value with all its options.
 * @param leftOut keys that are set elsewhere.
 */
export function optionFields(setting, complete, leftOut = [], isActive = () => applies(setting)) {
  const box = h("div", { class: "options" });
  const isShown = ([key, value]) =>
    !leftOut.includes(key) && (["number", "boolean"].includes(typeof value) || Array.isArray(value));
  const show = () => {
    const value = complete();
    const entries = typeof value === "object" && value ? Object.entries(value).filter(isShown) : [];
    const kept = document.activeElement?.id;
    box.replaceChildren(...entries.map(([key, option]) => optionField(setting, key, option, complete)));
    translate(box);
    for (const input of box.querySelectorAll("input")) input.disabled = !isActive();
    if (kept && box.querySelector(`#${CSS.escape(kept)}`)) byId(kept).focus();
  };
  follow(setting, box, show);
  return box;
}

function optionField(setting, key, value, complete) {
  const id = `option-${setting}-${key}`;
  const send = (next) => change({ [setting]: { ...complete(), [key]: next } });
  if (typeof value === "boolean") {
    const box = h("input", { type: "checkbox", id });
    box.checked = value;
    box.addEventListener("change", () => send(box.checked));
    return h("label", { class: "check" }, box, h("span", { t: `option.${key}` }));
  }
  const isList = Array.isArray(value);
  const input = h("input", { type: isList ? "text" : "number", step: "any", id });
  input.value = isList ? value.join(", ") : value;
  input.addEventListener("change", () => {
    const numbers = input.value.split(",").map(Number);
    if (input.value.trim() === "" || !numbers.every(Number.isFinite)) return (input.value = isList ? value.join(", ") : value);
    send(isList ? numbers : numbers[0]);
  });
  return field(`option.${key}`, input);
}

/** A named value with fields for its options below the list. */
export function describedField(setting, leftOut = []) {
  const { choices } = fieldOf(setting);
  const complete = () => {
    const value = app.state[setting];
    const usual = choices.find((one) => textOf(one) === textOf(value));
    return typeof usual === "object" || typeof value === "object" ? { ...usual, ...(value?.name ? value : {}) } : value;
  };
  return [control(setting), optionFields(setting, complete, leftOut)];
}

/**
 * A slider with its value beside the label. The value is sent when the slider is let go, or rests.
 * @param values that the slider offers, evenly spaced or not; `valuesNow` gives others, where they depend on the state.
 */
export function sliderField(setting, values, { show = String, valuesNow = () => values } = {}) {
  const value = h("b", { class: "figures-of" });
  const input = h("input", { type: "range", id: `setting-${setting}` });
  let timer = null;
  const isEven = () => valuesNow() === values;
  const valueAt = (place) => (isEven() ? place : valuesNow()[place]);
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
  follow(setting, input, () => {
    const all = valuesNow();
    const [low, high] = isEven() ? [all[0], all.at(-1)] : [0, all.length - 1];
    input.min = low;
    input.max = high;
    input.step = isEven() ? Number((all[1] - all[0]).toPrecision(6)) : 1;
    input.value = isEven() ? app.state[setting] : nearest(all, app.state[setting]);
    setText(value, show(app.state[setting]));
    input.setAttribute("aria-valuetext", show(app.state[setting]));
  });
  return field(`setting.${setting}`, input, value);
}

/** The place of the value that is closest to another. */
function nearest(values, value) {
  const distances = values.map((one) => Math.abs(one - value));
  return distances.indexOf(Math.min(...distances));
}

/** A number; an empty field is no value where that is allowed. */
export function numberField(setting, { min, max, step = "any", isOptional = false } = {}) {
  const input = h("input", { type: "number", id: `setting-${setting}`, min, max, step });
  const restore = () => (input.value = app.state[setting] ?? "");
  input.addEventListener("change", () => {
    const text = input.value.trim();
    if (text === "" && isOptional) return change({ [setting]: null });
    if (text === "" || !Number.isFinite(Number(text))) return restore();
    change({ [setting]: Number(text) });
  });
  follow(setting, input, restore);
  return field(`setting.${setting}`, input);
}

/** A text, or a list with commas between its members; an empty field is no value. */
function textField(setting, kind) {
  const input = h("input", { type: "text", id: `setting-${setting}`, spellcheck: "false" });
  const listed = () => input.value.split(",").map((text) => text.trim());
  input.addEventListener("change", () => {
    const texts = input.value.trim() === "" ? null : listed();
    change({ [setting]: kind === "text" ? (texts && input.value) : kind === "numbers" ? (texts?.map(Number) ?? []) : texts });
  });
  follow(setting, input, () => (input.value = [app.state[setting] ?? []].flat().join(", ")));
  return field(`setting.${setting}`, input);
}

/** Yes or no. */
export function switchField(setting) {
  const input = h("input", { type: "checkbox", id: `setting-${setting}` });
  input.addEventListener("change", () => change({ [setting]: input.checked }));
  follow(setting, input, () => (input.checked = app.state[setting]));
  return h("label", { class: "check" }, input, h("span", { t: `setting.${setting}` }));
}
