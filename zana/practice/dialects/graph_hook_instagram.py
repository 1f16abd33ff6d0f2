"""What a program is told about an Instagram account: `object: instagram` with comments, mentions and messages."""

from typing import Any

from zana.practice.dialects.graph_hook_bodies import describe_message
from zana.practice.models import Item, Ring

Body = dict[str, Any]
PRODUCTS = {Item.REEL: "REELS", Item.STORY: "STORY"}


def compose_instagram(rings: list[Ring]) -> Body:
    return {"object": "instagram", "entry": [_entry(ring) for ring in rings]}


def _entry(ring: Ring) -> Body:
    entry: Body = {"id": ring.account.remote_id, "time": int(ring.happened_at.timestamp())}
    if ring.happening == "message" or ring.item is None:
        return {**entry, "messaging": [describe_message(ring)]}
    if ring.happening == "mention":
        return {**entry, "changes": [{"field": "mentions", "value": _mention(ring.item)}]}
    return {**entry, "changes": [{"field": "comments", "value": _comment(ring, ring.item)}]}


def _comment(ring: Ring, item: Item) -> Body:
    post = item.root or item
    author = ring.actor or item.author
    body: Body = {
        "id": item.remote_id,
        "text": ring.facts.get("text", ""),
        "from": {"id": author.remote_id, "username": author.handle or author.name},
        "media": {"id": post.remote_id, "media_product_type": PRODUCTS.get(post.form, "FEED")},
    }
    parent = item.reply_to
    answers = parent is not None and parent.reply_to_id is not None
    return {**body, "parent_id": parent.remote_id} if parent is not None and answers else body


def _mention(item: Item) -> Body:
    """Ids only: what stands there is asked for with `mentioned_media` or `mentioned_comment`."""
    if item.root is None:
        return {"media_id": item.remote_id}
    return {"media_id": item.root.remote_id, "comment_id": item.remote_id}
