"""The suites by their names, in the order in which they run."""

from suites import (
    csv_reading, growth, main_job, micro, playground, prediction, quality, small_network, threads, whole_process)

ALL = {
    "main-job": main_job, "whole-process": whole_process, "small-net": small_network,
    "prediction": prediction, "csv": csv_reading, "growth": growth, "threads": threads, "playground": playground,
    "micro": micro, "quality": quality,
}
# Those that take hours, which run only when they are named.
LONG = ("quality",)
