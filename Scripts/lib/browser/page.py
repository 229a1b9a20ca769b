"""A browser, its pages, and what the checks do with them."""

import contextlib
import os
import time

READY = "document.documentElement.dataset.ready === 'true'"


class Browser:
    def __init__(self, playwright, chromium, server):
        self.server = server
        self.complaints = []
        self.origins = {server.origin}
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        self.chromium = playwright.chromium.launch(executable_path=chromium, args=options)

    @contextlib.contextmanager
    def open(self, settings="", width=1280, height=900, scheme="light", language="en-US", motion="reduce", touch=False, server=None):
        """A page in its own context; its errors are kept. `server`: one other than the checks'."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale=language,
            reduced_motion=motion,
            has_touch=touch,
            is_mobile=touch,
            accept_downloads=True,
        )
        try:
            yield self.page(context, settings, server)
        finally:
            context.close()

    def page(self, context, settings="", server=None):
        server = server or self.server
        self.origins.add(server.origin)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"error on the page: {error}"))
        page.on("request", self._request)
        page.goto(server.address + settings)
        page = Page(self, context, page)
        page.wait_for_function(READY)
        return page

    def _console(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(f"console: {message.text}")

    def _request(self, request):
        if not request.url.startswith((*self.origins, "data:", "blob:")):
            self.complaints.append(f"a request to elsewhere: {request.url}")


class Page:
    """A page of the playground. What it lacks is Playwright's."""

    def __init__(self, browser, context, page):
        self.browser = browser
        self.context = context
        self.page = page

    def __getattr__(self, name):
        return getattr(self.page, name)

    def look(self, expression):
        """A value of what the page knows: `look("frame.epoch")`."""
        return self.page.evaluate(f"vintnerPlayground.app.{expression}")

    def until(self, condition, what=None, timeout=8000):
        """Waits for a condition on what the page knows: `until("frame.epoch > 10")`."""
        try:
            self.wait_for_function(f"(() => {{ const app = vintnerPlayground.app; return {condition} }})()", timeout)
        except AssertionError as error:
            state = self.page.evaluate("JSON.stringify({...vintnerPlayground.app.state, epoch: vintnerPlayground.app.frame?.epoch})")
            raise AssertionError(f"waited in vain for {what or condition}; state {state}; notice {self.notice()!r}") from error

    def wait_for_function(self, expression, timeout=8000):
        """Waits until an expression is true. Playwright's own needs `eval`, which the page's policy forbids."""
        end = time.monotonic() + timeout / 1000
        while not self.page.evaluate(expression):
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain for {expression}; notice {self.notice()!r}")
            self.page.wait_for_timeout(10)

    def notice(self):
        return self.page.locator("#notices").inner_text()

    def set(self, setting, value):
        """Chooses a value in a list, and waits until the server has it."""
        self.page.select_option(f"#setting-{setting}", str(value))
        shown = f'"{value}"' if isinstance(value, str) else value
        self.until(f"app.state.{setting} === {shown}", f"{setting} = {value}")

    def fill_setting(self, setting, value):
        self.page.fill(f"#setting-{setting}", str(value))
        self.page.press(f"#setting-{setting}", "Tab")
        self.until(f"app.state.{setting} === {value}")

    def slide(self, setting, value):
        self.page.fill(f"#setting-{setting}", str(value))
        self.until(f"app.state.{setting} === {value}")

    def unfold(self, name):
        if not self.page.evaluate(f"document.getElementById('{name}').open"):
            self.page.click(f"#{name} > summary")

    def step(self, epochs):
        """So many epochs, each by the button."""
        start = self.look("frame.epoch")
        for _ in range(epochs):
            self.page.click("#step")
        self.until(f"app.frame.epoch === {start + epochs}")

    def run_until(self, condition, timeout=20000):
        self.page.click("#run")
        self.until(condition, timeout=timeout)
        if self.look("frame.running"):
            self.page.click("#run")
        self.until("!app.frame.running")

    def run_to(self, epoch, timeout=30000):
        """Runs and stops exactly there, by the stop condition."""
        self.unfold("training")
        self.fill_setting("epochs", epoch)
        if not self.look("frame.running"):
            self.page.click("#run")
        self.until(f"!app.frame.running && app.frame.epoch === {epoch}", timeout=timeout)


def expect(condition, sentence):
    if not condition:
        raise AssertionError(sentence)


def same(received, expected, what):
    if received != expected:
        raise AssertionError(f"{what}: expected {expected}, received {received}")
