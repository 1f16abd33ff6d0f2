"""What people of the demonstration ask their trainers, and what they said about the joint training."""

from __future__ import annotations

import random
from datetime import timedelta

from zana.kernel import clock
from zana.learning.actions.feedback import give_feedback, open_wave, release_wave, show_words
from zana.learning.actions.helping import ask_help, say_beside, say_more
from zana.learning.models import FeedbackWave, HelpRequest, Training
from zana.learning.models.trainings import JOINT
from zana.learning.queries.feedback import list_people_asked
from zana.learning.queries.helping import Thing
from zana.learning.rules.feedback import ITEMS, OPEN_FOR
from zana.learning.rules.helping import DRAFT
from zana.networks.models import Account
from zana.people.models import Letter, Membership, Notice, Organisation, Person, Programme
from zana.people.roles import COMMUNICATOR, LEAD
from zana.studio.actions import add_variant, write_piece
from zana.studio.models import Variant

SILENT = 0.25  # of those asked
FIRST_SAID = ("Do t'i kthehem çdo komenti brenda ditës.", "Dvostepena prijava za sve u timu.", "Një plan për muajin.")
CHANGE_SAID = ("Më shumë kohë për të provuar vetë.", "Više primera na srpskom.", "Një pushim më i gjatë në drekë.")
DRAFT_SAID = "U petak otvaramo vrata. Dođite sve, jer morate da znate svoja prava!"
SENTENCE = "Dođite sve, jer morate da znate svoja prava!"
BETTER = "Dođite kad želite: pijemo čaj i pričamo o našim pravima."


def raise_voices(programme: Programme, organisations: list[Organisation]) -> None:
    """One question answered with other words for a sentence, one that waits, and a wave of feedback. Idempotent."""
    training = Training.objects.filter(programme=programme, kind=JOINT).first()
    if training is None or FeedbackWave.objects.filter(programme=programme).exists():
        return
    written = set(Letter.objects.values_list("pk", flat=True))
    _give_feedback(programme, training)
    _ask(organisations)
    # Nobody in the demonstration waits for mail about the past.
    Letter.objects.exclude(pk__in=written).delete()


def _give_feedback(programme: Programme, training: Training) -> None:
    lead = Membership.live.select_related("person").filter(programme=programme, role=LEAD)[0].person
    drawn = random.Random(27)  # noqa: S311 - the same demonstration every time
    held_at = clock.on(training.held_on)
    with clock.frozen(held_at):
        wave = open_wave(by=lead, training=training)
    Notice.objects.filter(link__contains=wave.ref).update(read_at=held_at)
    with clock.frozen(clock.on(training.held_on + timedelta(days=2))):
        for number, (person, organisation) in enumerate(list_people_asked(training)):
            if drawn.random() >= SILENT:
                _answer(wave, person, organisation, drawn, number)
    with clock.frozen(clock.on(training.held_on + OPEN_FOR + timedelta(days=1))):
        show_words(by=lead, wave=release_wave(by=lead, wave=wave))


def _answer(wave: FeedbackWave, person: Person, organisation: Organisation, drawn: random.Random, number: int) -> None:
    degrees = {name: drawn.choices(range(6), weights=(2, 1, 2, 6, 12, 10))[0] for name in ITEMS}
    words = {"first": FIRST_SAID[number // 6 % 3], "change": CHANGE_SAID[number // 6 % 3]} if number % 6 == 0 else {}
    give_feedback(by=person, organisation=organisation, wave=wave, answers=degrees, words=words)


def _ask(organisations: list[Organisation]) -> None:
    """In the first two that have an account besides the one whose way is walked."""
    asking = [place for place in organisations[1:] if Account.objects.of(place).exists()]
    if len(asking) < 2 or HelpRequest.objects.across_organisations().exists():
        return
    now = clock.now()
    with clock.frozen(now - timedelta(days=3)):
        person, variant = _write(asking[0])
        thing = Thing(DRAFT, variant=variant)
        asked = ask_help(by=person, organisation=asking[0], words="Da li zvuči kao naredba?", thing=thing)
    helper = asked.trainer
    if helper is not None:
        with clock.frozen(now - timedelta(days=3) + timedelta(hours=5)):
            place = DRAFT_SAID.index(SENTENCE)
            say_beside(by=helper, request=asked, variant=variant, passage=SENTENCE, suggestion=BETTER, near=place)
            say_more(by=helper, request=asked, words="Pomalo. Napisala sam drugačije, pored rečenice.")
    with clock.frozen(now - timedelta(hours=6)):
        ask_help(by=_communicator(asking[1]), organisation=asking[1], words="Kush mund ta shohë faqen kur e fshehim?")


def _write(organisation: Organisation) -> tuple[Person, Variant]:
    person = _communicator(organisation)
    piece = write_piece(
        by=person, organisation=organisation, title="Otvorena vrata", body=DRAFT_SAID, language=organisation.language
    )
    account = Account.objects.of(organisation).order_by("pk")[0]
    return person, add_variant(by=person, piece=piece, account=account)


def _communicator(organisation: Organisation) -> Person:
    return Membership.live.select_related("person").filter(organisation=organisation, role=COMMUNICATOR)[0].person
