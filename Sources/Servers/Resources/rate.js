// The learning rate: a number, or a schedule that begins with a rate, or rises to it.
import { applies, choiceField, optionFields } from "./fields.js";
import { app, fieldOf } from "./state.js";

const keyOf = (schedule) => (schedule.name === "linear_warmup" ? "learning_rate" : "initial_learning_rate");

/** The rate without its schedule. */
export function rateOf(value) {
  if (typeof value === "number") return value;
  return value.name === "piecewise_constant" ? value.values[0] : rateOf(value[keyOf(value)]);
}

/** The same schedule for another rate; its other rates keep their proportions. */
export function withRate(value, rate) {
  if (typeof value === "number") return rate;
  const factor = rate / rateOf(value);
  const scaled = (number) => Number((number * factor).toPrecision(6));
  const scaledEntry = ([key, old]) => {
    if (key === keyOf(value)) return [key, withRate(old, rate)];
    if (key === "values") return [key, [rate, ...old.slice(1).map(scaled)]];
    return [key, key.endsWith("learning_rate") || key === "warmup_target" ? scaled(old) : old];
  };
  return Object.fromEntries(Object.entries(value).map(scaledEntry));
}

/** The rate alone, whatever its schedule. */
export const rateField = () =>
  choiceField("learning_rate", fieldOf("learning_rate").offers, {
    read: () => rateOf(app.state.learning_rate),
    partOf: (rate) => ({ learning_rate: withRate(app.state.learning_rate, rate) }),
  });

/** The schedule alone, with its options. It applies where there is an optimizer to choose. */
export function scheduleField() {
  const none = "constant";
  const partOf = (schedule) => {
    const rate = rateOf(app.state.learning_rate);
    return { learning_rate: schedule === none ? rate : withRate(schedule, rate) };
  };
  const read = () => (typeof app.state.learning_rate === "number" ? none : app.state.learning_rate);
  const isActive = () => applies("optimizer");
  const schedules = [none, ...app.catalogue.schedules];
  const list = choiceField("learning_rate", schedules, { read, partOf, isActive, id: "schedule" });
  const keys = ["learning_rate", "initial_learning_rate"];
  return [list, optionFields("learning_rate", () => app.state.learning_rate, keys, isActive)];
}
