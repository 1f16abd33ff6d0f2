"""Calls counted in windows of a quarter of an hour and of a day, in this process; and numbers used only once."""

import threading
from collections import defaultdict
from dataclasses import dataclass

QUARTER, DAY = 900, 86_400
MOST_NONCES = 20_000


@dataclass(frozen=True)
class Allowance:
    limit: int
    remaining: int
    reset: int

    @property
    def used_up(self) -> bool:
        return self.remaining < 0

    def headers(self) -> dict[str, str]:
        return {
            "x-rate-limit-limit": str(self.limit),
            "x-rate-limit-remaining": str(max(self.remaining, 0)),
            "x-rate-limit-reset": str(self.reset),
        }


class Meter:
    """Who called what how often in the running window."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, str, int], dict[int, int]] = defaultdict(dict)

    def count(self, who: str, route: str, limit: int, now: float, seconds: int = QUARTER) -> Allowance:
        """Count one call and say what is left."""
        window = int(now) // seconds
        with self._lock:
            kept = self._counts[who, route, seconds]
            used = kept.get(window, 0) + 1
            kept.clear()
            kept[window] = used
            if len(self._counts) > MOST_NONCES:
                self._counts.clear()
        return Allowance(limit, limit - used, (window + 1) * seconds)

    def forget(self) -> None:
        with self._lock:
            self._counts.clear()


class Nonces:
    """Each number once: a signed call that comes twice is a copy."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[tuple[str, str, str], None] = {}

    def is_new(self, token: str, stamp: str, nonce: str) -> bool:
        key = (token, stamp, nonce)
        with self._lock:
            if not nonce or key in self._seen:
                return False
            self._seen[key] = None
            if len(self._seen) > MOST_NONCES:
                self._seen.pop(next(iter(self._seen)))
        return True

    def forget(self) -> None:
        with self._lock:
            self._seen.clear()
