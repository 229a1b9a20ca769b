// The names of the two classes.
import { tick } from "./format.js";
import { t } from "./i18n.js";
import { app, isTable } from "./state.js";

/** What is known about the target column. */
export const targetColumn = (name = app.state.target) => app.table?.columns.find((column) => column.name === name);

/** Settings for a target and a task that suit each other: texts are classes, and numbers need a threshold. */
export function targetPart(name, wanted = app.state.task) {
  const column = targetColumn(name);
  const task = column?.type === "text" ? "classification" : wanted;
  const isSame = task === app.state.task;
  const loss = isSame ? app.state.loss : task === "classification" ? "binary_crossentropy" : "mse";
  const needsValue = task === "classification" && column && !column.classes;
  return { target: name, features: null, task, loss, positive_from: needsValue ? (column.min + column.max) / 2 : null };
}

/** The names of the negative and the positive class: a table's own two, or by the threshold between them. */
export function classNames() {
  const threshold = app.state.positive_from;
  const own = isTable() ? targetColumn()?.classes : null;
  if (own && threshold === null) return own;
  if (!isTable() || threshold === null) return [t("class.negative"), t("class.positive")];
  return [`< ${tick(threshold)}`, `≥ ${tick(threshold)}`];
}
