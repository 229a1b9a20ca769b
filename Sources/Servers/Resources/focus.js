// Which neuron or feature the output picture shows, where it does not show the output: {input} or {layer, unit}.
import { app, emit } from "./state.js";

let looked = null;
let pinned = null;

/** What is under the pointer or has the keyboard's focus; null for nothing. */
export function look(focus) {
  looked = focus;
  settle();
}

/** What is shown while the pointer is elsewhere: the neuron that is edited, or the one chosen from the list. */
export function pin(focus) {
  pinned = focus;
  settle();
}

function settle() {
  const focus = looked ?? pinned;
  if (JSON.stringify(app.focus) === JSON.stringify(focus)) return;
  app.focus = focus;
  if (app.frame) app.frame.focus = null; // The enlarged picture was of another neuron.
  emit("focus");
}
