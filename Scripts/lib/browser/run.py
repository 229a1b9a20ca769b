"""Runs the checks of the page, a line each, and a closing line; exit 1 where one failed."""

import argparse
import sys
import time
import traceback
from pathlib import Path

from playwright.sync_api import sync_playwright

import checks_access
import checks_controls
import checks_lesson
import checks_safety
import checks_start
import checks_table
import checks_training
import measure
import pictures
from page import Browser
from server import Server

MODULES = [checks_controls, checks_training, checks_lesson, checks_table, checks_access, checks_safety, checks_start]


def checks(words):
    """The functions `check_…` of the modules, in the order in which they stand there."""
    for module in MODULES:
        for name, function in vars(module).items():
            if not name.startswith("check_"):
                continue
            title = name.removeprefix("check_").replace("_", " ")
            if not words or any(word.lower() in title for word in words):
                yield title, function


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("root", type=Path)
    parser.add_argument("chromium")
    parser.add_argument("words", nargs="*")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--measure", type=float, metavar="MINUTES")
    options = parser.parse_args()
    if options.list:
        print("\n".join(title for title, _ in checks([])))
        return 0
    with Server(options.root) as server, sync_playwright() as playwright:
        browser = Browser(playwright, options.chromium, server)
        if options.pictures:
            pictures.take(browser, options.pictures)
            return 0
        if options.measure:
            measure.measure(browser, server, options.measure)
            return 0
        failed = run(browser, list(checks(options.words)))
        return 1 if failed else 0


def run(browser, all_checks):
    passed, failed = 0, 0
    for title, check in all_checks:
        start = time.monotonic()
        browser.complaints.clear()
        try:
            with browser.open() as page:
                note = check(page)
                page.wait_for_timeout(30)
            if browser.complaints:
                raise AssertionError("; ".join(browser.complaints))
            passed += 1
            line = f"ok    {title} ({time.monotonic() - start:.1f} s)"
            print(line + (f": {note}" if note else ""), flush=True)
        except Exception as error:  # noqa: BLE001 - a check may fail in any way, and the next is run
            failed += 1
            reason = str(error).strip() or type(error).__name__
            frame = traceback.extract_tb(error.__traceback__)
            own = [one for one in frame if "/lib/browser/" in one.filename and "run.py" not in one.filename]
            place = f" (line {own[0].lineno} of {Path(own[0].filename).name}: {own[0].line})" if own else ""
            print(f"FAIL  {title}: {' '.join(reason.split())[:600]}{place}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return failed


if __name__ == "__main__":
    sys.exit(main())
