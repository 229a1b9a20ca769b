// Light and dark: as the system prefers, until the user chooses.
import { emit } from "./state.js";

export const theme = () => document.documentElement.dataset.theme;

export function setTheme(name, keep = true) {
  document.documentElement.dataset.theme = name;
  try {
    if (keep) localStorage.setItem("vintner.theme", name);
  } catch {
    // Without storage the choice holds until the page is closed.
  }
  emit("theme");
}

export function followSystem() {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => {
    let chosen = null;
    try {
      chosen = localStorage.getItem("vintner.theme");
    } catch {
      // Nothing was chosen.
    }
    if (!chosen) setTheme(event.matches ? "dark" : "light", false);
  });
}
