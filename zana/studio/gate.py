"""The one gate before anything goes out; publishing asks it when a post is scheduled and again when it is sent."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace

from zana.kernel.errors import Refusal
from zana.people.models import Organisation, SafePlace
from zana.studio.media.clean import find_metadata
from zana.studio.models import Variant, VariantPicture
from zana.studio.rules.gate import Bounds, Facts, PictureFacts, Verdict, check_facts


def check(variant: Variant) -> Verdict:
    """Looks at what stands in the database and on the disk now, never at what an earlier check said."""
    return check_facts(gather_facts(variant))


def gather_facts(variant: Variant) -> Facts:
    network = variant.account.description
    limits = network.limits
    return Facts(
        title=variant.piece.title,
        text=variant.text,
        link=variant.link,
        account=variant.account.ref,
        pictures=tuple(look_at(picture) for picture in variant.pictures.select_related("asset")),
        bounds=Bounds(network.label, limits.text, limits.pictures, limits.min_pictures, limits.alt, limits.count),
        places=list_places(variant.organisation),
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
    facts = PictureFacts(alt=picture.alt_text, sha256=asset.sha256, needs_look=asset.looked_at is None)
    if hashlib.sha256(data).hexdigest() != asset.sha256:
        return replace(facts, is_whole=False)
    try:
        return replace(facts, metadata=tuple(find_metadata(io.BytesIO(data))))
    except Refusal as no:  # not even a picture
        return replace(facts, refused=no.saying)
