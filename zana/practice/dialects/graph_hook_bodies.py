"""What a program is told about a page: `object: page` with its changes and messages."""

from typing import Any

from zana.practice.dialects.graph_ids import full_id
from zana.practice.models import Actor, Item, Ring

Body = dict[str, Any]
VERBS = {"edited": {"post": "edited", "comment": "edited"}}


def compose_page(rings: list[Ring]) -> Body:
    return {"object": "page", "entry": [_entry(ring) for ring in rings]}


def _entry(ring: Ring) -> Body:
    entry: Body = {"id": ring.account.remote_id, "time": int(ring.happened_at.timestamp())}
    if ring.happening == "message":
        return {**entry, "messaging": [describe_message(ring)]}
    make = {"comment": _comment, "post": _post, "reaction": _reaction, "mention": _mention}[ring.happening]
    field = "mention" if ring.happening == "mention" else "feed"
    return {**entry, "changes": [{"field": field, "value": make(ring)}]}


def describe_message(ring: Ring) -> Body:
    message = ring.message
    return {
        "sender": {"id": _who(ring)["id"]},
        "recipient": {"id": ring.account.remote_id},
        "timestamp": int(ring.happened_at.timestamp() * 1000),
        "message": {"mid": message.remote_id if message else "", "text": ring.facts.get("text", "")},
    }


def _comment(ring: Ring) -> Body:
    item = _item(ring)
    post = item.root or item
    return {
        "item": "comment", "verb": ring.verb, "comment_id": full_id(item), "parent_id": full_id(item.reply_to or post),
        "post_id": full_id(post), "from": _who(ring), "message": ring.facts.get("text", ""),
        "created_time": int(item.created_at.timestamp()),
        "post": {
            "status_type": "mobile_status_update", "is_published": post.state == Item.PUBLISHED,
            "updated_time": post.created_at.strftime("%Y-%m-%dT%H:%M:%S+0000"), "permalink_url": _address(post),
            "promotion_status": "inactive", "id": full_id(post),
        },
    }  # fmt: skip


def _post(ring: Ring) -> Body:
    item = _item(ring)
    own = item.author_id == item.wall_id
    return {
        "item": "status" if own else "post", "verb": ring.verb, "post_id": full_id(item), "from": _who(ring),
        "message": ring.facts.get("text", ""), "created_time": int(item.created_at.timestamp()),
        "published": int(item.state == Item.PUBLISHED),
    }  # fmt: skip


def _reaction(ring: Ring) -> Body:
    item = _item(ring)
    post = item.root or item
    body: Body = {
        "item": "reaction", "verb": ring.verb, "reaction_type": ring.facts.get("reaction", "like"),
        "post_id": full_id(post), "parent_id": full_id(post), "from": _who(ring),
        "created_time": int(ring.happened_at.timestamp()),
    }  # fmt: skip
    return body if item.root is None else {**body, "comment_id": full_id(item)}


def _mention(ring: Ring) -> Body:
    item, who = _item(ring), _who(ring)
    post = item.root or item
    body: Body = {
        "item": "post" if item.root is None else "comment", "verb": "add", "post_id": full_id(post),
        "sender_id": who["id"], "sender_name": who["name"], "message": ring.facts.get("text", ""),
        "created_time": int(item.created_at.timestamp()),
    }  # fmt: skip
    return body if item.root is None else {**body, "comment_id": full_id(item)}


def _item(ring: Ring) -> Item:
    assert ring.item is not None  # noqa: S101 - every happening but a message has one
    return ring.item


def _who(ring: Ring) -> dict[str, str]:
    actor: Actor = ring.actor or ring.account
    return {"id": actor.remote_id, "name": actor.name}


def _address(post: Item) -> str:
    return f"/practice/w/{post.world.ref}/i/{post.remote_id}/"
