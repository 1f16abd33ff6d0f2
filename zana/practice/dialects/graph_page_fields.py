"""Fields of people, pages and what pages belong to."""

from datetime import timedelta
from typing import Any

from django.db.models import Sum

from zana.practice.actions.access import page_token
from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_fields import ABSENT, Field, Linked, always, known, plain, profile, profiles
from zana.practice.dialects.graph_ids import address, page_address, picture_address
from zana.practice.models import Actor, Interest, Item, Role, Talk, Token
from zana.practice.queries.attention import followers_of
from zana.practice.queries.ratings import ratings_of
from zana.practice.rules.expansion import Wanted

SIDES = {"small": 50, "square": 50, "normal": 100, "large": 200, "album": 50}


def describe_picture(asking: Asking, row: Actor, *, side: int = 50, width: int = 0, height: int = 0) -> dict[str, Any]:
    url = picture_address(asking, row.avatar) if row.avatar else address(
        asking, f"/practice/pictures/actor/{row.remote_id}/"
    )  # fmt: skip
    return {"data": {
        "height": height or width or side, "is_silhouette": row.avatar_id is None, "url": url,
        "width": width or height or side,
    }}  # fmt: skip


def _picture(asking: Asking, row: Actor, wanted: Wanted) -> dict[str, Any]:
    size = {name: int(text) for name in ("width", "height") if (text := wanted.argument(name)).isdecimal()}
    return describe_picture(asking, row, side=SIDES.get(wanted.argument("type"), 50), **size)


def _cover(asking: Asking, row: Actor, wanted: Wanted) -> dict[str, Any] | None:
    if row.cover is None:
        return ABSENT
    set_off = {name: row.profile.get(name, 0) for name in ("offset_x", "offset_y")}
    return {"cover_id": row.cover.remote_id, **set_off, "source": picture_address(asking, row.cover),
            "id": row.cover.remote_id}  # fmt: skip


def followers(asking: Asking, row: Actor, wanted: Wanted) -> int:
    if row.pk not in asking.followers:
        asking.followers[row.pk] = followers_of(row, asking.now)
    return asking.followers[row.pk]


def _page_token(asking: Asking, row: Actor, wanted: Wanted) -> str | None:
    if asking.token.kind == Token.PAGE:
        return asking.token.value if asking.me.pk == row.pk else ABSENT
    granted = asking.token.grant.actors.filter(pk=row.pk).exists()
    return page_token(user_token=asking.token, page=row).value if granted else ABSENT


def _tasks(asking: Asking, row: Actor, wanted: Wanted) -> list[str] | None:
    role = Role.objects.filter(actor=row, person=asking.token.grant.person).first()
    return role.tasks if role else ABSENT


def _category_list(asking: Asking, row: Actor, wanted: Wanted) -> list[dict[str, str]]:
    kept = row.profile.get("category_list")
    if isinstance(kept, list) and kept and all(isinstance(one, dict) for one in kept):
        return kept
    return [{"id": "2603", "name": row.profile.get("category", "Nonprofit")}]


def _unread(asking: Asking, row: Actor, wanted: Wanted) -> int:
    return Talk.objects.filter(account=row, folder=Talk.INBOX).aggregate(all=Sum("unread"))["all"] or 0


def _rating_count(asking: Asking, row: Actor, wanted: Wanted) -> int:
    return len(ratings_of(row, asking.now))


def _stars(asking: Asking, row: Actor, wanted: Wanted) -> float:
    """One to five, as the share of those who recommend the page; without any it is 0."""
    given = ratings_of(row, asking.now)
    return round(1 + 4 * sum(one.positive for one in given) / len(given), 1) if given else 0.0


def _location_line(asking: Asking, row: Actor, wanted: Wanted) -> str | None:
    place = row.profile.get("location")
    if not isinstance(place, dict):
        return row.profile.get("contact_address") or ABSENT
    parts = (place.get(name) for name in ("street", "zip", "city", "country"))
    return ", ".join(str(part) for part in parts if part) or ABSENT


def instagram_of(page: Actor) -> Actor | None:
    return page.linked_accounts.filter(kind=Actor.INSTAGRAM).select_related("world").first()


def _instagram(asking: Asking, row: Actor, wanted: Wanted) -> Linked | None:
    linked = instagram_of(row)
    return Linked(linked) if linked else ABSENT


def _hooked(asking: Asking, row: Actor, wanted: Wanted) -> bool:
    return Interest.objects.filter(account=row, application=asking.token.grant.application_id).exists()


def _owner_business(asking: Asking, row: Actor, wanted: Wanted) -> dict[str, str] | None:
    first = Role.objects.filter(actor=row).select_related("person").first()
    return {"id": business_id(first.person), "name": f"{first.person.name}"} if first else ABSENT


def business_id(person: Actor) -> str:
    """The business portfolio of a person: a number of its own, from which she can be found again."""
    return f"3{person.remote_id[1:]}"


def _can_post(asking: Asking, row: Actor, wanted: Wanted) -> bool:
    return asking.me.pk == row.pk


def _new_likes(asking: Asking, row: Actor, wanted: Wanted) -> int:
    return max(followers(asking, row, wanted) - followers_of(row, asking.now - timedelta(days=7)), 0)


def _talking(asking: Asking, row: Actor, wanted: Wanted) -> int:
    """How many have written something on the page within a week."""
    since = asking.now - timedelta(days=7)
    said = Item.objects.filter(wall=row, network=Item.FACEBOOK, removed_at=None, created_at__gte=since)
    return said.exclude(author=row).values("author").distinct().count()


USER: dict[str, Field] = {
    "id": plain("remote_id"),
    "name": plain("name"),
    "first_name": lambda asking, row, wanted: row.name.split()[0],
    "last_name": lambda asking, row, wanted: row.name.split()[-1],
    "short_name": lambda asking, row, wanted: row.name.split()[0],
    "picture": _picture,
    **known("email", "link", "birthday", "username", "middle_name", "name_format", "gender", "locale"),
}

PAGE: dict[str, Field] = {
    "id": plain("remote_id"),
    "name": plain("name"),
    "username": plain("handle"),
    "about": plain("about"),
    "website": plain("website"),
    "link": lambda asking, row, wanted: address(asking, page_address(row)),
    "picture": _picture,
    "cover": _cover,
    "category": profile("category"),
    "category_list": _category_list,
    "fan_count": followers,
    "followers_count": followers,
    "access_token": _page_token,
    "tasks": _tasks,
    "single_line_address": _location_line,
    "is_published": profile("is_published", default=True),
    "is_always_open": profile("is_always_open", default=False),
    "is_permanently_closed": profile("is_permanently_closed", default=False),
    "temporary_status": profile("temporary_status", default="NO_DATA"),
    "is_verified": always(value=False),
    "verification_status": always("not_verified"),
    "is_community_page": always(value=False),
    "is_unclaimed": always(value=False),
    "has_whatsapp_number": lambda asking, row, wanted: bool(row.profile.get("whatsapp_number")),
    "is_webhooks_subscribed": _hooked,
    "can_post": _can_post,
    "has_transitioned_to_new_page_experience": always(value=True),
    "new_like_count": _new_likes,
    "talking_about_count": _talking,
    "checkins": always(0),
    "were_here_count": always(0),
    "rating_count": _rating_count,
    "overall_star_rating": _stars,
    "unread_message_count": _unread,
    "unseen_message_count": _unread,
    "unread_notif_count": always(0),
    "owner_business": _owner_business,
    "instagram_business_account": _instagram,
    "connected_instagram_account": _instagram,
    **profiles(
        "bio", "description", "mission", "company_overview", "general_info", "impressum", "founded", "phone",
        "emails", "contact_address", "location", "hours", "privacy_info_url", "birthday", "whatsapp_number",
        "parking", "price_range", "public_transit", "start_info", "displayed_message_response_time",
    ),
    **known("parent_page", "best_page", "user_access_expire_time", "store_number", "business", "country_page_likes"),
}  # fmt: skip

BUSINESS: dict[str, Field] = {
    "id": lambda asking, row, wanted: business_id(row.person),
    "name": lambda asking, row, wanted: row.person.name,
    "verification_status": always("not_verified"),
    **known("primary_page", "link", "created_time", "timezone_id", "vertical", "profile_picture_uri"),
}
