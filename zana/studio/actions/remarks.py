"""Something is said beside a draft, and the writer decides about it."""

from __future__ import annotations

from django.db import transaction

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.typed import read_words
from zana.kernel.words import say
from zana.people import log
from zana.people.models import Person
from zana.people.roles import require
from zana.studio.actions.variants import edit_variant
from zana.studio.models import Remark, Variant
from zana.studio.rules.remarks import LEFT, OPEN, REMARK, TAKEN, put_words

MOST = 5000  # signs of a comment or of suggested words


@transaction.atomic
def make_remark(
    *, by: Person, variant: Variant, comment: str = "", passage: str = "", suggestion: str = "", near: int = 0
) -> Remark:
    """`suggestion` says `passage` otherwise. The same words sent twice are one remark."""
    require(by, "pieces.remark", variant.organisation)
    comment, suggestion = read_words(comment, MOST), read_words(suggestion, MOST)
    if suggestion == passage:
        suggestion = ""
    if not comment and not suggestion:
        raise Refusal(say("Say something, or change the words."))
    if passage and put_words(variant.text, passage, suggestion, near) is None:
        raise Refusal(say("The text has changed meanwhile. Look at it as it stands now."))
    remark, is_new = Remark.objects.of(variant.organisation).get_or_create(
        organisation=variant.organisation,
        piece=variant.piece,
        variant=variant,
        by=by,
        passage=passage,
        suggestion=suggestion if passage else "",
        comment=comment,
        state=OPEN,
        defaults={"place": near},
    )
    if is_new:
        log.record(by, "remark.made", organisation=variant.organisation, thing=f"piece:{variant.piece.ref}")
    return remark


@transaction.atomic
def take_remark(*, by: Person, remark: Remark) -> Remark:
    """The suggested words go into the text, which is a draft again then. A second tap changes nothing."""
    require(by, "pieces.write", remark.organisation)
    if not _end(by, remark, TAKEN) or not remark.suggestion:
        return remark
    variant = remark.variant
    text = put_words(variant.text, remark.passage, remark.suggestion, remark.place) if variant else None
    if variant is None or text is None:
        raise Refusal(
            say(
                "The sentence is not there any more, so nothing was changed. Put the words in by hand if you like them."
            )
        )
    edit_variant(by=by, variant=variant, text=text, link=variant.link, version=variant.piece.version)
    return remark


@transaction.atomic
def leave_remark(*, by: Person, remark: Remark) -> Remark:
    """Read, and the text stays as it is."""
    require(by, "pieces.write", remark.organisation)
    _end(by, remark, LEFT)
    return remark


def _end(by: Person, remark: Remark, state: str) -> bool:
    """Whether this is the tap that ended it."""
    rows = Remark.objects.of(remark.organisation).filter(pk=remark.pk, state=OPEN)
    if not rows.update(state=state, ended_by=by, ended_at=clock.now()):
        return False
    REMARK.check(OPEN, state)
    remark.state = state
    log.record(by, f"remark.{state}", organisation=remark.organisation, thing=f"piece:{remark.piece.ref}")
    return True
