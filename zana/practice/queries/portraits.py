"""Everything an archive tells of an account, gathered."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from zana.kernel import clock
from zana.practice.models import Actor, Bar, Item, Message, Picture, Stir
from zana.practice.queries.attention import attention_of
from zana.practice.rules import moderation
from zana.practice.rules.archives.portrait import App, Line, Photo, Portrait, Post, Visit

MOST_POSTS, MOST_LINES, MOST_PHOTOS = 500, 2000, 60


def portray(*, account: Actor, person: Actor) -> Portrait:
    """`account` is the person herself or one she works for; its login is hers.

    An archive from the future would be doubted, so in a world that was moved ahead everything is dated back by as much.
    """
    back = max(person.world.now() - clock.now(), timedelta())
    kept, own = person.settings, account.pk == person.pk
    words_at = _moment(account.settings.get("words_changed_at")) or account.world.now()
    return Portrait(
        name=account.name, handle=account.handle, id=account.remote_id, made_at=person.world.now() - back,
        joined_at=account.joined_at - back, about=account.about, website=account.website,
        email=str(kept.get("email", "")), phone=str(kept.get("phone", "")), two_step=str(kept.get("two_step", "")),
        two_step_since=_back(_moment(kept.get("two_step_since")), back),
        visits=tuple(_visits(person, back)), apps=tuple(_apps(person, back)),
        words=tuple((word, words_at - back) for word in account.settings.get(moderation.WORDS, [])),
        comments_from=str(account.settings.get(moderation.COMMENTS_FROM, moderation.EVERYONE)),
        blocked=tuple((bar.other.handle or bar.other.name, bar.other.remote_id) for bar in _bars(account)),
        followers=() if own else tuple((one.handle, one.remote_id) for one in _followers(account)),
        pages=tuple(_pages(person, back)) if own else (), payments=tuple(_payments(person, back)),
        posts=tuple(_posts(account, back)), lines=tuple(_lines(account, back)),
        traces=tuple((trace.kind, trace.created_at - back) for trace in person.traces.order_by("created_at", "id")),
    )  # fmt: skip


def _moment(written: object) -> datetime | None:
    return datetime.fromisoformat(str(written)) if written else None


def _back(moment: datetime | None, back: timedelta) -> datetime | None:
    return None if moment is None else moment - back


def _visits(person: Actor, back: timedelta) -> Iterable[Visit]:
    for one in person.sessions.all():
        ended = _back(one.ended_at, back)
        yield Visit(
            one.device, one.agent, one.place, one.address, one.began_at - back, one.seen_at - back, ended
        )  # fmt: skip


def _apps(person: Actor, back: timedelta) -> Iterable[App]:
    for app in person.settings.get("old_apps", []):
        yield App(app["name"], datetime.fromisoformat(app["since"]) - back, tuple(app["may"]))
    for grant in person.grants.filter(revoked_at=None).exclude(used_at=None).select_related("application"):
        writes = any(part in scope for scope in grant.scopes for part in ("manage", "publish", "write"))
        since = min(grant.used_at or clock.now(), clock.now())
        yield App(grant.application.name, since, ("read", "write") if writes else ("read",))


def _bars(account: Actor) -> Iterable[Bar]:
    return account.bars.filter(kind=Bar.BLOCK).select_related("other")


def _followers(account: Actor) -> Iterable[Actor]:
    """Of the crowd only those with a name; the other followers are no more than a number."""
    return account.world.actors.filter(kind=Actor.CROWD)


def _pages(person: Actor, back: timedelta) -> Iterable[tuple[str, datetime]]:
    roles = person.works_for.filter(actor__kind=Actor.PAGE).select_related("actor")
    return ((role.actor.name, role.actor.joined_at - back) for role in roles)


def _payments(person: Actor, back: timedelta) -> Iterable[tuple[datetime, int]]:
    boosted = Stir.objects.filter(boost__gt=0, item__wall__roles__person=person).select_related("item")
    return ((stir.item.created_at - back, stir.boost) for stir in boosted)


def _posts(account: Actor, back: timedelta) -> Iterable[Post]:
    own = Item.objects.filter(author=account, removed_at=None, state=Item.PUBLISHED)
    if account.kind != Actor.X_ACCOUNT:
        own = own.filter(reply_to=None)
    listed = own.select_related("world", "stir", "reply_to").prefetch_related("pictures__file")
    left = MOST_PHOTOS
    for item in listed[:MOST_POSTS]:
        pictures = list(item.pictures.all())[:left]
        left -= len(pictures)
        seen = attention_of(item)
        yield Post(
            id=item.remote_id, text=item.text, at=item.created_at - back, link=item.link,
            photos=tuple(map(_photo, pictures)), likes=seen.reaction_total, shares=seen.shares,
            answers_to=item.reply_to.remote_id if item.reply_to else "",
        )  # fmt: skip


def _photo(picture: Picture) -> Photo:
    name = f"{picture.remote_id}.{picture.file.mime.rsplit('/', 1)[-1].replace('jpeg', 'jpg')}"
    return Photo(name, bytes(picture.file.content), picture.alt_text)


def _lines(account: Actor, back: timedelta) -> Iterable[Line]:
    said = Message.objects.filter(talk__account=account, removed_at=None).select_related("talk__guest")
    for message in said[:MOST_LINES]:
        guest = message.talk.guest
        mine = message.author_id == account.pk
        yield Line(guest.name, guest.remote_id, mine, message.text, message.created_at - back)
