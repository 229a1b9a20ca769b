// Grids of bytes as pictures.
import { palette } from "./colours.js";

/** Bytes of a base64 text. */
export function bytesOf(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let index = 0; index < raw.length; index += 1) bytes[index] = raw.charCodeAt(index);
  return bytes;
}

const images = new WeakMap();

/**
 * Paints a square grid; the canvas takes the grid's size and the browser smooths it.
 * @param finer with two colours: by how much the grid is refined first, as the browser cannot smooth their border.
 */
export function paint(canvas, text, discrete = false, finer = 1) {
  if (!text) return clear(canvas);
  const known = images.get(canvas);
  const colours = palette(discrete);
  if (known && known.text === text && known.colours === colours) return;
  const bytes = discrete && finer > 1 ? refined(bytesOf(text), finer) : bytesOf(text);
  const size = Math.round(Math.sqrt(bytes.length));
  let image = known?.image;
  if (!image || canvas.width !== size) {
    canvas.width = size;
    canvas.height = size;
    image = new ImageData(size, size);
  }
  const pixels = new Uint32Array(image.data.buffer);
  for (let index = 0; index < bytes.length; index += 1) pixels[index] = colours[bytes[index]];
  canvas.getContext("2d").putImageData(image, 0, 0);
  images.set(canvas, { image, text, colours });
}

/** A grid with so many times the points across, by bilinear interpolation. */
function refined(bytes, times) {
  const size = Math.round(Math.sqrt(bytes.length));
  const fine = size * times;
  const result = new Uint8Array(fine * fine);
  const places = Array.from({ length: fine }, (_, index) => {
    const place = Math.min(size - 1, Math.max(0, (index + 0.5) / times - 0.5));
    const low = Math.min(size - 2, Math.floor(place));
    return [low, place - low];
  });
  for (let row = 0; row < fine; row += 1) {
    const [above, down] = places[row];
    for (let column = 0; column < fine; column += 1) {
      const [left, right] = places[column];
      const at = above * size + left;
      const upper = bytes[at] + right * (bytes[at + 1] - bytes[at]);
      const lower = bytes[at + size] + right * (bytes[at + size + 1] - bytes[at + size]);
      result[row * fine + column] = upper + down * (lower - upper);
    }
  }
  return result;
}

/** Forgets what is on a canvas. */
export function clear(canvas) {
  images.delete(canvas);
  canvas.width = 20;
  canvas.height = 20;
}

/** A picture that only grows to the right ("x"), upward ("y"), or is flat (null). */
export function gradient(direction, size = 20) {
  let text = "";
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const share = direction === "x" ? column : direction === "y" ? size - 1 - row : (size - 1) / 2;
      text += String.fromCharCode(Math.round((255 * share) / (size - 1)));
    }
  }
  return btoa(text);
}
