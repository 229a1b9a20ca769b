// From orange through the background colour to blue: a pair that colour-blind eyes can distinguish.
import { theme } from "./theme.js";

const stops = {
  light: [[232, 139, 46], [246, 193, 134], [245, 242, 236], [148, 193, 226], [58, 137, 196]],
  dark: [[206, 118, 34], [128, 78, 34], [34, 38, 43], [40, 84, 118], [58, 132, 188]],
};

const tables = new Map();

/** 256 colours as bytes of an image; with two classes only the ends. */
export function palette(discrete = false) {
  const key = `${theme()} ${discrete}`;
  if (!tables.has(key)) tables.set(key, make(stops[theme()] ?? stops.light, discrete));
  return tables.get(key);
}

function make(colours, discrete) {
  const table = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    const [red, green, blue] = discrete ? colours[byte < 128 ? 1 : 3] : mixed(colours, byte / 255);
    table[byte] = (255 << 24) | (blue << 16) | (green << 8) | red;
  }
  return table;
}

function mixed(colours, share) {
  const place = share * (colours.length - 1);
  const index = Math.min(colours.length - 2, Math.floor(place));
  const part = place - index;
  return colours[index].map((value, channel) =>
    Math.round(value + part * (colours[index + 1][channel] - value)),
  );
}

/** The colour of a value in a range, as CSS. */
export function colourOf(value, low = -1, high = 1) {
  const share = high > low ? (value - low) / (high - low) : 0.5;
  const [red, green, blue] = mixed(stops[theme()] ?? stops.light, Math.min(1, Math.max(0, share)));
  return `rgb(${red} ${green} ${blue})`;
}

/** Colours of points: strong ones, so that they stand out from the picture. */
export const pointColours = () =>
  theme() === "dark"
    ? { positive: "#9ad3ff", negative: "#ffbe7d", edge: "#14171b", figureEdge: "#6d757e", test: "#ffffff" }
    : { positive: "#0a5a98", negative: "#bf5600", edge: "#ffffff", figureEdge: "#9a978f", test: "#20242a" };

const styles = new Map();

/** A named colour of the style sheet, read once per theme, because reading makes the browser compute its styles. */
export function styleColour(name) {
  const key = `${theme()} ${name}`;
  if (!styles.has(key)) {
    styles.set(key, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  }
  return styles.get(key);
}
