// Signs on buttons, drawn here.
import { s } from "./dom.js";

const paths = {
  run: "M7 4.5v15l12-7.5z",
  pause: "M6 5h4.2v14H6zM13.8 5H18v14h-4.2z",
  step: "M5 5v14l9.5-7zM16 5h3v14h-3z",
  reset: "M12 5a7 7 0 1 1-6.7 5h2.2A5 5 0 1 0 12 7v3.2L7.2 6 12 1.8z",
  undo: "M9.5 5 4 10l5.5 5v-3.4h4.2a3 3 0 0 1 0 6H8v2.2h5.7a5.2 5.2 0 0 0 0-10.4H9.5z",
  redo: "M14.5 5 20 10l-5.5 5v-3.4h-4.2a3 3 0 0 0 0 6H16v2.2h-5.7a5.2 5.2 0 0 1 0-10.4h4.2z",
};

export const icon = (name) =>
  s("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, s("path", { d: paths[name] }));
