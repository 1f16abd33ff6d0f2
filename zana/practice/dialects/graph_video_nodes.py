"""The Video object, its numbers, and the lists of videos, reels and stories of a Page."""

from typing import Any

from zana.practice.actions.clips import settle_clip
from zana.practice.dialects.graph_context import Asking, stamp
from zana.practice.dialects.graph_errors import bad_parameter
from zana.practice.dialects.graph_fields import ABSENT, Field, always, known, plain
from zana.practice.dialects.graph_ids import post_address
from zana.practice.dialects.graph_instagram import clip_address, still_address
from zana.practice.dialects.graph_listing import Arguments, Listing, Maker, nothing
from zana.practice.dialects.graph_lists import comments, likes, reactions
from zana.practice.dialects.graph_post_fields import POST
from zana.practice.models import Actor, Clip, Item
from zana.practice.queries.attention import attention_of
from zana.practice.queries.clips import clips_of, films_of
from zana.practice.queries.items import stories_on
from zana.practice.rules.audience import Attention
from zana.practice.rules.expansion import Wanted

STATUS = {Clip.RECEIVING: "uploading", Clip.PROCESSING: "processing", Clip.READY: "ready", Clip.FAILED: "error"}
WATCHED_SHARE = 0.42  # of a film the median viewer sees; set by us
PHASES = ("not_started", "in_progress", "complete", "error")


def _status(asking: Asking, row: Clip, wanted: Wanted) -> dict[str, Any]:
    """Where it is on its way: uploading, processing, publishing."""
    clip = settle_clip(clip=row)
    arrived = clip.state != Clip.RECEIVING
    processing = {Clip.RECEIVING: 0, Clip.PROCESSING: 1, Clip.READY: 2, Clip.FAILED: 3}[clip.state]
    uploading: dict[str, Any] = {
        "status": "complete" if arrived else "in_progress" if clip.received_bytes else "not_started",
        "bytes_transferred": clip.received_bytes,
        "source_file_size": clip.total_bytes,
    }
    stages: dict[str, Any] = {"uploading_phase": uploading, "processing_phase": {"status": PHASES[processing]}}
    if clip.state == Clip.FAILED:
        stages["processing_phase"]["errors"] = [{"code": 1363024, "message": "The video format is not supported."}]
    code = "upload_complete" if clip.state == Clip.RECEIVING and clip.received_bytes else STATUS[clip.state]
    return {"video_status": code, **stages, "publishing_phase": _publishing(clip)}


def _publishing(clip: Clip) -> dict[str, Any]:
    item = clip.item
    if item is None or (item.state == Item.SCHEDULED and item.due_at == clip.ready_at):
        return {"status": "not_started"}
    if item.state == Item.PUBLISHED:
        return {"status": "complete", "publish_status": "published", "publish_time": stamp(item.created_at)}
    when = {"publish_time": stamp(item.due_at)} if item.due_at else {}
    return {"status": "not_started", "publish_status": item.state, **when}


def _published(row: Clip) -> Item | None:
    return row.item if row.item is not None and row.item.state == Item.PUBLISHED else None


def _post_id(asking: Asking, row: Clip, wanted: Wanted) -> str | None:
    item = _published(row)
    return item.remote_id if item else ABSENT


def _permalink(asking: Asking, row: Clip, wanted: Wanted) -> str | None:
    item = _published(row)
    if item is None:
        return ABSENT
    return post_address(asking, item)


def _seen(row: Clip, asking: Asking) -> Attention:
    item = _published(row)
    return attention_of(item, asking.now) if item else Attention(0, 0, (), 0, 0, 0)


VIDEO: dict[str, Field] = {
    "id": plain("remote_id"),
    "title": plain("title"),
    "description": lambda asking, row, wanted: (row.item.text if row.item else "") or ABSENT,
    "created_time": lambda asking, row, wanted: stamp(row.created_at),
    "updated_time": lambda asking, row, wanted: stamp(row.created_at),
    "status": _status,
    "length": lambda asking, row, wanted: row.shape.get("seconds", 0.0),
    "post_id": _post_id,
    "permalink_url": _permalink,
    "published": lambda asking, row, wanted: _published(row) is not None,
    "source": lambda asking, row, wanted: clip_address(asking, row) if row.file_id else ABSENT,
    "picture": lambda asking, row, wanted: still_address(asking, row),
    "icon": lambda asking, row, wanted: still_address(asking, row),
    "from": lambda asking, row, wanted: {"name": row.owner.name, "id": row.owner.remote_id},
    "scheduled_publish_time": lambda asking, row, wanted: (
        stamp(row.item.due_at) if row.item and row.item.due_at and row.item.due_at != row.ready_at else ABSENT
    ),
    "views": lambda asking, row, wanted: _seen(row, asking).views,
    "post_views": lambda asking, row, wanted: _seen(row, asking).views,
    "format": lambda asking, row, wanted: [
        {"filter": "native", "width": row.shape.get("width", 0), "height": row.shape.get("height", 0),
         "picture": still_address(asking, row), "embed_html": ""}
    ],
    "privacy": always({"allow": "", "deny": "", "description": "Public", "value": "EVERYONE"}),
    **known(
        "content_category", "content_tags", "custom_labels", "embed_html", "embeddable", "event", "place",
        "universal_video_id", "live_status", "is_instagram_eligible", "copyright", "backdated_time",
    ),
}  # fmt: skip


def _metrics(clip: Clip, seen: Attention) -> dict[str, Any]:
    """Milliseconds where it is about time."""
    watched = int(float(clip.shape.get("seconds", 0)) * 1000 * WATCHED_SHARE)
    return {
        "blue_reels_play_count": seen.views,
        "fb_reels_total_plays": seen.views,
        "fb_reels_replay_count": max(seen.views - seen.reach, 0),
        "total_video_views": seen.views,
        "total_video_views_unique": seen.reach,
        "total_video_avg_time_watched": watched,
        "total_video_view_total_time": watched * seen.views,
        "post_video_avg_time_watched": watched,
        "post_video_view_time": watched * seen.views,
        "post_video_followers": seen.follows,
        "post_video_likes_by_reaction_type": {f"REACTION_{name}": count for name, count in seen.reactions},
        "post_video_social_actions": {"SHARE": seen.shares},
    }


def video_insights(asking: Asking, clip: Clip, arguments: Arguments) -> Listing:
    """Without `metric` all of them; of a video nobody has seen yet nothing."""
    asking.need("read_insights")
    asking.need("pages_read_engagement")
    known = _metrics(clip, _seen(clip, asking))
    wanted = [str(name) for name in asking.call.listed("metric")] or list(known)
    if any(name not in known for name in wanted):
        raise bad_parameter("The value must be a valid insights metric")
    if _published(clip) is None:
        return Listing([])
    return Listing([
        {"name": name, "period": "lifetime", "values": [{"value": known[name]}], "title": name.replace("_", " "),
         "description": name.replace("_", " "), "id": f"{clip.remote_id}/video_insights/{name}/lifetime"}
        for name in wanted
    ])  # fmt: skip


def _of_item(maker: Maker) -> Maker:
    """What hangs on a video hangs on its post."""

    def make(asking: Asking, clip: Clip, arguments: Arguments) -> Listing:
        item = _published(clip)
        return maker(asking, item, arguments) if item is not None else Listing([])

    return make


def videos(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    asking.need("pages_read_engagement")
    return Listing(clips_of(page, "video", "reel"), "Video")


def reels(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    asking.need("pages_read_engagement")
    return Listing(clips_of(page, "reel"), "Video")


def stories(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    """A story is no object of its own; `since` and `until` are seconds."""
    asking.need("pages_read_engagement")
    told = stories_on(page).filter(network=Item.FACEBOOK).prefetch_related("clips").order_by("-created_at", "-id")
    return Listing([_describe(asking, item) for item in told])


def _describe(asking: Asking, item: Item) -> dict[str, str]:
    clips = list(item.clips.all())
    part: Any = clips[0] if clips else item.pictures.all()[0]
    return {
        "post_id": item.remote_id,
        "status": "PUBLISHED",
        "creation_time": str(int(item.created_at.timestamp())),
        "media_type": "video" if clips else "photo",
        "media_id": part.remote_id,
        "url": post_address(asking, item),
    }


def describe_film(asking: Asking, clip: Clip) -> dict[str, Any]:
    """As an attachment of its post."""
    still, shape = still_address(asking, clip), clip.shape
    url = clip_address(asking, clip)
    return {
        "media": {"image": {"height": shape.get("height"), "src": still, "width": shape.get("width")}, "source": url},
        "target": {"id": clip.remote_id, "url": url},
        "title": clip.title,
        "type": "video_inline",
        "media_type": "video",
        "url": url,
    }


def _film_of(asking: Asking, row: Item) -> Clip | None:
    film: Clip | None = asking.count("film", row, films_of, None)
    return film


def _attachments(asking: Asking, row: Item, wanted: Wanted) -> Any:
    film = _film_of(asking, row)
    return {"data": [describe_film(asking, film)]} if film is not None else POST["attachments"](asking, row, wanted)


def _status_type(asking: Asking, row: Item, wanted: Wanted) -> Any:
    return "added_video" if _film_of(asking, row) is not None else POST["status_type"](asking, row, wanted)


def _picture(asking: Asking, row: Item, wanted: Wanted) -> Any:
    film = _film_of(asking, row)
    return still_address(asking, film) if film is not None else POST["full_picture"](asking, row, wanted)


FIELDS: dict[str, dict[str, Field]] = {
    "Video": VIDEO,
    "Post": {"attachments": _attachments, "status_type": _status_type, "full_picture": _picture, "picture": _picture},
}
DEFAULTS: dict[str, tuple[str, ...]] = {"Video": ("updated_time", "description", "id")}
LISTS: dict[str, dict[str, Maker]] = {
    "Page": {"videos": videos, "video_reels": reels, "stories": stories},
    "Video": {
        "video_insights": video_insights, "comments": _of_item(comments), "likes": _of_item(likes),
        "reactions": _of_item(reactions), "thumbnails": nothing, "captions": nothing, "tags": nothing,
    },
}  # fmt: skip
