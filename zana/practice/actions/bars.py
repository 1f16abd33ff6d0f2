"""Shutting somebody out of an account, or muting them."""

from zana.practice.models import Actor, Bar


def bar(*, account: Actor, other: Actor, kind: str = Bar.BLOCK) -> Bar:
    """`account` blocks or mutes `other`; again it changes nothing."""
    kept, _ = Bar.objects.get_or_create(
        account=account, other=other, kind=kind, defaults={"created_at": account.world.now()}
    )  # fmt: skip
    return kept


def unbar(*, account: Actor, other: Actor, kind: str = Bar.BLOCK) -> bool:
    """Let them in again; False = nobody had shut them out."""
    removed, _ = Bar.objects.filter(account=account, other=other, kind=kind).delete()
    return removed > 0
