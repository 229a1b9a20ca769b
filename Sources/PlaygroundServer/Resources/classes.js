// What the two classes are called.
import { tick } from "./format.js";
import { t } from "./i18n.js";
import { app, isTable } from "./state.js";

/** The names of the negative and of the positive class: of a table by the value that parts them. */
export function classNames() {
  const { positiveFrom } = app.state;
  if (!isTable() || positiveFrom === null) return [t("class.negative"), t("class.positive")];
  return [`< ${tick(positiveFrom)}`, `≥ ${tick(positiveFrom)}`];
}
