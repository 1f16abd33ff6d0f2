"""Pictures of the X dialect: one-shot upload and alternative text."""

import base64
import binascii
from typing import Any

from zana.practice.actions.posts import describe_picture, upload_picture
from zana.practice.dialects.x_context import Asking
from zana.practice.dialects.x_errors import invalid
from zana.practice.dialects.x_fields import media_key
from zana.practice.models import Item, Picture
from zana.practice.rules.pictures import LIMITS, NotAPicture, look_at_picture

Answer = tuple[int, dict[str, Any]]
LONGEST_ALT_TEXT = 1000
EXPIRES_SECONDS = 86_400
CATEGORIES = frozenset(
    {"tweet_image", "tweet_gif", "tweet_video", "amplify_video", "dm_image", "dm_gif", "dm_video", "subtitles"}
)


def upload(asking: Asking) -> Answer:
    asking.need("media.write")
    call = asking.call
    category = call.text("media_category")
    if category not in CATEGORIES:
        raise invalid("media_category", category, "media_category is required and must be one of the known categories")
    content = _content(asking)
    try:
        mime, size = look_at_picture(content, Item.X)
    except NotAPicture as no:
        words = "maxFileSizeExceeded" if str(no) == "size" else "unsupportedMediaType"
        raise invalid("media", "", f"Media could not be processed: {words}") from None
    picture = upload_picture(owner=asking.me, network=Item.X, content=content, mime=mime, size=size)
    image = {"w": size[0], "h": size[1], "image_type": mime}
    facts = {"id": picture.remote_id, "media_key": media_key(picture), "size": len(content)}
    return 200, {"data": {**facts, "expires_after_secs": EXPIRES_SECONDS, "image": image}}


def describe(asking: Asking) -> Answer:
    asking.need("media.write")
    body = asking.call.body
    identity = str(body.get("id") or "")
    text = _alt_text(body)
    picture = Picture.objects.filter(owner=asking.me, remote_id=identity).first()
    if picture is None:
        raise invalid("id", identity, "The media id is not valid")
    if len(text) > LONGEST_ALT_TEXT:
        raise invalid("metadata.alt_text.text", text[:40], f"must be at most {LONGEST_ALT_TEXT} characters")
    describe_picture(picture=picture, alt_text=text)
    return 200, {"data": {"id": identity, "associated_metadata": {"alt_text": {"text": text}}}}


def _content(asking: Asking) -> bytes:
    content = asking.call.content("media", LIMITS[Item.X].most_bytes)
    if content is not None:
        return content
    try:
        return base64.b64decode(asking.call.text("media"), validate=True)
    except (binascii.Error, ValueError):
        raise invalid("media", "", "media must be binary or base64") from None


def _alt_text(body: dict[str, Any]) -> str:
    metadata = body.get("metadata")
    inner = metadata.get("alt_text") if isinstance(metadata, dict) else None
    return str(inner.get("text") or "") if isinstance(inner, dict) else ""
