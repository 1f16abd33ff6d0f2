from __future__ import annotations

from django.db import transaction
from django.db.models import F

from zana.kernel import clock, once
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people import log
from zana.people.models import Organisation, Person
from zana.people.roles import require
from zana.studio.models import Piece
from zana.studio.rules import pieces

LANGUAGES = ("sq", "sr", "en")


@transaction.atomic
def write_piece(
    *, by: Person, organisation: Organisation, title: str, body: str, language: str, key: str = ""
) -> Piece:
    """`key` is the once-key of the page: the same form sent twice gives the piece that the first one made."""
    require(by, "pieces.write", organisation)
    title = title.strip()
    if not title:
        raise Refusal(say("Give it a name, so that you find it again. Only your team reads it."))
    if language not in LANGUAGES:
        raise Refusal(say("Choose a language: Albanian, Serbian or English."))
    ref, known = once.claim(Piece.objects.of(organisation), f"piece {organisation.ref}", key)
    if known is not None:
        return known
    piece = Piece.objects.of(organisation).create(
        ref=ref, title=title[:200], body=body.strip(), language=language, author=by
    )
    log.record(by, "piece.written", organisation=organisation, thing=piece.ref, language=language)
    return piece


@transaction.atomic
def edit_piece(*, by: Person, piece: Piece, version: int, title: str, body: str) -> Piece:
    """`version` is the one the writer saw; if somebody changed it meanwhile nothing is stored."""
    require(by, "pieces.write", piece.organisation)
    if not title.strip():
        raise Refusal(say("Give it a name, so that you find it again. Only your team reads it."))
    touch(piece, version)
    piece.title, piece.body = title.strip()[:200], body.strip()
    piece.save(update_fields=["title", "body"])
    log.record(by, "piece.edited", organisation=piece.organisation, thing=piece.ref, version=piece.version)
    return piece


def touch(piece: Piece, version: int | None = None) -> None:
    """Every change passes here: the version rises, and what was approved or asked about is a draft again."""
    rows = Piece.objects.of(piece.organisation).filter(pk=piece.pk)
    if version is not None:
        rows = rows.filter(version=version)
    changed = rows.update(version=F("version") + 1, state=pieces.DRAFT, changed_at=clock.now())
    if not changed:
        raise Refusal(
            say(
                "Somebody changed this while you were writing, so yours was not stored over hers. "
                "Your text is still here: compare it with the page as it stands now, then save again."
            )
        )
    piece.refresh_from_db(fields=["version", "state", "changed_at"])


@transaction.atomic
def move_piece(*, by: Person, piece: Piece, to: str) -> Piece:
    """For publishing, inside its own action: asked, approved, returned. A move the graph lacks is a bug."""
    seen = piece.state
    pieces.PIECE.check(seen, to)
    if not Piece.objects.of(piece.organisation).filter(pk=piece.pk, state=seen).update(state=to):
        raise Refusal(say("Somebody decided about this at the same time. Look at the page as it stands now."))
    piece.state = to
    log.record(by, f"piece.{to}", organisation=piece.organisation, thing=piece.ref)
    return piece
