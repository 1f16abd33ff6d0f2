"""Exercises as a person sees them, and what she did in the practice network as graders see it."""

from __future__ import annotations

from dataclasses import dataclass

from zana.kernel import clock
from zana.kernel.words import Saying
from zana.learning.exercises import EXERCISES, Exercise
from zana.learning.exercises.facts import FACEBOOK, INSTAGRAM, Account, Done, Planned, Post, X, read_tags
from zana.learning.models import Attempt, Seat
from zana.people.models import Organisation, Person
from zana.practice.models import Actor, Item, Talk
from zana.practice.queries import schooling
from zana.practice.queries.items import posts_on, stories_on, waiting_on
from zana.practice.queries.worlds import accounts_of, roles_of
from zana.practice.rules.moderation import WORDS
from zana.ui.words import words

_NETWORKS = {Actor.PAGE: FACEBOOK, Actor.INSTAGRAM: INSTAGRAM, Actor.X_ACCOUNT: X}
_OWNS = "MANAGE"


@dataclass(frozen=True, slots=True)
class ExerciseLine:
    exercise: Exercise
    title: str
    tries: int
    passed: bool
    missing: tuple[str, ...]  # at the last look


def list_exercises(person: Person, organisation: Organisation) -> list[ExerciseLine]:
    attempts = list(Attempt.objects.of(organisation).filter(person=person))
    return [
        _line(exercise, [one for one in attempts if one.exercise == exercise.id]) for exercise in EXERCISES.values()
    ]


def describe_exercise(person: Person, organisation: Organisation, exercise: Exercise) -> ExerciseLine:
    return _line(exercise, list(Attempt.objects.of(organisation).filter(person=person, exercise=exercise.id)))


def _line(exercise: Exercise, attempts: list[Attempt]) -> ExerciseLine:
    last = attempts[-1] if attempts else None
    missing = tuple(words(Saying.from_json(kept)) for kept in last.kept_missing) if last else ()
    return ExerciseLine(exercise, words(exercise.title), len(attempts), any(one.passed for one in attempts), missing)


def find_next(person: Person, organisation: Organisation) -> ExerciseLine | None:
    """The first she has not passed."""
    return next((line for line in list_exercises(person, organisation) if not line.passed), None)


def list_people_done(organisation: Organisation) -> list[tuple[Person, list[ExerciseLine]]]:
    """For the trainer: everybody who has had an exercise looked at, with those exercises."""
    by_person: dict[int, list[Attempt]] = {}
    people: dict[int, Person] = {}
    for attempt in Attempt.objects.of(organisation).select_related("person"):
        by_person.setdefault(attempt.person_id, []).append(attempt)
        people[attempt.person_id] = attempt.person
    lines = [
        (people[number], [_line(told, [one for one in some if one.exercise == told.id]) for told in EXERCISES.values()])
        for number, some in by_person.items()
    ]
    return [(person, [one for one in some if one.tries]) for person, some in lines]


def find_seat(person: Person, organisation: Organisation) -> Seat | None:
    return Seat.objects.of(organisation).filter(person=person).first()


def read_done(person: Actor) -> Done:
    """Of a participant of the practice network, everything the graders ask."""
    kept = person.settings
    return Done(
        accounts=tuple(_read_account(account) for account in accounts_of(person) if account.kind in _NETWORKS),
        two_step=str(kept.get("two_step", "")),
        codes_left=int(kept.get("codes_left", 0)),
        archives=schooling.archives_made(person),
    )


def _read_account(account: Actor) -> Account:
    roles = list(roles_of(account))
    fakes = schooling.fakes_of(account)
    return Account(
        network=_NETWORKS[account.kind],
        name=account.name,
        handle=account.handle,
        about=account.about,
        website=account.website,
        category=str(account.profile.get("category", "")),
        has_picture=account.avatar_id is not None,
        has_cover=account.cover_id is not None,
        people=len(roles),
        owners=sum(_OWNS in role.tasks for role in roles),
        words=len(account.settings.get(WORDS, [])),
        posts=tuple(_read_post(item) for item in [*posts_on(account), *stories_on(account)]),
        planned=tuple(_read_planned(item) for item in waiting_on(account).prefetch_related("pictures")),
        hateful=_read_hateful(account),
        questions=_read_questions(account),
        fakes=(len(fakes), sum(is_out for _, is_out in fakes)),
    )


def _read_post(item: Item) -> Post:
    described = all(picture.alt_text.strip() for picture in item.pictures.all())
    has_link = bool(item.link) or "https://" in item.text
    form = _tell_form(item)
    return Post(form, described, read_tags(item.text), has_link, form == "story" or bool(item.text.strip()))


def _tell_form(item: Item) -> str:
    if item.form == Item.STORY:
        return "story"
    if item.form == Item.REEL or item.clips.exists():
        return "video"
    pictures = list(item.pictures.all())
    if pictures:
        return "album" if len(pictures) > 1 else "picture"
    return "link" if item.link else "text"


def _read_planned(item: Item) -> Planned:
    now = item.world.now().astimezone(clock.HOUSE_ZONE)
    due = (item.due_at or now).astimezone(clock.HOUSE_ZONE)
    return Planned(_tell_form(item), (due.date() - now.date()).days, due.hour)


def _read_hateful(account: Actor) -> tuple[int, int]:
    came = schooling.comments_meant(account, "hostile")
    open_ones = came.filter(hidden=False, removed_at=None).count()
    number = came.count()
    return number, number - open_ones


def _read_questions(account: Actor) -> tuple[int, int]:
    """Private ones, except what was put aside as spam, and those under posts."""
    private = [
        m for m in schooling.messages_meant(account, "question").select_related("talk") if m.talk.folder != Talk.SPAM
    ]
    public = schooling.comments_meant(account, "question").filter(removed_at=None, hidden=False)
    answered = sum(schooling.was_answered(message, account) for message in private)
    return len(private) + public.count(), answered + schooling.comments_answered(account, public).count()
