// The whole state in the address: `#TOKEN&data=spiral&hidden=8`. Settings with their defaults are left out.
import { app, on, viewDefaults } from "./state.js";

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

/** The settings in an address, of the types that the server declares or the defaults have; the rest is left out. */
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
  const kind = app.catalogue?.fields.find((one) => one.name === name)?.kind ?? typeof value;
  return Array.isArray(value) && kind === "choice" ? "texts" : kind;
}

/** An empty list of texts stands for no value: a table's features are then all of its columns. */
function valueOf(text, kind) {
  try {
    const plain = decodeURIComponent(text);
    if (plain.startsWith("{")) return JSON.parse(plain);
    if (kind === "number" || kind === "whole") return Number.isFinite(Number(text)) ? Number(text) : undefined;
    if (kind === "flag" || kind === "boolean") return text === "true";
    if (kind === "numbers") return text === "" ? [] : text.split(",").map(Number).filter(Number.isFinite);
    if (kind === "texts") return text === "" ? null : text.split(",").map(decodeURIComponent);
    return plain;
  } catch {
    return undefined;
  }
}

function textOf(value) {
  if (Array.isArray(value)) return value.map((item) => encodeURIComponent(item)).join(",");
  return encodeURIComponent(typeof value === "object" ? JSON.stringify(value) : value);
}

const equal = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function differing(values, defaults) {
  return Object.keys(defaults)
    .filter((name) => name in values && !equal(values[name], defaults[name]))
    .map((name) => `${name}=${textOf(values[name] ?? [])}`);
}

/** The address of what the page shows now. */
function addressOfNow(token) {
  const parts = [token, ...differing(app.state, app.catalogue.defaults), ...differing(app.view, viewDefaults)];
  if (app.preset) parts.push(`preset=${encodeURIComponent(app.preset)}`);
  return `#${parts.filter(Boolean).join("&")}`;
}

/** Keeps the address up to date, at most a few times a second: browsers limit how often it may change. */
export function keepAddress(token) {
  let timer = null;
  on("state view", () => {
    timer ??= setTimeout(() => {
      timer = null;
      history.replaceState(null, "", addressOfNow(token));
    }, 250);
  });
}
