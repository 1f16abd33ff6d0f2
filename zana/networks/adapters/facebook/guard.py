"""What a page tells about its own safety. Each question alone: one without a permission must not silence the rest."""

from typing import Any

from zana.networks import graph
from zana.networks.port import Client, Role, SafetyFacts

WORDS = ("page_moderation_blacklist", "moderation_words", "blocked_words")


def see_safety(client: Client, remote_id: str) -> SafetyFacts:
    page = client.glance(f"/{remote_id}", fields="is_published,verification_status,category") or {}
    owner = client.glance(f"/{remote_id}", fields="owner_business") or {}
    contact = client.glance(f"/{remote_id}", fields="phone,emails,displayed_message_response_time")
    settings = _read_settings(client, remote_id)
    words = next((settings[name] for name in WORDS if name in settings), None)
    verified = page.get("verification_status")
    return SafetyFacts(
        published=page.get("is_published"),
        verified=None if verified is None else verified in ("blue_verified", "gray_verified"),
        roles=_read_roles(client, remote_id),
        settings=tuple((name, str(value)) for name, value in sorted(settings.items())) or None,
        moderation_words=None if words is None else _split(words),
        blocked=_count(client, f"/{remote_id}/blocked"),
        category=page.get("category"),
        owner_business=owner.get("owner_business", {}).get("name"),
        phone=None if contact is None else contact.get("phone", ""),
        emails=None if contact is None else tuple(contact.get("emails", ())),
        answers_within=(contact or {}).get("displayed_message_response_time"),
        webhooks=graph.read_webhooks(client, remote_id),
    )


def _read_roles(client: Client, page: str) -> tuple[Role, ...] | None:
    listed = client.glance(f"/{page}/roles", limit="100")
    if listed is None:
        return None
    return tuple(Role(str(one["id"]), one.get("name", ""), tuple(one.get("tasks", ()))) for one in listed["data"])


def _read_settings(client: Client, page: str) -> dict[str, Any]:
    listed = client.glance(f"/{page}/settings") or {}
    return {str(one["setting"]): one.get("value") for one in listed.get("data", ()) if "setting" in one}


def _split(words: Any) -> tuple[str, ...]:
    parts = words if isinstance(words, list) else str(words).replace("\n", ",").split(",")
    return tuple(str(word).strip() for word in parts if str(word).strip())


def _count(client: Client, path: str) -> int | None:
    """Up to a hundred; None where we may not ask."""
    listed = client.glance(path, limit="100")
    return None if listed is None else len(listed.get("data", ()))
