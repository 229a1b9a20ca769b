// Run, pause, step, reset, the counter and the speed.
import { byId, field, h, setText } from "./dom.js";
import { figure, loss, whole } from "./format.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { say, whisper } from "./notice.js";
import { command } from "./session.js";
import { app, on, setView } from "./state.js";

/** From one update at a time to as fast as it goes. */
const speeds = [
  { unit: "update", perSecond: 1 },
  { unit: "update", perSecond: 5 },
  { unit: "epoch", perSecond: 1 },
  { unit: "epoch", perSecond: 5 },
  { unit: "epoch", perSecond: 20 },
  { unit: "epoch", perSecond: 60 },
  { unit: "epoch", perSecond: 300 },
  { unit: "epoch", perSecond: 1000 },
  { unit: "epoch", perSecond: null },
];

const parts = {};

export function setUpTransport() {
  parts.reset = round("reset", "transport.reset", reset);
  parts.run = h("button", { class: "run", id: "run", on: { click: toggleRun } }, icon("run"), icon("pause"));
  parts.step = round("step", "transport.step", () => step("epoch"));
  parts.update = h("button", { class: "small", id: "update", t: "transport.update", title: "transport.updateHint" });
  parts.update.addEventListener("click", () => step("update"));
  byId("buttons").append(parts.reset, parts.run, parts.step, parts.update);
  parts.epoch = h("output", { id: "epoch", class: "figures-of" });
  parts.rate = h("span", { class: "quiet figures-of", id: "rate" });
  byId("counter").append(h("span", { class: "quiet", t: "transport.epoch" }), parts.epoch, parts.rate);
  speed();
  on("frame language", () => app.frame && draw(app.frame));
  on("rest", rested);
}

function round(sign, key, click) {
  return h("button", { class: "icon round", id: sign, title: key, on: { click } }, icon(sign));
}

function speed() {
  const value = h("b", { class: "figures-of" });
  const input = h("input", { type: "range", min: 0, max: speeds.length - 1, step: 1, id: "speed-control" });
  byId("speed").replaceWith(field("transport.speed", input, value));
  input.closest(".field").classList.add("speed");
  const show = () => {
    input.value = app.view.speed;
    setText(value, speedText(speeds[app.view.speed]));
    input.setAttribute("aria-valuetext", speedText(speeds[app.view.speed]));
  };
  input.addEventListener("input", () => {
    setView({ speed: Number(input.value) });
    sendSpeed();
  });
  on("view language structure", show);
}

function speedText({ unit, perSecond }) {
  return perSecond === null ? t("speed.most") : t(`speed.${unit}`, { count: perSecond });
}

/** Sends the speed to the session; the address or a new session may differ from its default. */
export const sendSpeed = () => command("speed", speeds[app.view.speed] ?? speeds.at(-1));

export const toggleRun = () => command(app.frame?.running ? "pause" : "run");
export const reset = () => command("reset");
export const step = (kind) => command("step", { kind, count: 1 });

function draw(frame) {
  const running = frame.running;
  parts.run.dataset.running = running;
  parts.run.firstChild.style.display = running ? "none" : "";
  parts.run.lastChild.style.display = running ? "" : "none";
  const name = t(running ? "transport.pause" : "transport.run");
  if (parts.run.title !== name) {
    parts.run.title = name;
    parts.run.setAttribute("aria-label", name);
  }
  setText(parts.epoch, whole(frame.epoch));
  const rate = running && frame.epochsPerSecond ? t("transport.rate", { rate: short(frame.epochsPerSecond) }) : "";
  setText(parts.rate, rate || resting(frame) || t("transport.updates", { count: whole(frame.step ?? 0) }));
}

/** Reports a run that ends by itself; for one that diverged, what to do about it. */
function rested(frame) {
  if (frame.ended === "diverged") {
    say(t("ended.divergedAdvice", { epoch: whole(frame.epoch) }), { urgent: true, seconds: 15 });
  } else whisper(`${resting(frame)} ${t("transport.rested", losses(frame))}`.trim());
}

const losses = (frame) => ({ epoch: whole(frame.epoch), train: loss(frame.trainLoss), test: loss(frame.testLoss) });

const short = (rate) => (rate >= 100 ? whole(rate) : figure(rate, 2));

/** Why the run stopped, if it stopped by itself. */
function resting(frame) {
  if (!frame.ended) return frame.message ?? "";
  const key = `ended.${frame.ended}`;
  const own = t(key);
  return own === key ? (frame.message ?? "") : own;
}
