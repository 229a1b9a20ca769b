// A chart of lines with axes, a log scale and a cursor for pointer and keyboard.
import { h, s } from "./dom.js";
import { tick, whole } from "./format.js";
import { logTicks, rangeOf, ticks } from "./scale.js";

const margin = { left: 52, right: 14, top: 12, bottom: 34 };

export class LineChart {
  #cursor = null;

  /**
   * @param options width, height; names {x, y}; onRead gets the value at the cursor, or null; label; small.
   */
  constructor(options) {
    this.options = { width: 720, height: 300, ...options };
    const { width, height } = this.options;
    this.axes = s("g");
    this.lines = s("g");
    this.marks = s("g");
    this.cursor = s("g");
    this.drawn = [];
    this.svg = s(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", focusable: "false" },
      this.axes,
      this.lines,
      this.marks,
      this.cursor,
    );
    const keys = this.options.onRead ? { tabindex: "0" } : {};
    this.element = h("div", { class: this.options.small ? "chart small" : "chart", role: "img", ...keys }, this.svg);
    if (this.options.onRead) this.#listen();
    this.margin = this.options.small ? { left: 36, right: 4, top: 8, bottom: 18 } : margin;
  }

  /** Takes another size: its texts keep theirs. */
  resize(width, height) {
    if (width < 50 || (width === this.options.width && height === this.options.height)) return;
    Object.assign(this.options, { width, height });
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    if (this.content) this.draw(this.content);
  }

  /** @param content series [{name, kind, x: [], y: []}], marks [{x, label}], log, range of y if shared. */
  draw(content) {
    this.content = content;
    const { width, height } = this.options;
    const { left, right, top, bottom } = this.margin;
    const [low, high] = content.range ?? rangeOf(content.series, content.log);
    const last = Math.max(1, ...content.series.map((one) => one.x.at(-1) ?? 0));
    const across = width - left - right;
    const down = height - top - bottom;
    const scaled = content.log ? Math.log10 : (value) => value;
    const [bottomValue, topValue] = [scaled(low), scaled(high)];
    this.last = last;
    this.atX = (x) => left + (x / last) * across;
    this.atY = (y) => {
      const share = (scaled(Math.max(y, content.log ? 1e-12 : -Infinity)) - bottomValue) / (topValue - bottomValue);
      return top + down - Math.min(1.02, Math.max(-0.02, share)) * down;
    };
    this.#drawAxes(low, high, content.log);
    this.#drawLines(content.series);
    this.#drawMarks(content.marks ?? []);
    if (this.#cursor !== null) this.#drawCursor();
  }

  #drawAxes(low, high, log) {
    const { width, height, names, small } = this.options;
    const { left, right, bottom } = this.margin;
    const key = [low, high, log, this.last, width, height, names?.x, names?.y].join();
    if (key === this.axesKey) return;
    this.axesKey = key;
    const parts = [];
    const yTicks = log ? logTicks(low, high) : ticks(low, high, small ? 2 : 5);
    for (const value of yTicks) {
      const y = this.atY(value);
      parts.push(s("line", { class: "guide", x1: left, x2: width - right, y1: y, y2: y }));
      parts.push(s("text", { x: left - 6, y: y + 4, "text-anchor": "end", text: tick(value) }));
    }
    const xTicks = small ? [0, this.last] : ticks(0, this.last, Math.max(3, Math.floor(width / 130)), 1);
    for (const value of xTicks) {
      const anchor = small && value > 0 ? "end" : small ? "start" : "middle";
      parts.push(s("text", { x: this.atX(value), y: height - bottom + 15, "text-anchor": anchor, text: whole(value) }));
    }
    const ground = height - bottom;
    parts.push(s("line", { class: "axis", x1: left, x2: width - right, y1: ground, y2: ground }));
    if (names?.x) parts.push(s("text", { x: width - right, y: height - 3, "text-anchor": "end", text: names.x }));
    this.axes.replaceChildren(...parts);
  }

  #drawLines(series) {
    while (this.lines.childElementCount > series.length) this.lines.lastChild.remove();
    while (this.lines.childElementCount < series.length) this.lines.append(s("path"));
    series.forEach((one, index) => {
      const path = this.lines.children[index];
      const drawn = this.drawn[index] ?? {};
      const same = drawn.y === one.y && drawn.length === one.y.length && drawn.end === one.y.at(-1);
      if (same && drawn.axes === this.axesKey && drawn.kind === one.kind) return;
      path.setAttribute("class", one.kind);
      path.setAttribute("d", this.#path(one));
      this.drawn[index] = { y: one.y, length: one.y.length, end: one.y.at(-1), axes: this.axesKey, kind: one.kind };
    });
  }

  /** Where many points share a pixel, its first, lowest, highest and last one are the line. */
  #path({ x, y }) {
    let text = "";
    let open = false;
    let index = 0;
    while (index < x.length) {
      if (y[index] === null || !Number.isFinite(y[index])) {
        open = false;
        index += 1;
        continue;
      }
      const pixel = Math.round(this.atX(x[index]));
      const first = index;
      let [low, high] = [index, index];
      while (index + 1 < x.length && Number.isFinite(y[index + 1] ?? NaN) && Math.round(this.atX(x[index + 1])) === pixel) {
        index += 1;
        if (y[index] < y[low]) low = index;
        if (y[index] > y[high]) high = index;
      }
      for (const at of [...new Set([first, ...[low, high].sort((a, b) => a - b), index])]) {
        text += `${open ? "L" : "M"}${this.atX(x[at]).toFixed(1)} ${this.atY(y[at]).toFixed(1)}`;
        open = true;
      }
      index += 1;
    }
    return text;
  }

  #drawMarks(marks) {
    const { height } = this.options;
    const { top, bottom } = this.margin;
    this.marks.replaceChildren(
      ...marks.flatMap(({ x, label }) => {
        const place = this.atX(x);
        const anchor = x > this.last * 0.7 ? "end" : "start";
        const text = s("text", { class: "best-label", x: place + (anchor === "end" ? -5 : 5), y: top + 10 });
        text.setAttribute("text-anchor", anchor);
        text.textContent = label;
        return [s("line", { class: "best", x1: place, x2: place, y1: top, y2: height - bottom }), text];
      }),
    );
  }

  #listen() {
    const at = (event) => {
      const box = this.svg.getBoundingClientRect();
      const { left, right } = this.margin;
      const x = ((event.clientX - box.left) / box.width) * this.options.width;
      const share = (x - left) / (this.options.width - left - right);
      this.#set(Math.min(1, Math.max(0, share)));
    };
    this.element.addEventListener("pointermove", at);
    this.element.addEventListener("pointerdown", at);
    // A finger leaves when it lifts: what it pointed to stays until the chart loses the focus.
    this.element.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && this.#set(null));
    this.element.addEventListener("blur", () => this.#set(null));
    this.element.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 0.02, ArrowLeft: -0.02, PageUp: 0.1, PageDown: -0.1, Home: -2, End: 2 }[event.key];
      if (event.key === "Escape") this.#set(null);
      if (!by) return;
      event.preventDefault();
      this.#set(Math.min(1, Math.max(0, (this.#cursor ?? (by > 0 ? 0 : 1)) + by)));
    });
  }

  #set(share) {
    this.#cursor = share;
    if (!this.content) return;
    if (share === null) {
      this.cursor.replaceChildren();
      this.options.onRead(null);
    } else this.#drawCursor();
  }

  #drawCursor() {
    const { height } = this.options;
    const { top, bottom } = this.margin;
    const x = this.#cursor * this.last;
    const read = this.content.series.map((one) => ({ name: one.name, kind: one.kind, ...nearest(one, x) }));
    const main = read.find((one) => one.x !== undefined);
    const place = this.atX(main?.x ?? x);
    const line = s("line", { class: "cursor", x1: place, x2: place, y1: top, y2: height - bottom });
    this.cursor.replaceChildren(line);
    this.options.onRead({ x: main?.x ?? x, values: read });
  }
}

/** The point of a line that is nearest to x. */
function nearest({ x, y }, at) {
  if (x.length === 0 || at > x.at(-1) * 1.02 + 1) return {};
  let low = 0;
  let high = x.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle] < at) low = middle + 1;
    else high = middle;
  }
  if (low > 0 && at - x[low - 1] < x[low] - at) low -= 1;
  return { x: x[low], y: y[low] };
}
