// A list of all pictures, for fingers: what a pointer shows large by hovering is chosen here.
import { field, h } from "./dom.js";
import { pin } from "./focus.js";
import { t } from "./i18n.js";
import { nameOf } from "./math.js";
import { app, on } from "./state.js";

/** The network draws so many units of a layer. */
const most = 8;

export function shownField() {
  const select = h("select", { id: "shown" });
  select.addEventListener("change", () => pin(select.value === "" ? null : JSON.parse(select.value)));
  const fill = () => {
    if (!app.state) return;
    const chosen = select.value;
    select.replaceChildren(...choices().map(([focus, text]) => h("option", { value: focus ? JSON.stringify(focus) : "", text })));
    select.value = chosen;
    if (select.selectedIndex >= 0) return;
    select.value = "";
    pin(null);
  };
  on("structure language", fill);
  const all = field("shown.title", select);
  all.classList.add("shown");
  return all;
}

function choices() {
  const inputs = app.inputs.map(({ name }) => [{ input: name }, t("output.feature", { name: nameOf(name) })]);
  const units = app.state.hidden.flatMap((count, layer) =>
    Array.from({ length: Math.min(count, most) }, (_, unit) => [
      { layer, unit },
      t("node.title", { unit: unit + 1, layer: layer + 1 }),
    ]),
  );
  return [[null, t("output.title")], ...inputs, ...units];
}
