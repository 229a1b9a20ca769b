// What the page knows, and who is called when it changes.

export const app = {
  catalogue: null,
  /** The server's complete settings. */
  state: null,
  /** What only this page needs; it is in the address, too. */
  view: { showTest: false, discretize: false, log: false, speed: 8, x: null, y: null },
  session: null,
  points: null,
  inputs: [],
  axes: null,
  /** What the server noticed about the table, in English. */
  notices: [],
  grid: null,
  frame: null,
  table: null,
  /** Which neuron or feature the output picture shows: null, {input} or {layer, unit}. */
  focus: null,
  preset: null,
};

export const viewDefaults = { ...app.view };

const listeners = new Map();

/** Events: state, structure, frame, rest, view, focus, language, theme, reset, undo. */
export function on(events, listener) {
  for (const event of events.split(" ")) {
    if (!listeners.has(event)) listeners.set(event, []);
    listeners.get(event).push(listener);
  }
}

export function emit(event, detail) {
  for (const listener of listeners.get(event) ?? []) listener(detail);
}

/** What the server declares of a setting. */
export const fieldOf = (name) => app.catalogue.fields.find((one) => one.name === name);

export const isClassification = () => app.state.task === "classification";
/** Whether settings are for a table: their data is none of the Playground's data sets. */
export const isTable = (state = app.state) => !app.catalogue.data.some((one) => one.name === state.data);

export function setView(part) {
  Object.assign(app.view, part);
  emit("view", part);
}
