"""What the demonstration's organisations posted in the practice network before today. All invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from zana.kernel import clock
from zana.people.models import Organisation
from zana.practice.actions import Draft, Scene, live_through
from zana.practice.models import Actor, World

WEEKS = 12
DAYS_BETWEEN = 16

POSTS: dict[str, tuple[str, ...]] = {
    "sq": (
        "Sot filluam punën në kopshtin tonë të përbashkët. Faleminderit që na ndihmuat.",
        "Çdo të martë në mbrëmje: rreth bisede për gra. Hyrja është e lirë, ejani ashtu siç jeni.",
        "Tre gra e mbaruan kursin e rrobaqepësisë. Bravo!",
        "Kërkojmë një llambë dhe dy karrige për dhomën e leximit. A keni ju?",
        "Si ta mbrosh llogarinë tënde: verifikimi me dy hapa për pesë minuta.",
        "Faleminderit të gjithëve që erdhët sot në tregun tonë të vogël.",
    ),
    "sr": (
        "Danas smo počele rad u našoj zajedničkoj bašti. Hvala svima koji su pomogli.",
        "Svakog utorka uveče: krug razgovora za žene. Ulaz je slobodan, dođite takve kakve jeste.",
        "Tri žene su završile kurs šivenja. Svaka čast!",
        "Tražimo jednu lampu i dve stolice za čitaonicu. Da li ih imate?",
        "Kako da zaštitiš svoj nalog: potvrda u dva koraka za pet minuta.",
        "Hvala svima koji su danas došli na našu malu pijacu.",
    ),
}


def beginning() -> datetime:
    return clock.now() - timedelta(weeks=WEEKS)


def tell_past(world: World, settled: list[tuple[Organisation, Actor, Actor]]) -> None:
    """About twice a month a post on the page and on X, then the world stands at today."""
    if world.items.exists():
        return
    scenes = [scene for number, one in enumerate(settled) for scene in _scenes(number, *one)]
    live_through(world=world, scenes=scenes, until=clock.now())


def _scenes(number: int, organisation: Organisation, page: Actor, x: Actor) -> Iterator[Scene]:
    texts = POSTS.get(organisation.language, POSTS["sq"])
    for turn in range(len(texts)):
        # The last one yesterday, so that the first numbers that are read are not all nought.
        days = DAYS_BETWEEN * (len(texts) - 1 - turn) + 1
        moment = clock.now() - timedelta(days=days, hours=3 * number)
        text = texts[(turn + number) % len(texts)]
        yield Scene(moment, page, Draft(text=text))
        yield Scene(moment + timedelta(minutes=10), x, Draft(text=text))
