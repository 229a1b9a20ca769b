// What the two classes are called.
import { tick } from "./format.js";
import { t } from "./i18n.js";
import { app, isTable } from "./state.js";

/** What is known of the column that is predicted. */
export const targetColumn = (name = app.state.target) => app.table?.columns.find((column) => column.name === name);

/** Settings for a target and a problem that go together: texts are classes, and figures need a value that parts them. */
export function targetPart(name, wanted = app.state.problem) {
  const column = targetColumn(name);
  const problem = column?.type === "text" ? "classification" : wanted;
  const isSame = problem === app.state.problem;
  const loss = isSame ? app.state.loss : problem === "classification" ? "binary_crossentropy" : "mse";
  const needsValue = problem === "classification" && column && !column.classes;
  return { target: name, columns: null, problem, loss, positiveFrom: needsValue ? (column.min + column.max) / 2 : null };
}

/** The names of the negative and of the positive class: of a table its own two, or by the value that parts them. */
export function classNames() {
  const { positiveFrom } = app.state;
  const own = isTable() ? targetColumn()?.classes : null;
  if (own && positiveFrom === null) return own;
  if (!isTable() || positiveFrom === null) return [t("class.negative"), t("class.positive")];
  return [`< ${tick(positiveFrom)}`, `≥ ${tick(positiveFrom)}`];
}
