// Names of features as a textbook sets them.
import { h } from "./dom.js";

const formulas = {
  x1: ["x", "1"],
  x2: ["x", "2"],
  x1_squared: ["x", "1", "2"],
  x2_squared: ["x", "2", "2"],
  x1_times_x2: ["x", "1", null, "x", "2"],
  sin_x1: ["sin", "x", "1"],
  sin_x2: ["sin", "x", "2"],
};

const spoken = {
  x1: "x₁",
  x2: "x₂",
  x1_squared: "x₁²",
  x2_squared: "x₂²",
  x1_times_x2: "x₁x₂",
  sin_x1: "sin x₁",
  sin_x2: "sin x₂",
};

/** The name as plain text. */
export const nameOf = (feature) => spoken[feature] ?? feature;

/** The name as an element; names of columns stay as they are. */
export function formula(feature) {
  const parts = formulas[feature];
  if (!parts) return h("span", { class: "column-name", text: feature });
  const element = h("span", { class: "math" });
  if (parts[0] === "sin") {
    element.append(h("span", { class: "up", text: "sin" }), "\u2009", variable(parts[1], parts[2]));
  } else {
    element.append(variable(parts[0], parts[1]));
    if (parts[2]) element.append(h("sup", { text: parts[2] }));
    if (parts[3]) element.append(variable(parts[3], parts[4]));
  }
  return element;
}

function variable(letter, index) {
  return h("span", {}, letter, h("sub", { text: index }));
}
