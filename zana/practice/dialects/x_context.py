"""Who asks in the X dialect, and how often they may."""

import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from zana.practice.dialects.call import Call
from zana.practice.dialects.x_errors import forbidden, unauthorized
from zana.practice.models import Actor, Token, World

WINDOW_SECONDS = 900
TIME = "%Y-%m-%dT%H:%M:%S.000Z"


@dataclass
class Asking:
    call: Call
    token: Token
    world: World
    now: datetime
    parts: tuple[str, ...] = ()
    followers: dict[int, int] = field(default_factory=dict)

    @property
    def me(self) -> Actor:
        return self.token.actor

    def need(self, *scopes: str) -> None:
        if not set(scopes) <= set(self.token.grant.scopes):
            raise forbidden()


def read_token(value: str) -> Token:
    kept = Token.objects.filter(value=value, kind=Token.X_ACCESS) if value else Token.objects.none()
    token = kept.select_related("actor__world", "grant").first()
    if token is None or token.dead_subcode:
        raise unauthorized()
    if token.expires_at is not None and token.expires_at <= token.actor.world.now():
        raise unauthorized()
    return token


def stamp(moment: datetime) -> str:
    return moment.strftime(TIME)


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
    """Calls of one account to one route in the running quarter of an hour, in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[int, str, int], int] = defaultdict(int)

    def count(self, actor: int, route: str, limit: int) -> Allowance:
        window = int(time.time()) // WINDOW_SECONDS
        with self._lock:
            for old in [key for key in self._counts if key[2] != window]:
                del self._counts[old]
            self._counts[actor, route, window] += 1
            used = self._counts[actor, route, window]
        return Allowance(limit, limit - used, (window + 1) * WINDOW_SECONDS)

    def forget(self) -> None:
        with self._lock:
            self._counts.clear()


METER = Meter()
