// Undo and redo of settings and of edited weights.
import { app, emit } from "./state.js";

const done = [];
let undone = [];
let apply = null;

/** @param how takes a step and whether to go back, and carries it out. */
export function setUp(how) {
  apply = how;
}

export function remember(step) {
  if (step.kind === "settings" && JSON.stringify(step.before) === JSON.stringify(step.after)) return;
  done.push(step);
  if (done.length > 200) done.shift();
  undone = [];
  emit("undo");
}

export const canUndo = () => done.length > 0;
export const canRedo = () => undone.length > 0;

export async function undo() {
  const step = done.pop();
  if (!step) return;
  undone.push(step);
  app.preset = null;
  await apply(step, true);
  emit("undo");
}

export async function redo() {
  const step = undone.pop();
  if (!step) return;
  done.push(step);
  app.preset = null;
  await apply(step, false);
  emit("undo");
}
