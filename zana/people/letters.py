"""Outgoing mail as rows: written inside an action's transaction, sent by the worker, kept when the server is down."""

from __future__ import annotations

import re
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from zana.kernel import clock
from zana.kernel.words import Saying
from zana.kernel.work import Lane, Lease, back_off
from zana.people.models import Letter, Person
from zana.ui.words import speaking, words

TRIES = 8
_METHOD = re.compile(r"^METHOD:(\w+)", re.MULTILINE)


def write(
    to: Person | str, subject: Saying, body: Saying, *, link: str = "", language: str = "", calendar: str = ""
) -> Letter:
    """`link` is a path of this house; the body names it as `{link}`. The address is made when it is sent.

    `calendar` is an iCalendar text with its METHOD: the reader's program shows it as an appointment.
    """
    person = to if isinstance(to, Person) else None
    return Letter.objects.create(
        person=person,
        address=person.email or "" if person else str(to),
        language=language or (person.language if person else "sq"),
        kept_subject=subject.as_json(),
        kept_body=body.as_json(),
        link=link,
        calendar=calendar,
        next_attempt_at=clock.now(),
    )


def send(lease: Lease) -> None:
    """One letter. A refusing server is asked again for about a day, then the letter is failed and shown by doctor."""
    letter: Letter = lease.row()
    try:
        _message(letter).send()
    except (SMTPException, OSError):
        if letter.attempts >= TRIES:
            lease.settle("failed", link="", calendar="")
        else:
            pause = back_off(letter.attempts, first=timedelta(minutes=1), longest=timedelta(hours=6))
            lease.settle("due", next_attempt_at=clock.now() + pause)
    else:
        lease.settle("sent", link="", calendar="")


def _message(letter: Letter) -> EmailMultiAlternatives:
    with speaking(letter.language):
        params = (*letter.body.params, ("link", f"{settings.ZANA_BASE_URL}{letter.link}"))
        body = words(Saying(letter.body.code, params))
        message = EmailMultiAlternatives(words(letter.subject), f"{body}\n\nZana\n", to=[letter.address])
    if letter.calendar:
        method = _METHOD.search(letter.calendar)
        message.attach_alternative(letter.calendar, f"text/calendar; method={method[1] if method else 'PUBLISH'}")
    return message


LANE = Lane("letters", Letter, send)
