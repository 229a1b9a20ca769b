// A table of the user's: a CSV file dropped or chosen, its target and features, and how gaps and texts are handled.
import { send } from "./api.js";
import { targetColumn, targetPart } from "./classes.js";
import { byId, field, h } from "./dom.js";
import { control, controls } from "./fields.js";
import { whole } from "./format.js";
import { t, translate } from "./i18n.js";
import { say, showError } from "./notice.js";
import { change } from "./session.js";
import { app, isTable, on } from "./state.js";

const parts = {};

export function tablePanel() {
  const file = h("input", { type: "file", accept: ".csv,text/csv,text/plain", id: "table-file", class: "unseen" });
  file.tabIndex = -1;
  file.addEventListener("change", () => {
    if (file.files[0]) upload(file.files[0]);
    file.value = "";
  });
  file.setAttribute("aria-hidden", "true");
  const choose = h("button", { class: "small", id: "table-choose", t: "table.choose" });
  choose.addEventListener("click", () => file.click());
  const [redWine] = app.catalogue.samples;
  const sample = h("button", { class: "small", id: "table-sample", t: "table.sample", hidden: !redWine });
  sample.addEventListener("click", () => take(redWine));
  parts.drop = h("div", { class: "drop" }, h("span", { t: "table.drop" }), choose, sample, file);
  parts.details = h("div", { class: "stack", id: "table-details", hidden: true });
  dropping();
  on("state language table", show);
  return h("div", { class: "stack wide" }, h("h3", { t: "table.title" }), parts.drop, parts.details);
}

/** A file may be dropped anywhere on the page. */
function dropping() {
  addEventListener("dragover", (event) => {
    event.preventDefault();
    parts.drop.classList.add("over");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) parts.drop.classList.remove("over");
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    parts.drop.classList.remove("over");
    const file = event.dataTransfer?.files?.[0];
    if (file) upload(file);
  });
}

async function upload(file) {
  const most = app.catalogue.limits.csvBytes;
  if (file.size > most) return say(t("table.tooLarge", { size: Math.floor(most / 1048576) }), { urgent: true, seconds: 12 });
  try {
    const headers = { "X-Vintner-Filename": encodeURIComponent(file.name) };
    const response = await send("tables", { method: "POST", body: file, type: "text/csv", headers });
    await take(await response.json());
  } catch (error) {
    showError(error);
  }
}

/** Makes a table the data, with the target that the server suggests and cautious settings. */
export async function take(table) {
  keep(table);
  const gaps = table.columns.some((column) => column.missing > 0);
  const texts = table.columns.some((column) => column.type === "text");
  await change({
    data: table.table,
    task: table.task ?? "regression",
    target: table.target,
    positive_from: null,
    features: null,
    numerics: "keras",
    optimizer: "adam",
    loss: table.task === "classification" ? "binary_crossentropy" : "mse",
    learning_rate: 0.001,
    batch_size: 32,
    train_fraction: 0.7,
    activation: "relu",
    regularization: "none",
    hidden: [16, 8],
    missing: gaps ? ["median"] : app.catalogue.defaults.missing,
    encode: texts ? ["one-hot"] : null,
  });
  if (!isTable()) return;
  const read = t("table.read", { name: table.name, rows: whole(table.rows), columns: table.columns.length });
  const detail = (table.notices ?? []).join(" ");
  say(read, { detail, seconds: detail ? 15 : 5 });
}

const storage = "vintner.tables";
const keptTables = 8;
const known = new Map();

/** The descriptions of the latest tables, by their ids, so that a reload and a copied link find them again. */
function stored() {
  try {
    return JSON.parse(localStorage.getItem(storage)) ?? [];
  } catch {
    return []; // Without storage a reload shows the table without its columns' types.
  }
}

/** Remembers the description of a table. */
export function keep(table) {
  known.set(table.table, table);
  const others = stored().filter((other) => other.table !== table.table);
  try {
    localStorage.setItem(storage, JSON.stringify([...others, table].slice(-keptTables)));
  } catch {
    // As above.
  }
}

/** Finds the description of the table that is trained on. */
function recall(id) {
  app.table = known.get(id) ?? [...app.catalogue.samples, ...stored()].find((table) => table.table === id) ?? null;
}

function show() {
  if (isTable() && app.table?.table !== app.state.data) recall(app.state.data);
  parts.details.hidden = !isTable();
  if (!isTable() || !app.table) return;
  const kept = document.activeElement?.id;
  const { columns } = app.table;
  const target = h("select", { id: "table-target" }, ...columns.map(targetOption));
  target.value = app.state.target;
  target.addEventListener("change", () => change(targetPart(target.value)));
  const taken = app.state.features ?? columns.map((column) => column.name);
  const boxes = columns.filter((column) => column.name !== app.state.target).map((column) => box(column, taken));
  const list = h(
    "fieldset",
    { class: "column-list" },
    h("legend", { class: "quiet", text: t("table.features", { rows: whole(app.table.rows) }) }),
    ...boxes,
  );
  parts.details.replaceChildren(
    h("p", { class: "quiet", text: app.table.name }),
    field("table.target", target),
    ...(app.state.task === "classification" && targetColumn()?.type !== "text" ? [positive()] : []),
    list,
    ...preparation(),
    ...noticed(),
  );
  translate(parts.details);
  if (kept) byId(kept)?.focus();
}

/** A text column of more than two values cannot be the target; it is shown all the same, so that nobody searches for it. */
function targetOption({ name, type, classes }) {
  const canBe = type !== "text" || classes;
  return h("option", { value: name, text: canBe ? name : `${name} (${t("table.text")})`, disabled: !canBe });
}

function box(column, taken) {
  const input = h("input", { type: "checkbox", id: `column-${column.name}` });
  input.checked = taken.includes(column.name);
  input.addEventListener("change", () => {
    const wanted = input.checked;
    change((state) => ({ features: withColumn(state, column.name, wanted) }));
  });
  const gaps = column.missing > 0 ? t("table.gaps", { count: column.missing }) : "";
  const kind = column.type === "text" ? t("table.text") : "";
  const note = h("span", { class: "quiet", text: [kind, gaps].filter(Boolean).join(", ") });
  return h("label", { class: "check" }, input, h("span", { class: "column-name", text: column.name }), note);
}

/** The features with one more or less, or the other way round where `wanted` is null. One stays; `null` are all. */
export function withColumn(state, name, wanted) {
  const all = app.table.columns.map((one) => one.name).filter((other) => other !== state.target);
  const now = new Set((state.features ?? all).filter((other) => other !== state.target));
  if (wanted ?? !now.has(name)) now.add(name);
  else if (now.size > 1) now.delete(name);
  const columns = all.filter((other) => now.has(other));
  return columns.length === all.length ? null : columns;
}

/** The column that an input comes from: a category's is called `column=category`. */
export function columnOf(input) {
  const names = app.table?.columns.map((column) => column.name) ?? [];
  return names.find((name) => name === input) ?? names.find((name) => input.startsWith(`${name}=`)) ?? null;
}

function positive() {
  const input = h("input", { type: "number", step: "any", id: "table-positive", value: app.state.positive_from ?? "" });
  input.addEventListener("change", () => {
    change({ positive_from: input.value.trim() === "" ? null : Number(input.value) });
  });
  return field("setting.positive_from", input);
}

let preparationFields = null;
/** How the table is prepared. Rules for gaps and for texts are shown for tables that have some. */
function preparation() {
  preparationFields ??= {
    missing: [control("missing")],
    encode: [control("encode")],
    others: controls("table", "target", "positive_from", "missing", "encode"),
  };
  const { columns } = app.table;
  const { missing, encode, others } = preparationFields;
  const hasGaps = columns.some((column) => column.missing > 0);
  const hasTexts = columns.some((column) => column.type === "text");
  return [...(hasGaps ? missing : []), ...(hasTexts ? encode : []), ...others];
}

/** What the server noticed, such as rows that were left out: its own English sentences. */
const noticed = () => app.notices.map((text) => h("p", { class: "quiet", lang: "en", text }));
