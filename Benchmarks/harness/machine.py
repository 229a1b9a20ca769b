"""The machine on which the results were measured."""

import ctypes
import ctypes.util
import datetime
import os
import platform
import subprocess


def describe(root, threads):
    """Names and values, in the order in which they are shown."""
    return {
        "date": datetime.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z"),
        "commit": _commit(root),
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{_system()}, {platform.machine()}, kernel {platform.release()}",
        "Swift": _line(["swift", "--version"]),
        "OpenBLAS": _openblas(),
        "Python": platform.python_version(),
        "threads": str(threads),
        "load before": f"{os.getloadavg()[0]:.2f}",
    }


def _commit(root):
    """The commit, and whether anything else than the results differs from it."""
    git = ["git", "-C", str(root)]
    written = [":!Benchmarks/RESULTS.md", ":!Benchmarks/README.md"]
    changed = subprocess.run([*git, "status", "--porcelain", "--", ".", *written], capture_output=True).stdout
    return _line([*git, "rev-parse", "--short", "HEAD"]) + (" with changes" if changed else "")


def _line(command):
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.strip().splitlines()[0]
    except (OSError, IndexError):
        return "unknown"


def _processor():
    try:
        with open("/proc/cpuinfo") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


def _system():
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.platform()


def _openblas():
    try:
        library = ctypes.CDLL(ctypes.util.find_library("openblas"))
        library.openblas_get_config.restype = library.openblas_get_corename.restype = ctypes.c_char_p
        version = library.openblas_get_config().decode().split()[1]
        return f"{version}, kernels for {library.openblas_get_corename().decode()}"
    except (OSError, TypeError, AttributeError):
        return "unknown"
