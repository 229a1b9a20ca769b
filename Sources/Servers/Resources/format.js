// Numbers as people read them.

/** Three significant digits, without needless zeros; a dash where there is no number. */
export function figure(value, digits = 3) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(digits - 1).replace("-", "−").replace("+", "");
  const places = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return minus(value.toFixed(Math.min(places, 8)));
}

/** A number on an axis, without trailing zeros. */
export function tick(value, digits = 3) {
  if (value === 0 || !Number.isFinite(value)) return figure(value);
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return figure(value, 1);
  return minus(String(Number(value.toPrecision(digits))));
}

/** A fixed number of places, so that changing numbers keep their width. */
export function loss(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 1e5 || (size > 0 && size < 1e-5)) return minus(value.toExponential(2).replace("+", ""));
  return minus(value.toFixed(size > 0 && size < 0.01 ? 5 : 4));
}

export function percent(value) {
  return value === null || value === undefined ? "–" : `${(100 * value).toFixed(1)} %`;
}

export const whole = (value) => Math.round(value).toLocaleString("en-US");

const minus = (text) => text.replaceAll("-", "−");
