"""How the page begins: what the command line requested, and the message where there is no browser."""

import os
import subprocess
import tempfile
from pathlib import Path

from page import expect, same
from server import Server

BROWSERS = ("chromium", "google-chrome")


def check_data_of_the_command_line(page):
    root = page.browser.server.root
    with Server(root, "--data", str(root / "data/winequality-red.csv")) as server:
        with page.browser.open(server=server) as other:
            other.until("vintnerPlayground.isTable() && app.state.target === 'quality'")
            same(other.look("inputs.length"), 11, "inputs")
            other.step(2)
        with page.browser.open("&data=xor", server=server) as other:
            same(other.look("state.data"), "xor", "an address that says more than the command line")


def check_preset_of_the_command_line(page):
    root = page.browser.server.root
    with Server(root, "--preset", "spiral") as server, page.browser.open(server=server) as other:
        same((other.look("state.data"), other.look("preset")), ("spiral", "spiral"), "the lesson")
        same(other.input_value("#preset"), "spiral", "the list of lessons")
        expect(other.inner_text("#lesson") != "", "the lesson's sentence")
    table = str(root / "data/winequality-red.csv")
    with Server(root, "--preset", "red-wine", "--data", table) as server, page.browser.open(server=server) as other:
        same(other.look("state.hidden"), [64, 64], "the lesson's network")
        same(other.evaluate("vintnerPlayground.isTable()"), True, "the lesson on red wine")
        expect(other.look("state.data") != "red-wine", "the lesson takes the command line's table")


def check_without_chromium_it_says_so(page):
    """Scripts/test-browser with a PATH on which all is but a browser."""
    root = page.browser.server.root
    with tempfile.TemporaryDirectory() as folder:
        for place in os.environ["PATH"].split(":"):
            for program in sorted(Path(place).glob("*")):
                link = Path(folder) / program.name
                if not program.name.startswith(BROWSERS) and not link.is_symlink():
                    link.symlink_to(program)
        done = subprocess.run(
            [root / "Scripts/test-browser"], env={**os.environ, "PATH": folder}, capture_output=True, text=True, check=False
        )
    same(done.returncode, 69, f"the exit code; it said {done.stderr!r}")
    expect("no Chromium" in done.stderr, f"what it says: {done.stderr!r}")
