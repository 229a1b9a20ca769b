// The settings: above the network those that are changed most, and how to train below it.
import { targetColumn, targetPart } from "./classes.js";
import { byId, h } from "./dom.js";
import { control, controls, describedField } from "./fields.js";
import { t } from "./i18n.js";
import { rateField, scheduleField } from "./rate.js";
import { change } from "./session.js";
import { app, isTable, on } from "./state.js";

export function setUpControls() {
  byId("settings").append(
    rateField(),
    ...controls("network", "hidden"),
    control("task", { partOf: taskPart, isActive: () => true }),
  );
  on("state language", () => {
    if (!app.state) return;
    byId("setting-regularization_rate").disabled = app.state.regularization === "none";
  });
  layerTools();
  training();
}

/** Another task has other data; a table stays, with a loss and a threshold that suit the task. */
function taskPart(task) {
  if (!isTable()) return { task, data: app.catalogue.data.find((one) => one.task === task).name };
  const suits = task === "classification" || targetColumn()?.type !== "text";
  const number = app.table?.columns.findLast((column) => column.type !== "text")?.name;
  const { features, ...part } = targetPart(suits ? app.state.target : (number ?? app.state.target), task);
  return suits ? part : { ...part, features };
}

function layerTools() {
  const most = app.catalogue.ranges.layers[1];
  const more = ({ hidden }) => ({ hidden: [...hidden, isTable() ? 16 : 2].slice(0, most) });
  const fewer = ({ hidden }) => ({ hidden: hidden.slice(0, -1) });
  const remove = h("button", { class: "small", id: "layer-remove", text: "−", label: "layers.remove" });
  const add = h("button", { class: "small", id: "layer-add", text: "+", label: "layers.add" });
  const count = h("b", { class: "figures-of", id: "layer-count" });
  remove.addEventListener("click", () => change(fewer));
  add.addEventListener("click", () => change(more));
  const name = h("span", { class: "quiet" });
  byId("layer-tools").append(remove, count, add, name);
  on("state", () => {
    count.textContent = app.state.hidden.length;
    name.dataset.t = app.state.hidden.length === 1 ? "layers.hiddenOne" : "layers.hidden";
    name.textContent = t(name.dataset.t);
    remove.disabled = app.state.hidden.length <= app.catalogue.ranges.layers[0];
    add.disabled = app.state.hidden.length >= app.catalogue.ranges.layers[1];
  });
}

/** How the network is trained, and when training stops. */
function training() {
  // The output layer decides whether the loss sees probabilities.
  const described = ["optimizer", "loss"].flatMap((name) => describedField(name, ["learning_rate", "from_logits"]));
  const grid = h(
    "div",
    { class: "grid-of-fields" },
    control("numerics"),
    ...described,
    ...scheduleField(),
    ...controls("training", "numerics", "optimizer", "loss", "learning_rate"),
  );
  const stopping = h("div", { class: "grid-of-fields" }, ...controls("stopping"));
  const note = h("p", { class: "quiet note", t: "training.note", id: "training-note" });
  byId("training").append(note, grid, h("h3", { class: "spaced", t: "training.stopping" }), stopping);
  on("state language", () => {
    if (!app.state) return;
    note.hidden = app.state.numerics !== "playground" || isTable();
    for (const name of ["patience", "min_delta"]) byId(`setting-${name}`).disabled = !app.state.early_stopping;
  });
}
