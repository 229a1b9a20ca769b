// Single keys for the most frequent actions. They can be switched off, for people who dictate to their computer.
import { byId, h } from "./dom.js";
import { openDialog } from "./files.js";
import { regenerate } from "./session.js";
import { app, setView } from "./state.js";
import { reset, step, toggleRun } from "./transport.js";
import { redo, undo } from "./undo.js";

const keys = {
  " ": ["keys.run", toggleRun],
  s: ["keys.step", () => step("epoch")],
  u: ["keys.update", () => step("update")],
  r: ["keys.reset", reset],
  g: ["keys.regenerate", regenerate],
  t: ["keys.test", () => setView({ showTest: !app.view.showTest })],
  d: ["keys.discretize", () => setView({ discretize: !app.view.discretize })],
  l: ["keys.log", () => setView({ log: !app.view.log })],
  n: ["keys.network", () => byId("net").querySelector(".node")?.focus()],
  "?": ["keys.help", () => showKeys()],
};

let enabled = true;

export function setUpKeyboard() {
  try {
    enabled = localStorage.getItem("vintner.keys") !== "off";
  } catch {
    enabled = true;
  }
  addEventListener("keydown", pressed);
  byId("net").addEventListener("keydown", walk);
}

function pressed(event) {
  if (event.altKey || document.querySelector("dialog[open]")) return;
  const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.metaKey) {
    if (isTyping(event.target)) return;
    if (letter === "z") {
      event.preventDefault();
      (event.shiftKey ? redo : undo)();
    } else if (letter === "y") {
      event.preventDefault();
      redo();
    }
    return;
  }
  if (!enabled || isTyping(event.target) || event.repeat) return;
  // The space bar presses the button that has the focus, as everywhere.
  if (event.key === " " && event.target.closest("button, summary, select, input, a")) return;
  if (event.target.matches("select")) return;
  const known = keys[letter];
  if (!known) return;
  event.preventDefault();
  known[1]();
}

const isTyping = (target) => target.matches("input[type=text], input[type=number], textarea");

/** Arrow keys move through the network: up and down within a layer, left and right between layers. */
function walk(event) {
  const way = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
  if (!way || !event.target.matches(".node")) return;
  const columns = [...byId("net").querySelectorAll(".net-column")].map((one) => [...one.querySelectorAll(".node")]);
  const column = columns.findIndex((nodes) => nodes.includes(event.target));
  const row = columns[column].indexOf(event.target);
  const next = columns[column + way[0]] ?? columns[column];
  event.preventDefault();
  next[Math.min(next.length - 1, Math.max(0, row + way[1]))].focus();
}

export function showKeys() {
  const rows = Object.entries(keys).map(([key, [name]]) =>
    h("tr", {}, h("td", {}, h("kbd", { text: key === " " ? "␣" : key.toUpperCase() })), h("td", { t: name })),
  );
  rows.push(h("tr", {}, h("td", {}, h("kbd", { text: "Ctrl" }), " ", h("kbd", { text: "Z" })), h("td", { t: "undo" })));
  rows.push(h("tr", {}, h("td", {}, h("kbd", { text: "← ↑ ↓ →" })), h("td", { t: "keys.walk" })));
  rows.push(h("tr", {}, h("td", {}, h("kbd", { text: "Enter" })), h("td", { t: "keys.edit" })));
  const box = h("input", { type: "checkbox", id: "keys-on" });
  box.checked = enabled;
  box.addEventListener("change", () => {
    enabled = box.checked;
    try {
      localStorage.setItem("vintner.keys", enabled ? "on" : "off");
    } catch {
      // Without storage the choice holds until the page is closed.
    }
  });
  const check = h("label", { class: "check" }, box, h("span", { t: "keys.on" }));
  openDialog("keys.title", h("table", {}, h("tbody", {}, ...rows)), check);
}
