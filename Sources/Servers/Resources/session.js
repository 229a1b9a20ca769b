// The session on the server: opening it, changing it, and updating the page from its responses.
import { get, post, postFile, send } from "./api.js";
import { complete, hold, release } from "./curve.js";
import { say, showError } from "./notice.js";
import { app, emit, on } from "./state.js";
import { FrameStream } from "./stream.js";
import { remember } from "./undo.js";
import { t } from "./i18n.js";

let queue = Promise.resolve();
let expected = 0;

export const stream = new FrameStream(take, lost);

/** Opens a session for settings; a session that was open ends. */
export async function open(settings) {
  const body = { state: settings };
  if (app.session) body.replace = app.session;
  stream.stop();
  const answer = await post("sessions", body);
  app.session = answer.session;
  expected = 0;
  accept({ ...answer, reset: true });
  stream.follow(app.session);
  if (app.focus) emit("focus");
}

/**
 * Changes settings. What can be changed without a reset does not reset.
 * @param part settings, or a function from the then current settings: clicks may be faster than responses.
 */
export function change(part, { undoable = true, preset = null } = {}) {
  if (undoable) app.preset = preset;
  const body = () => ({ state: typeof part === "function" ? part(app.state) : part });
  return undoable ? undoably("settings", body) : command("settings", body);
}

/** Other points, or another split. */
export const regenerate = () => undoably("regenerate");

/** Goes on with the weights of a saved model; where it has another network, that comes with its settings. */
export function load(file, then) {
  app.preset = null;
  return undoably("model", () => file, then);
}

/** Sends a command that may change settings, and remembers them as they were. */
function undoably(name, body = () => ({}), then = null) {
  let before = app.state;
  const sent = () => {
    before = app.state;
    return body();
  };
  return command(name, sent, (answer) => {
    remember({ kind: "settings", before, after: answer.state });
    then?.(answer);
  });
}

/** What may end a run: its curve is fetched before, to be compared with. */
const beginsAnew = new Set(["settings", "reset", "regenerate", "model"]);

/** Sends a command, after those that were sent before. */
export function command(name, body = {}, then = null) {
  const result = queue.then(async () => {
    const wasRunning = app.frame?.running ?? false;
    try {
      if (wasRunning && beginsAnew.has(name)) await complete();
      if (beginsAnew.has(name)) hold();
      const sent = typeof body === "function" ? body() : body;
      const path = `sessions/${app.session}/${name}`;
      const answer = sent instanceof Blob ? await postFile(path, sent) : await post(path, sent);
      accept(answer);
      then?.(answer);
      if (name === "settings" && answer.reset && wasRunning && answer.frame && !answer.frame.running) {
        accept(await post(`sessions/${app.session}/run`));
      }
      return answer;
    } catch (error) {
      if (error.status === 404 && app.state) await open(app.state).catch(showError);
      else showError(error);
      emit("state");
      return null;
    } finally {
      release();
    }
  });
  queue = result.catch(() => {});
  return result;
}

/** Takes over what an answer says. */
export function accept(answer) {
  const structure = answer.points || answer.inputs;
  if (answer.points) app.points = answer.points;
  if (answer.inputs) app.inputs = answer.inputs;
  if ("axes" in answer) app.axes = answer.axes;
  if (answer.grid) app.grid = answer.grid;
  if (answer.notices) app.notices = answer.notices;
  const shape = app.state && JSON.stringify([app.state.hidden, app.state.features]);
  if (answer.state) app.state = answer.state;
  if (answer.reset) emit("reset");
  if (answer.state) emit("state");
  const differs = JSON.stringify([app.state.hidden, app.state.features]) !== shape;
  if (answer.frame && isNews(answer.frame)) app.frame = answer.frame;
  if (structure || answer.reset || differs) emit("structure");
  if (answer.frame) take(answer.frame);
}

/** Frames are counted: an answer may bring an older one than the stream has brought since it was written. */
const isNews = (frame) => frame.n === undefined || frame.n >= expected;

function take(frame) {
  if (!isNews(frame)) return;
  expected = frame.n ?? expected;
  const ended = frame.ended && frame.ended !== lastEnded;
  lastEnded = frame.ended;
  app.frame = frame;
  emit("frame", frame);
  if (ended || (wasRunning && !frame.running)) emit("rest", frame);
  wasRunning = frame.running;
}
let wasRunning = false;
let lastEnded = null;

let tries = 0;
/** The stream broke off: it is resumed, or the session is opened again where the server has forgotten it. */
async function lost(error) {
  const patience = Math.min(5000, 250 * 2 ** tries++);
  if (tries > 2) say(t("error.lost"), { urgent: true, seconds: 12 });
  await new Promise((resolve) => setTimeout(resolve, patience));
  try {
    if (error?.status === 404) await open(app.state);
    else {
      const answer = await get(`sessions/${app.session}`);
      expected = 0;
      accept(answer);
      stream.follow(app.session);
    }
    tries = 0;
  } catch (failure) {
    lost(failure);
  }
}

/** A page that is closed ends its session. */
export function endWithPage() {
  addEventListener("pagehide", () => {
    if (!app.session) return;
    stream.stop();
    send(`sessions/${app.session}`, { method: "DELETE", keepalive: true }).catch(() => {});
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted && app.state) {
      app.session = null;
      open(app.state).catch(showError);
    }
  });
}

let focusTimer = null;
/** Requests the enlarged picture of the neuron that has the pointer or the focus. */
on("focus", () => {
  clearTimeout(focusTimer);
  focusTimer = setTimeout(() => {
    const focus = app.focus && app.focus.layer !== undefined ? app.focus : null;
    const wanted = focus ? { layer: focus.layer, unit: focus.unit } : null;
    if (app.session) {
      post(`sessions/${app.session}/view`, { focus: wanted }).then(
        (answer) => answer.frame && take(answer.frame),
        () => {}, // The neuron's small picture is shown instead.
      );
    }
  }, 40);
});
