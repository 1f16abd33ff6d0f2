"""A question is asked, answered, handed over and settled. Notices say that there is something, never what."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse

from zana.kernel import clock, once
from zana.kernel.errors import Refusal
from zana.kernel.queue import wake
from zana.kernel.typed import read_words
from zana.kernel.words import Saying, say
from zana.learning.models import HelpMessage, HelpReminder, HelpRequest
from zana.learning.queries import helping as queries
from zana.learning.queries.helping import Thing
from zana.learning.rules import helping
from zana.learning.rules.helping import ANSWERED, ASKED, SETTLED
from zana.people.log import record
from zana.people.models import Organisation, Person
from zana.people.notices import tell
from zana.people.roles import TRAINER, may, require, roles_in
from zana.studio.actions import make_remark
from zana.studio.gate import list_places
from zana.studio.models import Remark, Variant
from zana.studio.rules.places import find_places

LANE = "help reminders"
MOST = 4000  # signs of one turn


@transaction.atomic
def ask_help(
    *, by: Person, organisation: Organisation, words: str, thing: Thing | None = None, key: str = ""
) -> HelpRequest:
    """`key` is the once-key of the page: the form sent twice is one question."""
    require(by, "help.ask", organisation)
    thing = thing or Thing()
    if thing.about in queries.POINTING:
        require(by, queries.POINTING[thing.about], organisation)
    words = _read(words, organisation)
    ref, known = once.claim(HelpRequest.objects.of(organisation).filter(asked_by=by), f"help {organisation.ref}", key)
    if known is not None:
        return known
    request = HelpRequest.objects.of(organisation).create(
        ref=ref,
        asked_by=by,
        trainer=_find_helper(by, organisation, thing),
        about=thing.about,
        draft=thing.variant.ref if thing.variant else "",
        account=thing.account,
        finding=thing.finding,
        incident=thing.incident,
    )
    _say(by, request, words)
    HelpReminder.objects.of(organisation).create(request=request)
    _wait(request)
    record(by, "help.asked", organisation=organisation, thing=f"help:{request.ref}", about=thing.about)
    return request


def _find_helper(by: Person, organisation: Organisation, thing: Thing) -> Person | None:
    """The rule's trainer; without any, the programme's lead."""
    account = thing.variant.account if thing.variant else thing.account
    topic = helping.find_topic(
        thing.about, account.network if account else "", thing.finding.about.domain if thing.finding else ""
    )
    number = helping.choose_trainer(
        queries.list_candidates(organisation),
        of_her_day=queries.find_trainers_of_day(organisation),
        language=by.language,
        topic=topic,
    )
    if number is not None:
        return Person.objects.get(pk=number)
    return next(iter(queries.find_leads(organisation)), None)


@transaction.atomic
def say_more(*, by: Person, request: HelpRequest, words: str) -> HelpMessage:
    """From her it waits for an answer again; from the support side it is one."""
    request = _open(by, request)
    words = _read(words, request.organisation if by.pk == request.asked_by_id else None)
    last = HelpMessage.objects.of(request.organisation).filter(request=request).order_by("-pk").first()
    if last is not None and (last.by_id, last.sealed_words) == (by.pk, words):
        return last  # the form sent twice
    message = _say(by, request, words)
    if by.pk == request.asked_by_id:
        _wait(request)
    else:
        _answer(by, request)
    return message


@transaction.atomic
def say_beside(*, by: Person, request: HelpRequest, variant: Variant, **remark: Any) -> Remark:
    """Words beside the draft she asked about. They answer the question."""
    request = _open(by, request)
    require(by, "help.answer", request.organisation)
    if variant.ref != request.draft:
        raise Refusal(say("This draft was not asked about."))
    made = make_remark(by=by, variant=variant, **remark)
    _answer(by, request)
    return made


@transaction.atomic
def settle_help(*, by: Person, request: HelpRequest) -> HelpRequest:
    """It is done. A new question is a new one."""
    request = _lock(by, request)
    if request.state == SETTLED:
        return request  # the form was sent twice
    _move(request, SETTLED, settled_at=clock.now())
    record(by, "help.settled", organisation=request.organisation, thing=f"help:{request.ref}")
    return request


@transaction.atomic
def hand_over(*, by: Person, request: HelpRequest, to: Person) -> HelpRequest:
    """To another trainer, or to herself when she steps in."""
    require(by, "help.answer", request.organisation)
    if TRAINER not in roles_in(to, request.organisation):
        raise Refusal(say("{person} is not a trainer of this organisation.", person=to.name))
    request = HelpRequest.objects.of(request.organisation).select_for_update(of=("self",)).get(pk=request.pk)
    request.trainer = to
    request.save(update_fields=["trainer"])
    if to.pk != by.pk and request.state == ASKED:
        _tell(request, [to], say("Somebody asks you for help."))
    record(by, "help.handed_over", organisation=request.organisation, thing=f"help:{request.ref}")
    return request


def remind(request: HelpRequest, told: int) -> int:
    """A question still waits: whose answer it needs is told, later the lead too. Returns how many were told."""
    if request.state != ASKED:
        return 0
    people = _list_answering(request)
    if told + 1 >= helping.TELL_LEAD_FROM:
        people += queries.find_leads(request.organisation)
    programme = queries.find_programme_of(request.organisation)
    link = reverse("learning:question", args=[request.organisation.ref, request.ref])
    queue = reverse("learning:help_queue", args=[programme.ref]) if programme else ""
    for person in dict.fromkeys(people):
        is_reader = person.pk == request.trainer_id
        tell(
            person,
            say("A question still waits for your answer.")
            if is_reader
            else say("A question has waited for long. Look whether somebody else can take it."),
            organisation=request.organisation,
            link=link if is_reader else queue,
        )
    return len(dict.fromkeys(people))


# --- the parts of a turn


def _read(words: str, organisation: Organisation | None) -> str:
    words = read_words(words, MOST)
    if not words:
        raise Refusal(say("Write a few words, so that she knows what you need."))
    if organisation is not None and find_places(words, list_places(organisation)):
        raise Refusal(
            say("You named a confidential place. Say it without the place; your trainer can help you all the same.")
        )
    return words


def _open(by: Person, request: HelpRequest) -> HelpRequest:
    row = _lock(by, request)
    if row.state == SETTLED:
        raise Refusal(say("This one is settled. Ask a new question."))
    return row


def _lock(by: Person, request: HelpRequest) -> HelpRequest:
    """The row, if it is hers to speak in."""
    organisation = request.organisation
    require(by, "help.ask" if by.pk == request.asked_by_id else "help.answer", organisation)
    found = queries.find_request(by, organisation, request.ref)
    if found is None:
        raise Refusal(say("This question is for somebody else."))
    return HelpRequest.objects.of(organisation).select_for_update(of=("self",)).get(pk=found.pk)


def _say(by: Person, request: HelpRequest, words: str) -> HelpMessage:
    return HelpMessage.objects.of(request.organisation).create(request=request, by=by, sealed_words=words)


def _wait(request: HelpRequest) -> None:
    now = clock.now()
    _move(request, ASKED, waits_since=now if request.state != ASKED else request.waits_since)
    pause = helping.plan_reminder(request.about, 0)
    HelpReminder.objects.of(request.organisation).filter(request=request).update(
        told=0, next_attempt_at=now + pause if pause else None
    )
    wake(LANE)
    _tell(request, _list_answering(request), say("Somebody asks you for help."))


def _list_answering(request: HelpRequest) -> list[Person]:
    """Whose answer it waits for; the leads, who can hand it over, when she is no longer here."""
    if request.trainer is not None and may(request.trainer, "help.answer", request.organisation):
        return [request.trainer]
    return queries.find_leads(request.organisation)


def _answer(by: Person, request: HelpRequest) -> None:
    if request.trainer_id is None:
        request.trainer = by
    _move(request, ANSWERED, answered_at=request.answered_at or clock.now(), trainer=request.trainer)
    HelpReminder.objects.of(request.organisation).filter(request=request).update(next_attempt_at=None)
    _tell(request, [request.asked_by], say("Your trainer answered you."))
    record(by, "help.answered", organisation=request.organisation, thing=f"help:{request.ref}")


def _move(request: HelpRequest, state: str, **facts: Any) -> None:
    helping.REQUEST.check(request.state, state)
    request.state = state
    for name, value in facts.items():
        setattr(request, name, value)
    request.save(update_fields=["state", *facts])


def _tell(request: HelpRequest, people: list[Person], saying: Saying) -> None:
    link = reverse("learning:question", args=[request.organisation.ref, request.ref])
    tell(people, saying, organisation=request.organisation, link=link)
