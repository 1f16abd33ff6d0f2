"""What the people of an account set: its picture, its cover, its settings."""

from typing import Any

from zana.practice.models import Actor, Picture


def set_avatar(*, actor: Actor, picture: Picture | None) -> Actor:
    actor.avatar = picture
    actor.save(update_fields=["avatar"])
    return actor


def set_cover(*, actor: Actor, picture: Picture | None) -> Actor:
    actor.cover = picture
    actor.save(update_fields=["cover"])
    return actor


def change_settings(*, actor: Actor, settings: dict[str, Any]) -> Actor:
    """Only the named ones change, for example {"moderation_words": ["..."], "profanity_filter": "medium"}."""
    actor.settings = {**actor.settings, **settings}
    actor.save(update_fields=["settings"])
    return actor
