"""Measurements of the page as JSON in one line: opening, speed, size, and memory over hours."""

import json
import statistics
import time

import pictures

OPENINGS = 7
SECONDS = 10

# What the page says of itself over a while: frames taken, screens drawn, bytes received, epochs trained.
WATCH = """async (seconds) => {
  const { app, stream } = vintnerPlayground;
  const before = { frames: stream.frames, bytes: stream.bytes, epoch: app.frame.epoch, at: performance.now() };
  let screens = 0;
  let isOn = true;
  const count = () => { screens += 1; if (isOn) requestAnimationFrame(count); };
  requestAnimationFrame(count);
  await new Promise((done) => setTimeout(done, 1000 * seconds));
  isOn = false;
  const passed = (performance.now() - before.at) / 1000;
  const frames = stream.frames - before.frames;
  return {
    frames_a_second: frames / passed, screens_a_second: screens / passed,
    bytes_a_frame: (stream.bytes - before.bytes) / Math.max(1, frames),
    epochs_a_second: (app.frame.epoch - before.epoch) / passed,
  };
}"""


def measure(browser, server, minutes):
    measured = {"memory": _memory(browser, server, minutes)}
    measured["opening_ms"] = [_opening(browser) for _ in range(OPENINGS)]
    measured["drawing"] = {}
    for name, settings in {"circle, 4-2": "&data=circle&hidden=4,2", "spiral, 8, seven features": pictures.SPIRAL}.items():
        with browser.open(settings) as page:
            page.click("#run")
            page.until("app.frame.epoch > 50")
            measured["drawing"][name] = page.evaluate(WATCH, SECONDS)
    measured["idle"] = _idle(browser, server)
    measured["complaints"] = browser.complaints
    print(json.dumps(measured))


def _opening(browser):
    """From asking for the page to the first frame with the network's pictures in it."""
    with browser.open() as page:
        return page.evaluate("performance.getEntriesByName('first-picture')[0].startTime")


def _idle(browser, server):
    """The share of a processor that the server takes while nothing is trained."""
    def share():
        start, used = time.monotonic(), server.processor_seconds()
        time.sleep(SECONDS)
        return (server.processor_seconds() - used) / (time.monotonic() - start)

    alone = share()
    with browser.open() as page:
        page.wait_for_timeout(500)
        return {"without_a_page": alone, "with_a_page_at_rest": share()}


def _memory(browser, server, minutes):
    """Samples while one page trains and draws without a break. Memory in MB, of the page after collecting garbage."""
    samples = []
    with browser.open() as page:
        inspector = page.context.new_cdp_session(page.page)
        page.click("#run")
        start = time.monotonic()
        while (passed := time.monotonic() - start) < 60 * minutes:
            page.wait_for_timeout(1000 * min(30, max(1, 60 * minutes - passed)))
            inspector.send("HeapProfiler.collectGarbage")
            heap = inspector.send("Runtime.getHeapUsage")["usedSize"]
            samples.append([
                (time.monotonic() - start) / 60, page.look("frame.epoch"), server.resident_bytes() / 1e6, heap / 1e6])
    third = max(1, len(samples) // 3)
    first, last = samples[:third], samples[-third:]
    return {
        "minutes": samples[-1][0], "epochs": samples[-1][1], "samples": samples,
        "server_mb": [statistics.mean(one[2] for one in part) for part in (first, last)],
        "page_mb": [statistics.mean(one[3] for one in part) for part in (first, last)],
    }
