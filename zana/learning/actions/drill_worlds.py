"""The world of one run: an invented association, a colleague, and everything that will happen written down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from zana.kernel import clock
from zana.kernel.words import say
from zana.learning.drills import LANGUAGES, Drill
from zana.learning.drills.forms import PLAYED, Inject
from zana.learning.models import DrillRun
from zana.learning.rules.drill_signs import is_named, moment_of
from zana.practice.actions.cues import Line, set_moments, write_cues
from zana.practice.actions.posts import Draft, publish_post
from zana.practice.actions.reading import catch_up
from zana.practice.actions.worlds import add_role, create_page, create_person, create_world, send_away
from zana.practice.models import Actor, Item, World
from zana.practice.queries.worlds import crowd_of
from zana.ui.words import words_in

NAMES = ("Arta", "Lule", "Drita", "Mimoza", "Era", "Hana", "Teuta", "Jelena", "Milica", "Rina")
COLLEAGUE = "Besa Prova"
ASSOCIATION = {"sq": "Shoqata Prova", "sr": "Udruženje Prova", "en": "Prova Association"}
FIRST_POST = {
    "sq": "Mirëmëngjes! Jemi këtu çdo ditë nga ora 9 deri në 16. (Ushtrim)",
    "sr": "Dobro jutro! Tu smo svakog dana od 9 do 16 sati. (Vežba)",
    "en": "Good morning! We are here every day from 9 to 16. (Exercise)",
}


def build_world(run: DrillRun, drill: Drill, language: str) -> Actor:
    """Nobody finds it in a list; the audience keeps silent, so that only the drill speaks.

    No simulated voice has a first name that stands in the drill, whatever language it is read in.
    """
    language = language if language in LANGUAGES else "en"
    name = _name_her(run, drill)
    called = words_in(language, say("Exercise"))
    world = create_world(
        name=f"{called} {drill.code}", language=language, seed=run.pk, unlisted=True,
        manner={"liveliness": 0.0, "limits": True},
    )  # fmt: skip
    person = create_person(world=world, name=f"{name} Prova")
    send_away(people=[one for one in crowd_of(world) if is_named(one.name, f"{drill.words} {name} {COLLEAGUE}")])
    page = create_page(owner=person, name=ASSOCIATION[language], followers=400)
    add_role(actor=page, person=create_person(world=world, name=COLLEAGUE))
    publish_post(
        wall=page,
        network=Item.FACEBOOK,
        draft=Draft(text=FIRST_POST[language], dated=world.now() - timedelta(days=1)),
    )
    played = [one for one in drill.injects if one.is_played or one.link]
    write_cues(account=page, lines=[line for one in played for line in _lines(one, language)])
    return person


def _name_her(run: DrillRun, drill: Drill) -> str:
    """Not as somebody the drill speaks of: whoever signs a post with it must not seem to name her."""
    free = [name for name in NAMES if not is_named(name, drill.words)]
    return free[run.pk % len(free)]


def _lines(inject: Inject, language: str) -> list[Line]:
    if inject.letters:
        told = zip(inject.cue_keys, inject.letters, strict=True)
        return [Line(key, "message", letter.sender, letter.texts[language]) for key, letter in told]
    kind = PLAYED.get(inject.channel, "genuine" if inject.genuine else "trap")
    sender = inject.sender_in(language)
    return [
        Line(inject.id, kind, sender, inject.texts[language], inject.link, inject.voices, inject.picture, inject.spread)
    ]


def set_the_clock(run: DrillRun, drill: Drill, world: World, came: Mapping[str, float]) -> None:
    """Everything that is still to come gets its moment anew; while the run rests, it waits."""
    ahead = world.now() - clock.now()
    waits = run.began_at is None or run.state != "running"
    moments = {
        key: None if waits or run.began_at is None else moment_of(came[one.id], run.began_at, run.ended_rests) + ahead
        for one in drill.injects
        if one.is_played or one.link
        for key in one.cue_keys
    }
    set_moments(world=world, moments=moments)
    if not waits:
        world.refresh_from_db(fields=["wakes"])
        catch_up(world=world)
