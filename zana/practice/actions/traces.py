from typing import Any

from zana.practice.models import Actor, Item, Trace
from zana.practice.rules.traces import KINDS


def leave_trace(
    *, account: Actor, kind: str, by: Actor | None = None, item: Item | None = None, **detail: Any
) -> Trace:
    """Told to the people of the account, and written into its archive. Raises KeyError for an unknown kind."""
    return Trace.objects.create(
        world_id=account.world_id, account=account, kind=KINDS[kind].name, by=by, item=item, detail=detail,
        created_at=account.world.now(),
    )  # fmt: skip
