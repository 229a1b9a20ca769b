// The whole state in the address: `#TOKEN&data=spiral&layers=8`. What is as by default is left out.
import { app, on, viewDefaults } from "./state.js";

const nullable = { stopLoss: "number", table: "string", target: "string", positiveFrom: "number", columns: "list" };

/** Splits the address into the token and the settings that it names. */
export function readAddress(hash = location.hash) {
  const parts = hash.replace(/^#/, "").split("&").filter(Boolean);
  const token = parts.length && !parts[0].includes("=") ? parts.shift() : null;
  const entries = new Map();
  for (const part of parts) {
    const at = part.indexOf("=");
    if (at > 0) entries.set(part.slice(0, at), part.slice(at + 1));
  }
  return { token, entries };
}

/** The settings in an address, of the types that the defaults have; what cannot be read is left out. */
export function settingsIn(entries, defaults) {
  const settings = {};
  for (const [name, text] of entries) {
    if (!(name in defaults)) continue;
    const value = valueOf(text, kindOf(name, defaults[name]));
    if (value !== undefined) settings[name] = value;
  }
  return settings;
}

function kindOf(name, value) {
  if (name in nullable) return nullable[name];
  if (Array.isArray(value)) return name === "layers" ? "numbers" : "list";
  return value === null ? "string" : typeof value;
}

function valueOf(text, kind) {
  try {
    if (kind === "number") return Number.isFinite(Number(text)) ? Number(text) : undefined;
    if (kind === "boolean") return text === "true";
    if (kind === "numbers") return text === "" ? [] : text.split(",").map(Number).filter(Number.isFinite);
    if (kind === "list") return text === "" ? [] : text.split(",").map(decodeURIComponent);
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function textOf(value) {
  if (Array.isArray(value)) return value.map((item) => encodeURIComponent(item)).join(",");
  return encodeURIComponent(value);
}

const equal = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function differing(values, defaults) {
  return Object.keys(defaults)
    .filter((name) => name in values && values[name] !== null && !equal(values[name], defaults[name]))
    .map((name) => `${name}=${textOf(values[name])}`);
}

/** The address of what the page shows now. */
function addressOfNow(token) {
  const parts = [token, ...differing(app.state, app.catalogue.defaults), ...differing(app.view, viewDefaults)];
  if (app.preset) parts.push(`preset=${encodeURIComponent(app.preset)}`);
  return `#${parts.filter(Boolean).join("&")}`;
}

/** Keeps the address up to date, at most some times a second: browsers limit how often it may change. */
export function keepAddress(token) {
  let timer = null;
  on("state view", () => {
    timer ??= setTimeout(() => {
      timer = null;
      history.replaceState(null, "", addressOfNow(token));
    }, 250);
  });
}
