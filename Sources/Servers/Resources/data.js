// The data: which set, how noisy, how it is split, and with which seed.
import { byId, h } from "./dom.js";
import { control, controls } from "./fields.js";
import { choice, t } from "./i18n.js";
import { drawPoints, sized } from "./points.js";
import { change, regenerate } from "./session.js";
import { app, fieldOf, isTable, on } from "./state.js";
import { tablePanel } from "./table.js";

const thumbnails = [];
const tableBatches = [1, 2, 4, 8, 16, 32, 64, 100, 128, 256, 512, 1024, 2048, 4096];

export function setUpData() {
  const show = (share) => `${Math.round(100 * share)} %`;
  const batches = fieldOf("batch_size").offers;
  const group = h("div", { class: "thumbnails wide", role: "radiogroup", label: "data.title" });
  for (const data of app.catalogue.data) thumbnails.push(thumbnail(data));
  group.append(...thumbnails.map((one) => one.button));
  group.addEventListener("keydown", move);
  const others = h("button", { id: "regenerate", t: "data.regenerate", on: { click: regenerate } });
  byId("data").append(
    group,
    control("noise", { show }),
    control("train_fraction", { show }),
    control("batch_size", { valuesNow: () => (isTable() ? tableBatches : batches) }),
    control("seed"),
    ...controls("data", "data", "task", "features", "noise", "train_fraction", "batch_size", "seed"),
    others,
    tablePanel(),
  );
  on("state", mark);
  on("theme", draw);
  on("language", name);
  new ResizeObserver(draw).observe(group);
  name();
}

function thumbnail(data) {
  const canvas = h("canvas", { "aria-hidden": "true" });
  const button = h("button", { class: "thumbnail", role: "radio", id: `data-${data.name}` }, canvas);
  button.addEventListener("click", () => choose(data));
  return { data, canvas, button };
}

function choose(data) {
  if (data.name === app.state.data) return;
  change({ data: data.name, task: data.task, ...(isTable() ? backToPlane() : {}) });
}

/** What a table may have had that does not suit points. */
const backToPlane = () => {
  const { defaults, ranges } = app.catalogue;
  const fits = app.state.hidden.every((units) => units <= ranges.units[1]);
  return {
    target: null,
    features: defaults.features,
    numerics: defaults.numerics,
    optimizer: defaults.optimizer,
    loss: defaults.loss,
    hidden: fits ? app.state.hidden : defaults.hidden,
    batch_size: Math.min(app.state.batch_size, fieldOf("batch_size").offers.at(-1)),
    learning_rate: defaults.learning_rate,
  };
};

/** Arrow keys move from one picture to the next, as in every group of radio buttons. */
function move(event) {
  const shown = thumbnails.filter((one) => !one.button.hidden);
  const index = shown.findIndex((one) => one.button === document.activeElement);
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!by || index < 0) return;
  event.preventDefault();
  const next = shown[(index + by + shown.length) % shown.length];
  next.button.focus();
  choose(next.data);
}

function mark() {
  const known = thumbnails.some((one) => one.data.name === app.state.data);
  let first = true;
  for (const { data, button } of thumbnails) {
    const chosen = data.name === app.state.data;
    button.hidden = data.task !== app.state.task;
    button.setAttribute("aria-checked", String(chosen));
    button.tabIndex = chosen || (!known && first && !button.hidden) ? 0 : -1;
    if (!button.hidden) first = false;
  }
  byId("setting-noise").closest(".field").hidden = isTable();
  byId("regenerate").dataset.t = isTable() ? "data.regenerateTable" : "data.regenerate";
  byId("regenerate").textContent = t(byId("regenerate").dataset.t);
  draw();
}

function name() {
  for (const { data, button } of thumbnails) {
    button.title = choice("data", data.name);
    button.setAttribute("aria-label", t("data.set", { name: choice("data", data.name) }));
  }
}

function draw() {
  for (const { data, canvas, button } of thumbnails) {
    if (button.hidden || button.getBoundingClientRect().width === 0) continue;
    const { context, width, height } = sized(canvas);
    const options = { x: [-6.4, 6.4], y: [-6.4, 6.4], radius: 1.05, classes: data.task === "classification", plain: true };
    drawPoints(context, width, height, data.thumbnail, options);
  }
}
