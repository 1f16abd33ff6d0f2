"""What somebody has already reported or kept as proof, so that its page can say so."""

from zana.practice.models import Actor, Talk, Trace

NEWEST = 20
COPY, REPORT = "copy_kept", "reported"
Noted = frozenset[tuple[str, str, int]]


def list_reports(me: Actor) -> list[tuple[Trace, str]]:
    """The newest first, each with whom it is about."""
    found = list(Trace.objects.filter(account=me, kind=REPORT).select_related("item__author")[:NEWEST])
    people = Actor.objects.in_bulk([one.detail["actor"] for one in found if "actor" in one.detail])
    talks = Talk.objects.select_related("guest").in_bulk([one.detail["talk"] for one in found if "talk" in one.detail])
    named = {**{("actor", key): one for key, one in people.items()}, **{("talk", k): t.guest for k, t in talks.items()}}
    about = [one.item.author if one.item else named.get(next(iter(one.detail.items()), None)) for one in found]
    return [(one, who.name if who else "") for one, who in zip(found, about, strict=True)]


def noted_by(me: Actor | None) -> Noted:
    """Trace, "item", "talk" or "actor", and its primary key."""
    if me is None:
        return frozenset()
    found = Trace.objects.filter(account=me, by=me, kind__in=(COPY, REPORT))
    return frozenset(
        (kind, what, number)
        for kind, item, detail in found.values_list("kind", "item", "detail")
        for what, number in {"item": item, **detail}.items()
        if number is not None
    )
