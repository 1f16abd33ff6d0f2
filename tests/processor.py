"""Processor time of other processes, from /proc."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for path in found for child in path.read_text().split()]


def descendants_of(pid: int) -> list[int]:
    return [each for child in children_of(pid) for each in [child, *descendants_of(child)]]


def read_command(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


def read_cpu(pid: int) -> float:
    """Seconds in user and system mode, of all its threads."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def read_cpu_of_all(pid: int) -> float:
    """Of the process and everything it started."""
    return sum(read_cpu(each) for each in [pid, *descendants_of(pid)])


QUIET_MS = 40.0  # what `measure_speed` gives on the machine the budgets were written for, when it has nothing to do


@contextmanager
def at_quiet_speed() -> Iterator[list[float]]:
    """A list of one number: by what to multiply processor time spent inside, so that a machine whose cores others
    share (they then do less in a second that is counted as ours) is judged like a quiet one."""
    factor = [1.0]
    before = measure_speed()
    yield factor
    factor[0] = QUIET_MS * 2 / (before + measure_speed())


def measure_speed() -> float:
    """Milliseconds of processor time for a fixed piece of work: higher when others share the cores."""
    began = time.process_time()
    kept: dict[int, str] = {}
    for number in range(200_000):
        kept[number % 1000] = f"{number}x"
    return (time.process_time() - began) * 1000
