"""Processor time of other processes, from /proc."""

from __future__ import annotations

import os
import time
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


def measure_speed() -> float:
    """Milliseconds of processor time for a fixed piece of work: higher when others share the cores."""
    began = time.process_time()
    kept: dict[int, str] = {}
    for number in range(200_000):
        kept[number % 1000] = f"{number}x"
    return (time.process_time() - began) * 1000
