// The stream of frames. Only the latest one counts: it is parsed and handed on once a screen refresh.
import { send } from "./api.js";

export class FrameStream {
  #controller = null;
  #line = null;
  #scheduled = false;
  /** @param onFrame gets a frame. @param onEnd is called where the stream broke off. */
  constructor(onFrame, onEnd) {
    this.onFrame = onFrame;
    this.onEnd = onEnd;
    this.bytes = 0;
    this.frames = 0;
  }

  /** Follows a session until stopped; does not wait. */
  follow(id) {
    this.stop();
    const controller = new AbortController();
    this.#controller = controller;
    this.#read(id, controller).then(
      () => this.#ended(controller, null),
      (error) => this.#ended(controller, error),
    );
  }

  stop() {
    this.#controller?.abort();
    this.#controller = null;
    this.#line = null;
  }

  #ended(controller, error) {
    if (this.#controller !== controller) return;
    this.#controller = null;
    this.onEnd(error);
  }

  async #read(id, controller) {
    const response = await send(`sessions/${id}/stream`, {
      method: "POST",
      body: "{}",
      type: "application/json",
      signal: controller.signal,
    });
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done || this.#controller !== controller) return;
      this.bytes += value.length;
      rest += decoder.decode(value, { stream: true });
      const end = rest.lastIndexOf("\n");
      if (end < 0) continue;
      const start = rest.lastIndexOf("\n", end - 1) + 1;
      const line = rest.slice(start, end);
      rest = rest.slice(end + 1);
      if (line.trim() !== "") this.#take(line);
    }
  }

  #take(line) {
    this.#line = line;
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      if (this.#line === null) return;
      const frame = JSON.parse(this.#line);
      this.#line = null;
      this.frames += 1;
      this.onFrame(frame);
    });
  }
}
