// Round figures and a name along a side of a picture.
import { h } from "./dom.js";
import { tick } from "./format.js";
import { ticks } from "./scale.js";

/** The element for an axis: `side` is "x" or "y". Screen readers get the picture's own label. */
export const axisElement = (side) => h("div", { class: `ticks ${side} figures-of`, "aria-hidden": "true" });

/**
 * Draws an axis.
 * @param end an element at its upper end, such as a variable of one letter, or null.
 */
export function drawAxis(element, [low, high], end = null) {
  const key = [low, high, end?.textContent].join();
  if (element.dataset.shown === key) return;
  element.dataset.shown = key;
  const side = element.classList.contains("x") ? "left" : "bottom";
  const values = ticks(low, high, 4);
  const shares = values.map((value) => (value - low) / (high - low));
  const shown = shares.flatMap((share, index) => {
    if (end && side === "left" && share > 0.93) return [];
    const figure = h("span", { text: tick(values[index]) });
    figure.style[side] = `${(100 * share).toFixed(2)}%`;
    return [figure];
  });
  element.replaceChildren(...shown, ...(end ? [end] : []));
}
