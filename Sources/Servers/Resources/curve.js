// The losses of this run over its epochs, and those of earlier runs to compare with.
//
// Frames come at the screen's rate and leave out the epochs between them, hundreds where the training is fast. So
// the exact curve is fetched from the server: about once a second, at rest, and before another run takes its place.
import { get } from "./api.js";
import { app } from "./state.js";

const keptRuns = 5;
/** So many points come from frames before every second one goes; the server's curve has at most 2,000. */
const most = 4000;
const patience = 1000;
/** While a run is young, its curve changes its shape faster. */
const patienceAtFirst = 200;

const empty = () => ({ x: [], train: [], test: [] });

/** {x: epochs, train, test}: this run. */
export let curve = empty();
/** The runs before, the oldest first: {curve, name, place}. */
export let runs = [];

let run = 0;
let held = null;
let pending = null;
let fetched = 0;
let times = 0;
/** The epoch of the latest frame. */
let shown = 0;

/** Takes a frame's losses. A frame of the next run may arrive before the response that announces it. */
export function add(frame) {
  if (frame.epoch < shown) start();
  shown = frame.epoch;
  const last = curve.x.at(-1);
  if (frame.epoch < last) return; // The curve that was fetched is ahead of the frames.
  // With the best weights back, the losses are no longer those of this epoch.
  if (frame.epoch === last && frame.ended === "earlyStopping") return;
  const index = frame.epoch === last ? curve.x.length - 1 : curve.x.length;
  curve.x[index] = frame.epoch;
  curve.train[index] = frame.trainLoss;
  curve.test[index] = frame.testLoss;
  if (curve.x.length > most) thin();
}

/** Every second point goes; the last stays. */
function thin() {
  for (const name of ["x", "train", "test"]) {
    curve[name] = curve[name].filter((_, index, all) => index % 2 === 0 || index === all.length - 1);
  }
}

/** Whether it is time to fetch the curve again. */
export const isStale = () => !pending && performance.now() - fetched > (times < 5 ? patienceAtFirst : patience);

/** Fetches the exact curve; one request at a time. Tells whether there is a new one. */
export function refresh() {
  pending ??= fetchCurve().finally(() => {
    pending = null;
    fetched = performance.now();
    times += 1;
  });
  return pending;
}

/** The same, with all epochs until now. */
export async function complete() {
  await pending;
  return refresh();
}

async function fetchCurve() {
  const [session, of] = [app.session, run];
  try {
    const exact = await get(`sessions/${session}/curve`);
    if (session !== app.session || of !== run || exact.epoch.length === 0) return false;
    join(exact);
    return true;
  } catch {
    return false; // The curve of the frames stays; the stream reports a server that is gone.
  }
}

/** The exact curve, followed by what frames have shown since its end. */
function join({ epoch, trainLoss, testLoss }) {
  const end = epoch.at(-1);
  const from = curve.x.findIndex((x) => x > end);
  const rest = (values) => (from < 0 ? [] : values.slice(from));
  curve = {
    x: [...epoch, ...rest(curve.x)],
    train: [...trainLoss, ...rest(curve.train)],
    test: [...testLoss, ...rest(curve.test)],
  };
}

/** Holds this run as it is while a command is on its way that may end it. */
export function hold() {
  held = { of: run, curve: { x: [...curve.x], train: [...curve.train], test: [...curve.test] } };
}

/** The command did not end it. */
export function release() {
  held = null;
}

/** A new run begins: the one before is kept where it had got anywhere. */
export function keep(name) {
  const { of, curve: before } = held ?? { of: run, curve };
  if (before.x.length > 1 && before.x.at(-1) > 0) {
    runs.push({ curve: before, name, place: ((runs.at(-1)?.place ?? -1) + 1) % keptRuns });
    if (runs.length > keptRuns) runs.shift();
  }
  if (of === run) start();
  held = null;
}

function start() {
  curve = empty();
  run += 1;
  times = 0;
  shown = 0;
}

export function forget(one = null) {
  runs = one ? runs.filter((other) => other !== one) : [];
}
