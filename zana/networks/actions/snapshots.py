"""How a profile looks on a day: before and after. Pictures are fetched with limits and kept small."""

from __future__ import annotations

import hashlib
import io
import threading
import warnings
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from PIL import Image, ImageOps

from zana.kernel import clock, http
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.networks.models import Account, ProfilePicture, ProfileSnapshot
from zana.networks.port import Profile
from zana.people import log
from zana.people.models import Person
from zana.people.roles import require

MOST_BYTES, MOST_PIXELS = 3_000_000, 40_000_000
UPLOAD_BYTES = 12_000_000  # a photo of a screen, as a phone takes it
SMALL_SIDE = 480
AGAIN_AFTER = timedelta(days=30)

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Drawn:
    """A picture as it was looked at. `small` None: it is one, or not, but we cannot read it."""

    sha256: str
    small: bytes | None = None


@dataclass(frozen=True)
class Looks:
    """None: it could not be looked at, or there is none; that is no change."""

    picture: Drawn | None = None
    cover: Drawn | None = None


def fetch_looks(profile: Profile) -> Looks:
    """Calls the network: not inside a transaction. A picture that does not come is no trouble."""
    return Looks(_fetch(profile.picture_url), _fetch(profile.cover_url))


def keep_snapshot(account: Account, profile: Profile, looks: Looks, *, by_hand: bool = False) -> ProfileSnapshot | None:
    """Stores how the profile looks when it looks different from last time, and once a month anyway.

    Inside the caller's transaction.
    """
    snapshots = ProfileSnapshot.objects.of(account.organisation)
    last = snapshots.filter(account=account).select_related("picture", "cover").first()
    picture = _keep_picture(account, looks.picture) or (last.picture if last else None)
    cover = _keep_picture(account, looks.cover) or (last.cover if last else None)
    facts: Any = {name: getattr(profile, name) for name in ("name", "handle", "bio", "link")}
    facts |= {"picture": picture, "cover": cover}
    changed = last is None or any(getattr(last, name) != value for name, value in facts.items())
    if last is not None and not changed and clock.now() - last.taken_at < AGAIN_AFTER:
        return None
    return snapshots.create(
        account=account,
        by_hand=by_hand,
        picture_url=profile.picture_url,
        cover_url=profile.cover_url,
        picture_sha256=picture.sha256 if picture else None,
        **facts,
    )


def record_profile(
    *,
    by: Person,
    account: Account,
    name: str,
    bio: str,
    link: str,
    picture: bytes | None = None,
    cover: bytes | None = None,
) -> ProfileSnapshot | None:
    """What the profile says now, told by a person, where no network tells us. None: it looks as it did."""
    require(by, "accounts.connect", account.organisation)
    if not account.by_hand:
        raise Refusal(say("We read this profile from the network ourselves."))
    looks = Looks(_read_upload(picture), _read_upload(cover))
    profile = Profile("", account.handle, name.strip(), bio=bio.strip(), link=link.strip(), url=account.url)
    with transaction.atomic():
        Account.objects.of(account.organisation).select_for_update().get(pk=account.pk)
        snapshot = keep_snapshot(account, profile, looks, by_hand=True)
        Account.objects.of(account.organisation).filter(pk=account.pk).update(name=profile.name)
        log.record(by, "account.profile_noted", organisation=account.organisation, thing=f"account:{account.ref}")
    return snapshot


def draw_small(data: bytes) -> bytes | None:
    """Drawn anew from its pixels, so nothing that was hidden in the file comes along. None: not a picture we read."""
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # oddities of files we did not make
        try:
            return _draw(data)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return None


def _draw(data: bytes) -> bytes | None:
    with Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP", "GIF"]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            return None
        opened.draft("RGB", (SMALL_SIDE, SMALL_SIDE))
        drawn = ImageOps.exif_transpose(opened).convert("RGB")
    drawn.thumbnail((SMALL_SIDE, SMALL_SIDE))
    out = io.BytesIO()
    Image.frombytes("RGB", drawn.size, drawn.tobytes()).save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def _fetch(address: str | None) -> Drawn | None:
    """The address of a picture changes every day, the picture does not."""
    if not address:
        return None
    try:
        answer = http.call("GET", address, timeout=10, max_bytes=MOST_BYTES, follow=2)
    except http.CallFailed:
        return None
    if answer.status != 200 or not answer.body:
        return None
    return Drawn(hashlib.sha256(answer.body).hexdigest(), draw_small(answer.body))


def _read_upload(data: bytes | None) -> Drawn | None:
    if not data:
        return None
    small = draw_small(data) if len(data) <= UPLOAD_BYTES else None
    if small is None:
        raise Refusal(say("This picture cannot be read. Take a photo or a screenshot and choose that."))
    return Drawn(hashlib.sha256(small).hexdigest(), small)


def _keep_picture(account: Account, drawn: Drawn | None) -> ProfilePicture | None:
    if drawn is None:
        return None
    kept = ProfilePicture.objects.of(account.organisation).get_or_create(
        sha256=drawn.sha256, organisation=account.organisation, defaults={"small": drawn.small}
    )
    return kept[0]
