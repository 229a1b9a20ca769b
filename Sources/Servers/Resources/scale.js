// Ranges of values, and the round ones among them for an axis.

/** The range of all lines: from 0, or on a log scale from the lowest. */
export function rangeOf(series, log) {
  let low = Infinity;
  let high = -Infinity;
  for (const one of series) {
    for (const value of one.y) {
      if (value === null || !Number.isFinite(value) || (log && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (!(low <= high)) return log ? [0.01, 1] : [0, 1];
  if (log) {
    low = Math.max(low, high * 1e-8);
    return [10 ** (Math.floor(Math.log10(low) * 4) / 4), 10 ** (Math.ceil(Math.log10(high * 1.01) * 4) / 4)];
  }
  return [0, niceAbove(high)];
}

function niceAbove(value) {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= value * 1.001) ?? value;
}

/** Round values between two, about so many; `least` is the smallest step, as 1 for epochs. */
export function ticks(low, high, count, least = 0) {
  const rough = Math.max((high - low) / count, least);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
  const all = [];
  for (let value = Math.ceil(low / step) * step; value <= high + step * 1e-6; value += step) all.push(Number(value.toPrecision(12)));
  return all;
}

export function logTicks(low, high) {
  const all = [];
  const steps = Math.log10(high / low) > 2.5 ? [1] : [1, 2, 5];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
    for (const step of steps) {
      const value = step * 10 ** power;
      if (value >= low * 0.999 && value <= high * 1.001) all.push(value);
    }
  }
  return all;
}
