"""Who was there, half day by half day: tapped by the trainer, said by the person herself, or read from a sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from zana.audits import documents
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.learning.actions.trainings import Presence, lock_training, refuse_false_presences, store_attendances
from zana.learning.models import Block, CheckIn, Correction, Mark, Scan, Training
from zana.learning.queries.sessions import find_line, list_sheet
from zana.learning.rules.check_in import is_current
from zana.learning.rules.presence import THERE, Stay, is_guarded, late_by
from zana.learning.rules.sheet import read_sheet
from zana.people.log import record
from zana.people.models import Organisation, Person
from zana.people.roles import require
from zana.studio.media import apart

MOST_BYTES = 10_000_000
MOST_SCANS = 10


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the sheet: how this person, for this organisation, was there."""

    person: Person
    organisation: Organisation
    stay: Stay


@transaction.atomic
def mark_block(*, by: Person, block: Block, lines: Sequence[Said], reason: str = "") -> int:
    """A half day's sheet, whole or in part. Said again it corrects, and what stood there before is kept.

    A week after the half day a change needs a reason. Returns how many lines are new or different.
    """
    require(by, "trainings.edit", programme=block.training.programme)
    training = lock_training(block.training)
    block = training.blocks.get(pk=block.pk)
    _refuse_early(block)
    _refuse_bad_stays(block, lines)
    known = {
        mark.person_id: mark
        for mark in Mark.objects.across_organisations().filter(block=block, person__in=[one.person for one in lines])
    }
    changed = [one for one in lines if one.person.pk not in known or known[one.person.pk].stay != one.stay]
    refuse_false_presences(training, [Presence(one.person, one.organisation, 0) for one in changed])
    if not changed:
        return 0
    reason = " ".join(reason.split())[:200]
    is_late = is_guarded(block.ends_at, clock.now())
    if is_late and not reason:
        raise Refusal(say("This half day was more than a week ago. Say why the list changes."))
    _keep_corrections(by, block, changed, known, reason, is_late)
    _write_marks(by, block, changed)
    _sum_up(by, training, changed)
    return len(changed)


@transaction.atomic
def read_in_sheet(*, by: Person, block: Block, file: BinaryIO, reason: str = "") -> int:
    """A typed list (CSV) of this half day. It counts as a whole or not at all."""
    require(by, "trainings.edit", programme=block.training.programme)
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refusal(say("This file is larger than 10 MB. A list of people is much smaller: choose it again."))
    lines = {one.person.ref: one for one in list_sheet(block.training)}
    people = [(ref, one.person.name, one.organisation.name, one.person.email or "") for ref, one in lines.items()]
    stays = read_sheet(content, people, planned=block.minutes)
    said = [Said(lines[ref].person, lines[ref].organisation, stay) for ref, stay in stays.items()]
    return mark_block(by=by, block=block, lines=said, reason=reason)


@transaction.atomic
def check_in(*, by: Person, block: Block, code: str) -> CheckIn:
    """She says that she is here. A code from a photo somebody sent is old by then; and the trainer still looks."""
    if block.training.cancelled_at:
        raise Refusal(say("This training was cancelled."))
    if not is_current(settings.SECRET_KEY, block.ref, clock.now(), code):
        raise Refusal(say("This code is too old. Look at the trainer's screen and take the new one."))
    if clock.now() > block.ends_at:
        raise Refusal(say("This half day is over. Tell the trainer; she can write you down."))
    line = find_line(block.training, by)
    if line is None:
        raise Refusal(say("You are not on the list of this training. Tell the trainer; she can write you down."))
    said, is_new = CheckIn.objects.across_organisations().get_or_create(
        block=block, person=by, defaults={"organisation": line.organisation}
    )
    if is_new:
        record(by, "attendance.said", organisation=line.organisation, thing=f"training:{block.training.ref}")
    return said


@transaction.atomic
def confirm_check_ins(*, by: Person, block: Block, seen: Collection[str], shown: Collection[str]) -> int:
    """Of those the page showed (`shown`, refs of persons), the trainer has seen these with her own eyes."""
    require(by, "trainings.edit", programme=block.training.programme)
    lock_training(block.training)
    waiting = list(
        CheckIn.objects.across_organisations()
        .filter(block=block, settled_at=None, person__ref__in=shown)
        .select_related("person", "organisation")
    )
    lines = [Said(one.person, one.organisation, _came(block, one.at)) for one in waiting if one.person.ref in set(seen)]
    CheckIn.objects.across_organisations().filter(pk__in=[one.pk for one in waiting]).update(settled_at=clock.now())
    return mark_block(by=by, block=block, lines=lines) if lines else 0


def keep_scan(*, by: Person, training: Training, file: BinaryIO, name: str = "") -> Scan:
    """The signed sheet as a photo or a PDF, drawn anew and sealed. The same one twice is one."""
    require(by, "trainings.edit", programme=training.programme)
    return _store_scan(by, training, *_read_scan(file, name), name)


@transaction.atomic
def _store_scan(by: Person, training: Training, content: bytes, media_type: str, name: str) -> Scan:
    training = lock_training(training)
    digest = hashlib.sha256(content).hexdigest()
    known = training.scans.filter(sha256=digest).first()
    if known:
        return known
    if training.scans.count() >= MOST_SCANS:
        raise Refusal(say("Ten pages go with one training, no more."))
    scan = Scan.objects.create(
        training=training,
        sealed_name=name[-120:],
        media_type=media_type,
        size=len(content),
        sha256=digest,
        content=content,
        by=by,
    )
    record(by, "attendance.scan_added", programme=training.programme, thing=f"training:{training.ref}")
    return scan


def open_scan(*, by: Person, scan: Scan) -> Scan:
    """Whoever looks at the hands of all these people is written down."""
    require(by, "trainings.edit", programme=scan.training.programme)
    record(by, "attendance.scan_opened", programme=scan.training.programme, thing=f"training:{scan.training.ref}")
    return scan


def _read_scan(file: BinaryIO, name: str) -> tuple[bytes, str]:
    given = file.read(MOST_BYTES + 1)
    if len(given) > MOST_BYTES:
        raise Refusal(say("This is larger than 10 MB. Take the photo again with less detail."))
    if documents.looks_like_pdf(given):
        return documents.redraw(given).data, documents.PDF
    file.seek(0)
    clean = apart.clean(file, name)
    return clean.data, f"image/{clean.kind}"


def _came(block: Block, at: datetime) -> Stay:
    return Stay(THERE, late=min(late_by(block.starts_at, at), block.minutes))


def _refuse_early(block: Block) -> None:
    if block.training.cancelled_at:
        raise Refusal(say("This training was cancelled."))
    if clock.day_of(block.starts_at) > clock.today():
        raise Refusal(say("This half day is still to come."))


def _refuse_bad_stays(block: Block, lines: Sequence[Said]) -> None:
    for one in lines:
        if not one.stay.fits(block.minutes):
            raise Refusal(
                say(
                    "{person}: what was missed lies between 0 and {planned} minutes.",
                    person=one.person.name,
                    planned=block.minutes,
                )
            )


def _keep_corrections(
    by: Person, block: Block, changed: Sequence[Said], known: Mapping[int, Mark], reason: str, is_late: bool
) -> None:
    """What stood there before; after the week also what was not there."""
    rows = []
    for one in changed:
        was: dict[str, Any] = known[one.person.pk].stay.facts if one.person.pk in known else {}
        if was or is_late:
            facts = {"block": block, "person": one.person, "was": was, "now": one.stay.facts}
            rows.append(Correction(organisation=one.organisation, by=by, reason=reason, at=clock.now(), **facts))
    Correction.objects.bulk_create(rows)
    for organisation in {row.organisation.pk: row.organisation for row in rows}.values():
        record(
            by, "attendance.corrected", organisation=organisation, thing=f"training:{block.training.ref}", late=is_late
        )


def _write_marks(by: Person, block: Block, lines: Sequence[Said]) -> None:
    rows = [
        Mark(
            organisation=one.organisation,
            block=block,
            person=one.person,
            marked_by=by,
            marked_at=clock.now(),
            **one.stay.facts,
        )
        for one in lines
    ]
    Mark.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["block", "person"],
        update_fields=["state", "late", "early", "marked_by", "marked_at"],
    )


def _sum_up(by: Person, training: Training, lines: Sequence[Said]) -> None:
    """`Attendance` is the sum of the half days, for whoever counts people and minutes."""
    people = {one.person.pk: one for one in lines}
    sums = dict.fromkeys(people, 0)
    marks = Mark.objects.across_organisations().filter(block__training=training, person__in=people)
    for mark in marks.select_related("block"):
        sums[mark.person_id] += mark.stay.minutes(mark.block.minutes)
    presences = [Presence(one.person, one.organisation, sums[pk]) for pk, one in people.items()]
    store_attendances(by, training, presences)
