"""Making containers: everything is looked at before a row is written, and refused as Instagram refuses it."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from zana.practice.actions.clips import finish_clip, open_clip, take_whole
from zana.practice.actions.containers import Parts, make_container
from zana.practice.actions.posts import upload_picture
from zana.practice.dialects.call import Call
from zana.practice.dialects.fetching import NotFetched, fetch_film, fetch_picture
from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_errors import GraphError, bad_parameter
from zana.practice.dialects.graph_instagram_errors import refuse
from zana.practice.dialects.places import upload_address
from zana.practice.models import Actor, Clip, Container, Item, Picture
from zana.practice.queries.containers import containers_today
from zana.practice.rules.containers import (
    FEWEST_CHILDREN,
    KINDS,
    LONGEST_ALT_TEXT,
    MOST_CHILDREN,
    MOST_CONTAINERS_A_DAY,
    caption_is_fine,
    ratio_is_fine,
)
from zana.practice.rules.films import FILM_LIMITS
from zana.practice.rules.pictures import LIMITS, NotAPicture, look_at_picture

Answer = dict[str, Any]
MOST_COLLABORATORS, MOST_TAGS = 5, 20
OPTIONS = (
    "location_id", "user_tags", "collaborators", "product_tags", "share_to_feed", "audio_name", "thumb_offset",
    "trial_params", "audio_configuration", "is_ai_generated", "is_paid_partnership", "branded_content_sponsor_ids",
    "cross_post_to_threads", "poll_attachment", "show_ig_link", "title",
)  # fmt: skip


@dataclass(frozen=True)
class Jpeg:
    content: bytes
    mime: str
    size: tuple[int, int]


def create_media(asking: Asking, account: Actor) -> Answer:
    asking.need_instagram("content_publish")
    call = asking.call
    kind = _kind(call)
    if containers_today(account) >= MOST_CONTAINERS_A_DAY:
        raise refuse("too_many")
    _check_words(call)
    if kind == "CAROUSEL":
        return _answer(make_container(account=account, parts=_carousel(account, call)))
    if call.text("upload_type") == "resumable":
        return _wait_for_bytes(asking, account, kind)
    if kind == "IMAGE" or (kind == "STORIES" and call.text("image_url")):
        return _answer(_make_picture(account, kind, call))
    return _answer(_make_film(account, kind, call))


def _kind(call: Call) -> str:
    kind = call.text("media_type") or ("VIDEO" if call.text("video_url") else "IMAGE")
    if kind not in KINDS:
        raise refuse("media_type")
    if kind == "VIDEO" and not call.flag("is_carousel_item"):
        raise GraphError(
            100, "(#100) The value VIDEO for media_type is no longer supported. Use the REELS media type to publish a "
            "video to your Instagram feed.", subcode=2207067,
        )  # fmt: skip
    if kind == "REELS" and call.flag("is_carousel_item"):
        raise refuse("children")
    return kind


def _check_words(call: Call) -> None:
    if not caption_is_fine(call.text("caption")):
        raise refuse("caption")
    if len(call.text("alt_text")) > LONGEST_ALT_TEXT:
        raise bad_parameter(f"Param alt_text must be no more than {LONGEST_ALT_TEXT} characters")
    if len(call.listed("collaborators")) > MOST_COLLABORATORS:
        raise bad_parameter("Param collaborators has too many elements.")
    tags = call.listed("user_tags")
    if len(tags) > MOST_TAGS:
        raise GraphError(100, "(#100) Invalid parameter", subcode=2207040, title="Too many tags")
    if not all(isinstance(tag, dict) and str(tag.get("username", "")) for tag in tags):
        raise GraphError(100, "(#100) Invalid parameter", subcode=2207035, title="Tag without a username")


def _options(call: Call) -> dict[str, Any]:
    return {name: call.params[name] for name in OPTIONS if name in call.params}


def _carousel(account: Actor, call: Call) -> Parts:
    ids = [str(one).strip() for one in call.listed("children")]
    if not FEWEST_CHILDREN <= len(ids) <= MOST_CHILDREN or len(set(ids)) != len(ids):
        raise refuse("children")
    kept = {one.remote_id: one for one in account.containers.filter(remote_id__in=ids, is_child=True, parent=None)}
    if any(one not in kept for one in ids):
        raise refuse("no_container")
    children = tuple(kept[one] for one in ids)
    return Parts(kind="CAROUSEL", caption=call.text("caption"), children=children, options=_options(call))


def _make_picture(account: Actor, kind: str, call: Call) -> Container:
    jpeg = fetch_jpeg(call.text("image_url"))
    if kind == "IMAGE" and not ratio_is_fine(*jpeg.size):
        raise refuse("ratio")
    with transaction.atomic(using="practice"):
        picture = _keep(account, jpeg, call.text("alt_text"))
        return make_container(account=account, parts=_parts(kind, call, picture=picture))


def _make_film(account: Actor, kind: str, call: Call) -> Container:
    if not call.text("video_url"):
        raise bad_parameter("The parameter video_url is required")
    cover = fetch_jpeg(call.text("cover_url")) if call.text("cover_url") else None
    try:
        intake = fetch_film(call.text("video_url"), FILM_LIMITS[kind].most_bytes)
    except NotFetched as no:
        raise refuse("film_size" if str(no) == "size" else "unfetchable") from None
    offset = call.number("thumb_offset", 0)
    if intake.reader.film.whole and offset > intake.reader.film.seconds * 1000:
        raise refuse("thumb")
    with transaction.atomic(using="practice"):
        clip = take_whole(clip=open_clip(owner=account, purpose=kind), intake=intake)
        clip = finish_clip(clip=clip)
        if cover is not None:
            clip.shape = {**clip.shape, "cover": _keep(account, cover, "").remote_id}
            clip.save(update_fields=["shape"])
        return make_container(account=account, parts=_parts(kind, call, clip=clip))


def _wait_for_bytes(asking: Asking, account: Actor, kind: str) -> Answer:
    if kind == "IMAGE":
        raise bad_parameter("Param media_type must be one of {REELS, STORIES, VIDEO} for a resumable upload")
    with transaction.atomic(using="practice"):
        clip = open_clip(owner=account, purpose=kind)
        container = make_container(account=account, parts=_parts(kind, asking.call, clip=clip))
    uri = upload_address(asking.call.request, f"ig-api-upload/v25.0/{container.remote_id}")
    return {**_answer(container), "uri": uri}


def _parts(kind: str, call: Call, *, picture: Picture | None = None, clip: Clip | None = None) -> Parts:
    return Parts(
        kind=kind, caption=call.text("caption"), is_child=call.flag("is_carousel_item"), picture=picture, clip=clip,
        options=_options(call),
    )  # fmt: skip


def fetch_jpeg(url: str) -> Jpeg:
    """Fetched and looked at; raises Instagram's own error."""
    if not url:
        raise bad_parameter("The parameter image_url is required")
    try:
        content = fetch_picture(url, LIMITS[Item.INSTAGRAM].most_bytes)
        mime, size = look_at_picture(content, Item.INSTAGRAM)
    except NotFetched as no:
        raise refuse("size" if str(no) == "size" else "unfetchable") from None
    except NotAPicture as no:
        raise refuse(str(no)) from None
    return Jpeg(content, mime, size)


def _keep(account: Actor, jpeg: Jpeg, alt_text: str) -> Picture:
    return upload_picture(
        owner=account, network=Item.INSTAGRAM, content=jpeg.content, mime=jpeg.mime, size=jpeg.size, alt_text=alt_text
    )


def _answer(container: Container) -> Answer:
    return {"id": container.remote_id}
