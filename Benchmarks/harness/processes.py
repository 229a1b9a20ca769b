"""Runs one process and reports its output, its time and its use of processor and memory."""

import json
import os
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass


class Failed(Exception):
    """A process that failed; the message is one line."""


class Killed(Failed):
    """A process that something else ended: it says nothing about what the process does."""


# A crash ends a process by other signals.
FROM_OUTSIDE = {-signal.SIGHUP, -signal.SIGINT, -signal.SIGTERM, -signal.SIGKILL}


@dataclass
class Outcome:
    """What a process printed, its time from start to exit, and its use of processor and memory."""

    text: str
    wall_seconds: float
    cpu_seconds: float
    peak_mb: float

    @property
    def figures(self):
        """The JSON object in the last line that was printed."""
        return json.loads(self.text.strip().splitlines()[-1])

    @property
    def lines(self):
        """The JSON object in each line that was printed."""
        return [json.loads(line) for line in self.text.strip().splitlines()]


def run(command, threads=None, environment=None):
    """Runs a command to its end, on the first `threads` processors if that is given.

    The memory is the process's own largest resident set: what it mapped of files counts.
    """
    pin = None
    if threads and hasattr(os, "sched_setaffinity") and threads < os.cpu_count():
        pin = lambda: os.sched_setaffinity(0, range(threads))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command], stdout=out, stderr=err, stdin=subprocess.DEVNULL,
            env=dict(os.environ, **(environment or {})), preexec_fn=pin)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            # Interrupted: it would go on alone.
            process.kill()
            raise
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode in FROM_OUTSIDE:
            raise Killed(f"ended by {signal.Signals(-process.returncode).name}")
        if process.returncode != 0:
            raise Failed(f"exit {process.returncode}: {_last_line(err)}")
        out.seek(0)
        return Outcome(
            out.read().decode(), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _last_line(stream):
    stream.seek(0)
    lines = stream.read().decode(errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else "it said nothing"
