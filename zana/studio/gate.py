"""The one gate before anything goes out; publishing asks it when a post is scheduled and again when it is sent."""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from zana.kernel.errors import Refusal
from zana.people.models import Organisation, SafePlace
from zana.studio.media.clean import find_metadata
from zana.studio.models import Variant, VariantPicture
from zana.studio.rules.gate import Facts, PictureFacts, Verdict, check_facts, make_bounds


def check(variant: Variant) -> Verdict:
    """Looks at what stands in the database and on the disk now, never at what an earlier check said."""
    return check_each([variant])[0]


def check_each(variants: Sequence[Variant]) -> list[Verdict]:
    """Variants of one organisation, in as few queries as one of them needs."""
    if not variants:
        return []
    organisation = variants[0].organisation
    places = list_places(organisation)
    pictures = defaultdict(list)
    rows = VariantPicture.objects.of(organisation).filter(variant__in=variants).select_related("asset")
    for picture in rows:
        pictures[picture.variant_id].append(look_at(picture))
    return [check_facts(gather_facts(each, pictures[each.pk], places)) for each in variants]


def gather_facts(variant: Variant, pictures: Sequence[PictureFacts], places: tuple[str, ...]) -> Facts:
    network = variant.account.description
    return Facts(
        title=variant.piece.title,
        text=variant.text,
        link=variant.link,
        account=variant.account.ref,
        pictures=tuple(pictures),
        bounds=make_bounds(network),
        places=places,
    )


def list_places(organisation: Organisation) -> tuple[str, ...]:
    """Every line of every confidential place, opened for matching only."""
    places = SafePlace.objects.of(organisation)
    return tuple(line for place in places for line in place.names.open().splitlines() if line.strip())


def look_at(picture: VariantPicture) -> PictureFacts:
    asset = picture.asset
    try:
        data = asset.read()
    except OSError:  # the file is gone: a stop in words, not a broken page
        data = b""
    facts = PictureFacts(
        alt=picture.alt_text,
        sha256=asset.sha256,
        needs_look=asset.looked_at is None,
        width=asset.width,
        height=asset.height,
    )
    if hashlib.sha256(data).hexdigest() != asset.sha256:
        return replace(facts, is_whole=False)
    try:
        return replace(facts, metadata=tuple(find_metadata(io.BytesIO(data))))
    except Refusal as no:  # not even a picture
        return replace(facts, refused=no.saying)
