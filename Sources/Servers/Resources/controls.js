// The settings: above the network those that one changes most, and how to train below it.
import { targetColumn, targetPart } from "./classes.js";
import { byId, h } from "./dom.js";
import { choiceField, numberField, sliderField, switchField } from "./fields.js";
import { t } from "./i18n.js";
import { change } from "./session.js";
import { app, isTable, on } from "./state.js";

export function setUpControls() {
  const { catalogue } = app;
  byId("settings").append(
    choiceField("learningRate", () => [...catalogue.learningRates]),
    choiceField("activation", () => catalogue.activations),
    choiceField("regularization", () => catalogue.regularizations),
    choiceField("regularizationRate", () => [...catalogue.regularizationRates]),
    choiceField("problem", () => ["classification", "regression"], problemPart),
  );
  on("state", () => {
    byId("setting-regularizationRate").disabled = app.state.regularization === "none";
  });
  layerTools();
  training();
}

/** Another problem has other data; a table stays, with a loss and a threshold that fit. */
function problemPart(problem) {
  if (!isTable()) return { problem, data: app.catalogue.data.find((one) => one.problem === problem).name };
  const isFigure = problem === "classification" || targetColumn()?.type !== "text";
  const figure = app.table?.columns.findLast((column) => column.type !== "text")?.name;
  const { columns, ...part } = targetPart(isFigure ? app.state.target : (figure ?? app.state.target), problem);
  return isFigure ? part : { ...part, columns };
}

function layerTools() {
  const most = app.catalogue.ranges.layers[1];
  const more = ({ layers }) => ({ layers: [...layers, isTable() ? 16 : 2].slice(0, most) });
  const fewer = ({ layers }) => ({ layers: layers.slice(0, -1) });
  const remove = h("button", { class: "small", id: "layer-remove", text: "−", label: "layers.remove" });
  const add = h("button", { class: "small", id: "layer-add", text: "+", label: "layers.add" });
  const count = h("b", { class: "figures-of", id: "layer-count" });
  remove.addEventListener("click", () => change(fewer));
  add.addEventListener("click", () => change(more));
  const name = h("span", { class: "quiet" });
  byId("layer-tools").append(remove, count, add, name);
  on("state", () => {
    count.textContent = app.state.layers.length;
    name.dataset.t = app.state.layers.length === 1 ? "layers.hiddenOne" : "layers.hidden";
    name.textContent = t(name.dataset.t);
    remove.disabled = app.state.layers.length <= app.catalogue.ranges.layers[0];
    add.disabled = app.state.layers.length >= app.catalogue.ranges.layers[1];
  });
}

/** What decides how it is trained, beyond the Playground. */
function training() {
  const { catalogue } = app;
  const grid = h(
    "div",
    { class: "grid-of-fields" },
    choiceField("numerics", () => ["playground", "keras"]),
    choiceField("optimizer", () => catalogue.optimizers),
    choiceField("loss", () => catalogue.losses),
    choiceField("schedule", () => catalogue.schedules),
    numberField("scheduleSteps", { min: 1, step: 1 }),
    sliderField("dropout", () => catalogue.ranges.dropout, { step: 0.05, show: (value) => String(value) }),
    switchField("batchNormalization"),
  );
  const stopping = h(
    "div",
    { class: "grid-of-fields" },
    numberField("stopEpoch", { min: 0, step: 1, empty: 0 }),
    numberField("stopLoss", { min: 0, empty: null }),
    switchField("earlyStopping"),
    numberField("patience", { min: 1, step: 1 }),
    numberField("minDelta", { min: 0 }),
  );
  const note = h("p", { class: "quiet note", t: "training.note", id: "training-note" });
  byId("training").append(note, grid, h("h3", { class: "spaced", t: "training.stopping" }), stopping);
  on("state", () => {
    const own = app.state.numerics === "playground" && !isTable();
    note.hidden = !own;
    for (const name of ["optimizer", "loss", "schedule", "scheduleSteps", "dropout", "batchNormalization"]) {
      byId(`setting-${name}`).disabled = own;
    }
    byId("setting-numerics").disabled = isTable();
    byId("setting-scheduleSteps").disabled = own || app.state.schedule === "constant";
    for (const name of ["patience", "minDelta"]) byId(`setting-${name}`).disabled = !app.state.earlyStopping;
  });
}
