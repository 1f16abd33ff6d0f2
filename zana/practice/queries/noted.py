"""What somebody has already reported or kept as proof, so that its page can say so."""

from collections.abc import Mapping

from zana.practice.models import Actor, Talk, Trace

NEWEST = 20
COPY, REPORT = "copy_kept", "reported"
Noted = frozenset[tuple[str, str, int]]


def list_reports(me: Actor) -> list[tuple[Trace, str]]:
    """The newest first, each with the name of whom it is about."""
    found = list(Trace.objects.filter(account=me, kind=REPORT).select_related("item__author")[:NEWEST])
    actors = Actor.objects.in_bulk([one.detail["actor"] for one in found if "actor" in one.detail])
    talks = Talk.objects.select_related("guest").in_bulk([one.detail["talk"] for one in found if "talk" in one.detail])
    guests = {number: talk.guest for number, talk in talks.items()}
    return [(one, _name_whom(one, actors, guests)) for one in found]


def _name_whom(report: Trace, actors: Mapping[int, Actor], guests: Mapping[int, Actor]) -> str:
    if report.item is not None:
        return report.item.author.name
    whom = actors.get(report.detail.get("actor", 0)) or guests.get(report.detail.get("talk", 0))
    return whom.name if whom is not None else ""


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
