"""Pictures and films of the X dialect: in one go, in pieces under either address, and their alternative text.

`/2/media/upload` answers `{"data": ...}`, the older `/1.1/media/upload.json` a flat object with a numeric id too.
"""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from zana.practice.actions.clips import ClipRefused, settle_clip
from zana.practice.actions.posts import describe_picture, upload_picture
from zana.practice.actions.x_uploads import (
    add_segment,
    begin_upload,
    bytes_of,
    drop_upload,
    fail_upload,
    finish_film,
    finish_picture,
)
from zana.practice.dialects.x_context import Answer, Asking
from zana.practice.dialects.x_errors import XError, invalid
from zana.practice.dialects.x_show import media_key
from zana.practice.models import Clip, Item, Picture
from zana.practice.rules.gifs import look_at_gif
from zana.practice.rules.pictures import NotAPicture, look_at_picture
from zana.practice.rules.uploads import (
    CATEGORIES,
    EXPIRES_SECONDS,
    LONGEST_ALT_TEXT,
    MIMES,
    MOST_SEGMENT_BYTES,
    MOST_SEGMENTS,
    Category,
    guess_category,
    progress,
)

Facts = dict[str, Any]
FILM_WORDS = {
    "size": "The file is too large", "format": "Unsupported video format", "moov": "Unsupported video format",
    "short": "The video is too short", "long": "This user is not allowed to post a video longer than 2 minutes",
    "ratio": "Invalid aspect ratio", "width": "Invalid video dimensions",
}  # fmt: skip


def upload(asking: Asking) -> Answer:
    """In one go, or by `command` as the older form has it."""
    return 200, {"data": _upload(asking)}


def upload_older(asking: Asking) -> Answer:
    facts = _upload(asking)
    return 200, _flat(facts) if facts else {}


def _upload(asking: Asking) -> Facts:
    asking.need("media.write")
    command = asking.call.text("command").upper()
    if not command:
        return _take_whole(asking)
    if command not in COMMANDS:
        raise invalid("command", command, "command must be one of INIT, APPEND, FINALIZE, STATUS")
    return COMMANDS[command](asking)


def status(asking: Asking) -> Answer:
    return 200, {"data": _status(asking)}


def status_older(asking: Asking) -> Answer:
    return 200, _flat(_status(asking))


def initialize(asking: Asking) -> Answer:
    asking.need("media.write")
    return 200, {"data": _initialize(asking)}


def append(asking: Asking) -> Answer:
    asking.need("media.write")
    _append(asking, _find_clip(asking, asking.parts[0]))
    expires = int(asking.now.timestamp()) + EXPIRES_SECONDS
    return 200, {"data": {"expires_at": expires}}


def finalize(asking: Asking) -> Answer:
    asking.need("media.write")
    return 200, {"data": _finalize(asking, _find_clip(asking, asking.parts[0]))}


def describe(asking: Asking) -> Answer:
    asking.need("media.write")
    identity = str(asking.call.body.get("id") or "")
    text = _describe(asking, identity, asking.call.body.get("metadata"))
    return 200, {"data": {"id": identity, "associated_metadata": {"alt_text": {"text": text}}}}


def describe_older(asking: Asking) -> Answer:
    """Answers with nothing."""
    asking.need("media.write")
    _describe(asking, str(asking.call.body.get("media_id") or ""), asking.call.body)
    return 200, {}


def _take_whole(asking: Asking) -> Facts:
    category = _category(asking, asking.call.text("media_type"))
    if category.kind == "video":
        raise invalid("media_category", category.name, "Videos are uploaded in segments: command=INIT")
    content = _content(asking, category.most_bytes)
    mime, size = _look(category, content)
    picture = upload_picture(owner=asking.me, network=Item.X, content=content, mime=mime, size=size)
    image = {"w": size[0], "h": size[1], "image_type": mime}
    facts = {"id": picture.remote_id, "media_key": media_key(picture), "size": len(content)}
    return {**facts, "expires_after_secs": EXPIRES_SECONDS, "image": image}


def _initialize(asking: Asking) -> Facts:
    call = asking.call
    mime, total = call.text("media_type"), call.text("total_bytes")
    category = _category(asking, mime)
    if mime not in MIMES[category.kind]:
        raise invalid("media_type", mime, f"media_type {mime[:40]} does not fit media_category {category.name}")
    if not (total.isascii() and total.isdigit()) or int(total[:18]) == 0:
        raise invalid("total_bytes", total, "total_bytes is required and must be positive")
    try:
        clip = begin_upload(owner=asking.me, category=category, mime=mime, total_bytes=int(total[:18]))
    except ClipRefused:
        raise _too_large(total, category) from None
    return {
        "id": clip.remote_id,
        "media_key": f"{category.key}_{clip.remote_id}",
        "expires_after_secs": EXPIRES_SECONDS,
    }


def _append(asking: Asking, clip: Clip) -> Facts:
    number = asking.call.text("segment_index")
    if not (number.isascii() and number.isdigit()) or int(number[:9]) >= MOST_SEGMENTS:
        raise invalid("segment_index", number, "segment_index must be between 0 and 999")
    content = _content(asking, MOST_SEGMENT_BYTES)
    if not content or len(content) > MOST_SEGMENT_BYTES:
        raise invalid("media", len(content), "A segment must have between 1 and 5242880 bytes")
    try:
        add_segment(clip=clip, number=int(number), content=content)
    except ClipRefused as no:
        if str(no) == "state":
            raise invalid("media_id", clip.remote_id, "The upload is finalized already") from None
        raise _too_large(str(clip.received_bytes), CATEGORIES[clip.purpose]) from None
    return {}


def _finalize(asking: Asking, clip: Clip) -> Facts:
    if clip.state == Clip.RECEIVING:
        if clip.received_bytes < clip.total_bytes:
            raise invalid("media_id", clip.remote_id, f"Segments do not add up to provided total file size: "
                          f"{clip.received_bytes} of {clip.total_bytes}")  # fmt: skip
        category = CATEGORIES[clip.purpose]
        clip = finish_film(clip=clip) if category.kind == "video" else _finish_picture(asking, clip, category)
    return _clip_facts(asking, clip)


def _finish_picture(asking: Asking, clip: Clip, category: Category) -> Clip:
    content = bytes_of(clip)
    if category.kind == "text":
        return fail_upload(clip=clip, problem="format")
    try:
        mime, size = look_at_gif(content) if category.kind == "gif" else look_at_picture(content, Item.X)
    except NotAPicture as no:
        if category.seconds:
            return fail_upload(clip=clip, problem=str(no), seconds=_thinking(asking, category))
        drop_upload(clip=clip)
        error = _unusable(no)
        error.keeps = True
        raise error from None
    seconds = _thinking(asking, category) if category.seconds else 0.0
    return finish_picture(clip=clip, content=content, mime=mime, size=size, seconds=seconds)


def _thinking(asking: Asking, category: Category) -> float:
    return float(asking.world.manner.get("processing_seconds", category.seconds))


def _status(asking: Asking) -> Facts:
    asking.need("media.write")
    call = asking.call
    if call.text("command", "STATUS").upper() != "STATUS":
        raise invalid("command", call.text("command"), "command must be STATUS")
    identity = call.text("media_id")
    picture = Picture.objects.filter(owner=asking.me, remote_id=identity).defer("file__content").first()
    if picture is not None and not Clip.objects.filter(remote_id=identity).exists():
        return {"id": identity, "media_key": media_key(picture), "expires_after_secs": EXPIRES_SECONDS,
                "processing_info": {"state": "succeeded", "progress_percent": 100}}  # fmt: skip
    return _clip_facts(asking, _find_clip(asking, identity))


def _clip_facts(asking: Asking, clip: Clip) -> Facts:
    clip = settle_clip(clip=clip)
    category = CATEGORIES[clip.purpose]
    facts: Facts = {
        "id": clip.remote_id, "media_key": f"{category.key}_{clip.remote_id}", "size": clip.received_bytes,
        "expires_after_secs": EXPIRES_SECONDS,
    }  # fmt: skip
    if category.seconds or clip.problem:
        facts["processing_info"] = _processing(asking, clip, category)
    if category.kind == "video" and clip.mime:
        facts["video"] = {"video_type": clip.mime}
    return facts


def _processing(asking: Asking, clip: Clip, category: Category) -> Facts:
    if clip.state == Clip.FAILED:
        words = FILM_WORDS.get(clip.problem, "Unsupported media")
        return {
            "state": "failed",
            "progress_percent": 0,
            "error": {"code": 1, "name": "InvalidMedia", "message": words},
        }
    if clip.state == Clip.READY or clip.ready_at is None:
        return {"state": "succeeded", "progress_percent": 100}
    left = (clip.ready_at - asking.now).total_seconds()
    state, percent, wait = progress(left, _thinking(asking, category))
    return {"state": state, "check_after_secs": wait, "progress_percent": percent}


def _describe(asking: Asking, identity: str, given: Any) -> str:
    inner = given.get("alt_text") if isinstance(given, dict) else None
    text = inner.get("text") if isinstance(inner, dict) else None
    if text is None:
        text = ""
    if not isinstance(text, str) or len(text) > LONGEST_ALT_TEXT:
        raise invalid("metadata.alt_text.text", text, f"must be at most {LONGEST_ALT_TEXT} characters")
    picture = Picture.objects.filter(owner=asking.me, remote_id=identity).first()
    clip = Clip.objects.filter(owner=asking.me, remote_id=identity).first()
    if picture is not None:
        describe_picture(picture=picture, alt_text=text)
    elif clip is None:
        raise invalid("id", identity, "The media id is not valid")
    else:
        Clip.objects.filter(pk=clip.pk).update(title=text[:255])
    asking.pay("media_metadata", identity)
    return text


def _category(asking: Asking, mime: str) -> Category:
    name = asking.call.text("media_category")
    if not name and asking.call.request.path.endswith(".json"):
        name = guess_category(mime)
    if name.lower() not in CATEGORIES:
        raise invalid("media_category", name, "media_category is required and must be one of the known categories")
    return CATEGORIES[name.lower()]


def _look(category: Category, content: bytes) -> tuple[str, tuple[int, int]]:
    try:
        if category.kind == "text":
            raise NotAPicture("format")
        return look_at_gif(content) if category.kind == "gif" else look_at_picture(content, Item.X)
    except NotAPicture as no:
        raise _unusable(no) from None


def _unusable(no: NotAPicture) -> XError:
    words = "maxFileSizeExceeded" if str(no) == "size" else "unsupportedMediaType"
    return invalid("media", "", f"Media could not be processed: {words}")


def _too_large(total: str, category: Category) -> XError:
    return invalid("total_bytes", total, f"File size exceeds {category.most_bytes} bytes.")


def _content(asking: Asking, most_bytes: int) -> bytes:
    content = asking.call.content("media", most_bytes)
    if content is not None:
        return content
    text = asking.call.text("media") or asking.call.text("media_data")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise invalid("media", "", "media must be binary or base64") from None


def _find_clip(asking: Asking, identity: str) -> Clip:
    clip = Clip.objects.filter(owner=asking.me, remote_id=identity, purpose__in=CATEGORIES).first()
    if clip is None:
        raise invalid("media_id", identity, "The media id is not valid")
    clip.owner = asking.me
    return clip


def _by_id(act: Callable[[Asking, Clip], Facts]) -> Callable[[Asking], Facts]:
    return lambda asking: act(asking, _find_clip(asking, asking.call.text("media_id")))


def _flat(facts: Facts) -> Facts:
    """The older answer: a number and its text instead of `id`."""
    rest = {name: value for name, value in facts.items() if name != "id"}
    return {"media_id": int(facts["id"]), "media_id_string": facts["id"], **rest}


COMMANDS: dict[str, Callable[[Asking], Facts]] = {
    "INIT": _initialize,
    "APPEND": _by_id(_append),
    "FINALIZE": _by_id(_finalize),
    "STATUS": _status,
}
