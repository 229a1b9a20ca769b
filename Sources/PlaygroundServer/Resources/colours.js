// From orange over the paper's own tone to blue: a pair that stays apart for colour-blind eyes.
import { theme } from "./theme.js";

const stops = {
  light: [[214, 104, 8], [243, 168, 86], [243, 240, 234], [116, 176, 219], [13, 98, 163]],
  dark: [[255, 158, 66], [166, 97, 34], [33, 37, 42], [44, 103, 148], [104, 184, 243]],
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

/** Colours of points: strong ones, so that they stand out of the picture. */
export const pointColours = () =>
  theme() === "dark"
    ? { positive: "#7cc4ff", negative: "#ffab57", edge: "#14171b", test: "#ffffff" }
    : { positive: "#0b6cb3", negative: "#d96a00", edge: "#ffffff", test: "#20242a" };

/** A named colour of the style sheet. */
export const styleColour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
