// Points of a data set on a canvas: discs for one class, diamonds for the other, an outline for test points.
import { colourOf, pointColours } from "./colours.js";

/** Sets a canvas to the size it is shown at, in the screen's own pixels; gives the context and the size. */
export function sized(canvas) {
  const ratio = Math.min(3, devicePixelRatio || 1);
  const box = canvas.getBoundingClientRect();
  const width = Math.max(1, Math.round(box.width * ratio));
  const height = Math.max(1, Math.round(box.height * ratio));
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, box.width, box.height);
  return { context, width: box.width, height: box.height };
}

/**
 * Draws points.
 * @param points {x1, x2, label}
 * @param options x and y: ranges; radius; classes: whether labels are classes; range: of figures; test; plain: no edges.
 */
export function drawPoints(context, width, height, points, options) {
  const { x, y, radius, classes, range = [-1, 1], test = false, plain = false } = options;
  const colours = pointColours();
  context.lineWidth = test ? 1.4 : 0.8;
  context.strokeStyle = test ? colours.test : classes ? colours.edge : colours.figureEdge;
  for (let index = 0; index < points.x1.length; index += 1) {
    const left = ((points.x1[index] - x[0]) / (x[1] - x[0])) * width;
    const top = height - ((points.x2[index] - y[0]) / (y[1] - y[0])) * height;
    const label = points.label[index];
    if (classes) context.fillStyle = label > 0 ? colours.positive : colours.negative;
    else context.fillStyle = colourOf(label, range[0], range[1]);
    context.beginPath();
    if (classes && label <= 0) diamond(context, left, top, radius * 1.3);
    else context.arc(left, top, radius, 0, 2 * Math.PI);
    context.fill();
    if (!plain) context.stroke();
  }
}

function diamond(context, left, top, radius) {
  context.moveTo(left, top - radius);
  context.lineTo(left + radius, top);
  context.lineTo(left, top + radius);
  context.lineTo(left - radius, top);
  context.closePath();
}
