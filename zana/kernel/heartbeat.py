"""Long-running processes say that they are alive, so that `/readyz` and `zana doctor` can tell when none is."""

from __future__ import annotations

from datetime import timedelta

from zana.kernel import clock
from zana.kernel.models import Heartbeat

FRESH = timedelta(seconds=20)  # four beats
KEPT = timedelta(days=1)


def beat(kind: str, who: str) -> None:
    """Once every few seconds. `who` is one process; `kind` is what it does."""
    Heartbeat.objects.update_or_create(who=who, defaults={"kind": kind, "beat_at": clock.now()})
    Heartbeat.objects.filter(beat_at__lt=clock.now() - KEPT).delete()


def stop(who: str) -> None:
    Heartbeat.objects.filter(who=who).delete()


def is_beating(kind: str) -> bool:
    return Heartbeat.objects.filter(kind=kind, beat_at__gte=clock.now() - FRESH).exists()
