"""Waves of feedback are opened, answered without a trace, and shown once as a whole.

An answer and the mark that its writer has answered are stored in one transaction and never together: neither the log
nor a time says who answered when. On release the answers are written anew in drawn order, their words apart from them.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.kernel.typed import read_words
from zana.kernel.words import say
from zana.learning.models import (
    DayFeedback,
    FeedbackAnswer,
    FeedbackSheet,
    FeedbackWave,
    FeedbackWords,
    Safeguard,
    SafeguardingNote,
    Training,
)
from zana.learning.models.trainings import INDIVIDUAL
from zana.learning.queries import feedback as queries
from zana.learning.queries.bookings import find_team
from zana.learning.rules import feedback as rules
from zana.learning.rules.feedback import HINDRANCES, JOINT, LATER, POOL, USED
from zana.people.log import record
from zana.people.models import Organisation, Person, Programme
from zana.people.notices import tell
from zana.people.roles import require

MOST = 2000  # signs of free words
_DRAW = secrets.SystemRandom()


@transaction.atomic
def open_wave(*, by: Person, training: Training) -> FeedbackWave:
    """Everybody who was there is asked, whoever held it: the form names nobody. Once a training."""
    require(by, "feedback.see", programme=training.programme)
    if training.kind != JOINT:
        raise Refusal(say("An individual day is answered by name, on its own form."))
    if training.held_on > clock.today() or training.cancelled_at is not None:
        raise Refusal(say("This training was not held."))
    if queries.is_going_on(training):
        raise Refusal(say("This half day is still to come."))
    wave, is_new = FeedbackWave.objects.get_or_create(
        training=training,
        defaults={"programme": training.programme, "kind": JOINT, "closes_on": clock.today() + rules.OPEN_FOR},
    )
    if not is_new:
        return wave
    asked = queries.list_people_asked(training)
    _DRAW.shuffle(asked)
    FeedbackSheet.objects.bulk_create(
        FeedbackSheet(wave=wave, person=person, organisation=organisation) for person, organisation in asked
    )
    link = f"{reverse('learning:feedback')}?w={wave.ref}"
    tell([person for person, _ in asked], say("How was the training? It takes three minutes."), link=link)
    record(by, "feedback.opened", programme=training.programme, thing=f"training:{training.ref}")
    return wave


@transaction.atomic
def give_feedback(
    *,
    by: Person,
    organisation: Organisation,
    wave: FeedbackWave,
    answers: Mapping[str, int],
    words: Mapping[str, str],
    uneasy: str = "",
    may_be_called: bool = False,
) -> None:
    """Once. `uneasy` goes to the safeguarding person alone and stands nowhere beside the answer."""
    require(by, "feedback.give", organisation)
    if queries.find_joint_wave(by, organisation, wave.ref) is None:
        raise Refusal(say("This form is for those who were there."))
    _give(by, organisation, wave, {name: _degree(answers.get(name)) for name in rules.ITEMS}, words)
    tell_safeguard(by=by, programme=wave.programme, training=wave.training, words=uneasy, may_be_called=may_be_called)


@transaction.atomic
def give_day_feedback(
    *,
    by: Person,
    organisation: Organisation,
    training: Training,
    answers: Mapping[str, int],
    words: Mapping[str, str],
    again: Mapping[Person, int] | None = None,
    uneasy: str = "",
    may_be_called: bool = False,
) -> DayFeedback:
    """With her name, as the form says; `again` without it, for each who held the day into the pool of her quarter."""
    require(by, "feedback.give", organisation)
    if queries.find_attended(by, organisation, training.ref, kind=INDIVIDUAL) is None:
        raise Refusal(say("This form is for those who were there."))
    given, is_new = DayFeedback.objects.of(organisation).get_or_create(
        training=training,
        person=by,
        defaults={
            "organisation": organisation,
            "answers": {name: _degree(answers.get(name)) for name in rules.ITEMS},
            "sealed_first": read_words(words.get("first", ""), MOST),
            "sealed_change": read_words(words.get("change", ""), MOST),
        },
    )
    if not is_new:
        raise Refusal(say("You have answered this already. Thank you."))
    for trainer in find_team(training, organisation):
        if again and trainer in again:
            pool = _find_pool(training.programme, trainer)
            _give(by, organisation, pool, {"again": _degree(again[trainer])}, {}, is_once=False)
    tell_safeguard(by=by, programme=training.programme, training=training, words=uneasy, may_be_called=may_be_called)
    return given


@transaction.atomic
def give_follow_up(
    *, by: Person, organisation: Organisation, training: Training, used: str, hindered: list[str], wanted: str
) -> None:
    """Twelve weeks later: was it used, what stood in the way, what would help."""
    require(by, "feedback.give", organisation)
    quarter = rules.follow_up_quarter(training.held_on, clock.today())
    if quarter is None or queries.find_attended(by, organisation, training.ref) is None:
        raise Refusal(say("This form is not open now."))
    if used not in USED:
        raise Refusal(say("Say whether you used it."))
    wave, _ = FeedbackWave.objects.get_or_create(
        programme=training.programme,
        kind=LATER,
        quarter=quarter,
        defaults={"closes_on": rules.last_day_of(quarter) + rules.LATER_OPEN_FOR},
    )
    answer = {"used": used, "hindered": sorted(set(hindered) & set(HINDRANCES))}
    _give(by, organisation, wave, answer, {"help": wanted})


@transaction.atomic
def tell_safeguard(
    *, by: Person, programme: Programme, training: Training | None, words: str, may_be_called: bool
) -> SafeguardingNote | None:
    """Sealed, for one pair of eyes. Without `may_be_called` nothing says whose words they are, not even the log."""
    words = read_words(words, MOST)
    if not words:
        return None
    person = queries.find_safeguard(programme, training)
    if person is None:
        raise Refusal(say("Nobody is named yet who could read this. Tell somebody you trust, or write to us."))
    note = SafeguardingNote.objects.create(
        programme=programme, training=training, sealed_words=words, person=by if may_be_called else None
    )
    tell(person, say("Somebody trusts you with something. Only you can read it."), link=reverse("learning:care"))
    return note


@transaction.atomic
def release_wave(*, by: Person, wave: FeedbackWave) -> FeedbackWave:
    """Shown once, whole: of too few answers nothing, and no answer comes in any more."""
    require(by, "feedback.release", programme=wave.programme)
    wave = FeedbackWave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if wave.released_on is not None:
        return wave
    sheets = FeedbackSheet.objects.across_organisations().filter(wave=wave)
    given = sheets.filter(is_given=True)
    asked = sheets.count() if wave.kind == JOINT else 0
    if not rules.may_release(wave.closes_on, clock.today(), asked, given.count()):
        raise Refusal(say("Answers still come in. They are shown together when the wave is over."))
    answers = list(FeedbackAnswer.objects.filter(wave=wave))
    if not rules.is_enough(len(answers), given.values("organisation").distinct().count()):
        raise Refusal(
            say(
                "Fewer than five people or three organisations have answered. Nothing is shown; you can give more time."
            )
        )
    _rewrite(wave, answers)
    wave.results, wave.released_on = rules.sum_up(wave.kind, [one.answers for one in answers]), clock.today()
    wave.save(update_fields=["results", "released_on"])
    record(by, "feedback.released", programme=wave.programme, thing=f"feedback:{wave.ref}")
    return wave


def _rewrite(wave: FeedbackWave, answers: list[FeedbackAnswer]) -> None:
    """New rows in drawn order, so that not even the place on the disk tells who came first; words stand alone."""
    words = [
        FeedbackWords(wave=wave, item=item, sealed_words=said)
        for answer in answers
        for item, said in json.loads(answer.sealed_words or "{}").items()
    ]
    fresh = [FeedbackAnswer(wave=wave, answers=answer.answers, week=answer.week) for answer in answers]
    FeedbackAnswer.objects.filter(wave=wave).delete()
    for rows in (words, fresh):
        _DRAW.shuffle(rows)
    FeedbackWords.objects.bulk_create(words)
    FeedbackAnswer.objects.bulk_create(fresh)


@transaction.atomic
def extend_wave(*, by: Person, wave: FeedbackWave, until: date) -> FeedbackWave:
    """More time, as long as nothing has been shown; never less than people were told."""
    require(by, "feedback.release", programme=wave.programme)
    wave = FeedbackWave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if wave.released_on is not None or until < max(clock.today(), wave.closes_on):
        raise Refusal(say("Choose a day to come. What was shown stays as it is."))
    wave.closes_on = until
    wave.save(update_fields=["closes_on"])
    record(by, "feedback.extended", programme=wave.programme, thing=f"feedback:{wave.ref}")
    return wave


@transaction.atomic
def strike_words(*, by: Person, words: FeedbackWords) -> FeedbackWords:
    """Taken out before the trainer reads: it names somebody or gives its writer away."""
    require(by, "feedback.release", programme=words.wave.programme)
    words.sealed_words, words.struck = "", True
    words.save(update_fields=["sealed_words", "struck"])
    record(by, "feedback.struck", programme=words.wave.programme, thing=f"feedback:{words.wave.ref}")
    return words


@transaction.atomic
def show_words(*, by: Person, wave: FeedbackWave) -> FeedbackWave:
    """The lead has read the free words; now the trainer may."""
    require(by, "feedback.release", programme=wave.programme)
    wave.words_shown = wave.released_on is not None
    wave.save(update_fields=["words_shown"])
    record(by, "feedback.words_shown", programme=wave.programme, thing=f"feedback:{wave.ref}")
    return wave


@transaction.atomic
def name_safeguard(*, by: Person, programme: Programme, person: Person) -> Safeguard:
    require(by, "feedback.release", programme=programme)
    if not queries.list_people_who_may_be_named(programme).filter(pk=person.pk).exists():
        raise Refusal(say("Choose somebody who is neither a trainer here nor in one of the organisations."))
    named, _ = Safeguard.objects.update_or_create(
        programme=programme, defaults={"person": person, "named_by": by, "named_at": clock.now()}
    )
    record(by, "safeguard.named", programme=programme, thing=f"person:{person.ref}")
    return named


@transaction.atomic
def note_read(*, by: Person, note: SafeguardingNote) -> SafeguardingNote:
    person = queries.find_safeguard(note.programme, note.training)
    if person is None or person.pk != by.pk:
        raise Forbidden("care.read")
    note.read_on = note.read_on or clock.today()
    note.save(update_fields=["read_on"])
    return note


# --- the parts of giving


def _give(
    by: Person,
    organisation: Organisation,
    wave: FeedbackWave,
    answers: Mapping[str, Any],
    words: Mapping[str, str],
    *,
    is_once: bool = True,
) -> None:
    """The mark and the answer. `is_once`: a second one is refused; else it is left out, the first counts."""
    wave = FeedbackWave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if wave.released_on is not None or clock.today() > wave.closes_on:
        raise Refusal(say("This form is closed. Tell your trainer or the lead what you think; it still counts."))
    # Who works for two organisations answers once, for the one she was asked for first.
    sheets = FeedbackSheet.objects.across_organisations()
    sheet, _ = sheets.get_or_create(wave=wave, person=by, defaults={"organisation": organisation})
    rows = sheets.filter(pk=sheet.pk, is_given=False)
    if not rows.update(is_given=True):
        if is_once:
            raise Refusal(say("You have answered this already. Thank you."))
        return
    said = {item: trimmed for item, raw in words.items() if (trimmed := read_words(raw, MOST))}
    FeedbackAnswer.objects.create(wave=wave, answers=dict(answers), sealed_words=json.dumps(said) if said else "")


def _find_pool(programme: Programme, trainer: Person) -> FeedbackWave:
    quarter = rules.quarter_of(clock.today())
    wave, _ = FeedbackWave.objects.get_or_create(
        programme=programme,
        kind=POOL,
        trainer=trainer,
        quarter=quarter,
        defaults={"closes_on": rules.last_day_of(quarter)},
    )
    return wave


def _degree(given: int | None) -> int:
    return given if given is not None and rules.LOWEST <= given <= rules.HIGHEST else rules.UNSURE
