"""Reading, deleting and hiding posts in the X dialect, and who liked or shared them."""

from zana.practice.actions.marks import mark, unmark
from zana.practice.actions.posts import hide_item, remove_item
from zana.practice.actions.reading import catch_up
from zana.practice.dialects.x_context import Answer, Asking
from zana.practice.dialects.x_errors import forbidden, invalid, missing, not_in_plan
from zana.practice.dialects.x_fields import read_wish
from zana.practice.dialects.x_lists import envelope, find_item, list_items, read_item, read_items, timeline, visible
from zana.practice.dialects.x_show import show_included, show_tweets
from zana.practice.dialects.x_users import check_number, find_user, list_users, read_listed
from zana.practice.models import Actor, Item, Mark
from zana.practice.queries.attention import attention_of
from zana.practice.queries.worlds import crowd_of


def read_tweet(asking: Asking) -> Answer:
    asking.need("tweet.read", "users.read")
    catch_up(world=asking.world)
    wish = read_wish(asking)
    item = read_item(asking, asking.parts[0], wish)
    if item is None:
        return 200, {"errors": [missing(asking.parts[0])]}
    shown, errors = show_tweets(asking, [item], wish)
    return 200, envelope(shown[0], show_included(asking, [item], wish), errors)


def read_tweets(asking: Asking) -> Answer:
    asking.need("tweet.read", "users.read")
    catch_up(world=asking.world)
    wish = read_wish(asking)
    ids = read_listed(asking, "ids")
    for one in ids:
        check_number(one, "ids")
    found = {item.remote_id: item for item in read_items(asking, visible(asking).filter(remote_id__in=ids), wish)}
    body = list_items(asking, [found[one] for one in ids if one in found], wish)
    absent = [missing(one, parameter="ids") for one in ids if one not in found]
    if absent:
        body["errors"] = body.get("errors", []) + absent
    return 200, body


def delete_tweet(asking: Asking) -> Answer:
    asking.need("tweet.read", "tweet.write", "users.read")
    item = find_item(asking, asking.parts[0])
    if item is None:
        return 200, {"data": {"deleted": False}}
    if item.author_id != asking.me.pk:
        raise forbidden("You are not authorized to delete this Tweet.")
    remove_item(item=item)
    asking.pay("content_manage", f"delete {item.remote_id}")
    return 200, {"data": {"deleted": True}}


def hide_reply(asking: Asking) -> Answer:
    asking.need("tweet.read", "tweet.moderate.write", "users.read")
    hidden = asking.call.body.get("hidden")
    if not isinstance(hidden, bool):
        raise invalid("hidden", hidden, "[hidden] is required and must be a boolean")
    item = find_item(asking, asking.parts[0])
    if item is None or item.root is None or item.root.author_id != asking.me.pk:
        raise forbidden()
    hide_item(item=item, hidden=hidden)
    asking.pay("content_manage", f"hide {item.remote_id} {asking.now.timestamp()}")
    return 200, {"data": {"hidden": hidden}}


def liking_users(asking: Asking) -> Answer:
    return _those_who(asking, Mark.LIKE, "like.read")


def retweeted_by(asking: Asking) -> Answer:
    return _those_who(asking, Mark.SHARE, "tweet.read")


def liked_tweets(asking: Asking) -> Answer:
    asking.need("tweet.read", "users.read", "like.read")
    actor = find_user(asking, asking.parts[0])
    if actor is None:
        return 200, {"errors": [missing(asking.parts[0], "user")]}
    items = visible(asking).filter(marks__actor=actor, marks__kind=Mark.LIKE)
    return 200, timeline(asking, items, f"liked:{actor.remote_id}", 5)


def like(asking: Asking) -> Answer:
    item = _mine_to_mark(asking, "like.write")
    mark(item=item, actor=asking.me, kind=Mark.LIKE)
    asking.pay("interaction", f"like {item.remote_id} {asking.now.timestamp()}")
    return 200, {"data": {"liked": True}}


def unlike(asking: Asking) -> Answer:
    item = _mine_to_mark(asking, "like.write")
    unmark(item=item, actor=asking.me, kind=Mark.LIKE)
    asking.pay("interaction_delete", f"like {item.remote_id} {asking.now.timestamp()}")
    return 200, {"data": {"liked": False}}


def retweet(asking: Asking) -> Answer:
    item = _mine_to_mark(asking, "tweet.write")
    mark(item=item, actor=asking.me, kind=Mark.SHARE)
    asking.pay("interaction", f"share {item.remote_id} {asking.now.timestamp()}")
    return 200, {"data": {"retweeted": True, "rest_id": item.remote_id}}


def unretweet(asking: Asking) -> Answer:
    item = _mine_to_mark(asking, "tweet.write")
    unmark(item=item, actor=asking.me, kind=Mark.SHARE)
    asking.pay("interaction_delete", f"share {item.remote_id} {asking.now.timestamp()}")
    return 200, {"data": {"retweeted": False}}


def home(asking: Asking) -> Answer:
    """What the account sees when it opens the network. Accounts of the exercise follow nobody, so it sees its own."""
    asking.need("tweet.read", "users.read")
    asking.need_me(asking.parts[0])
    catch_up(world=asking.world)
    return 200, timeline(asking, visible(asking).filter(author=asking.me), f"home:{asking.me.remote_id}", 1)


def bookmarks(asking: Asking) -> Answer:
    asking.need("tweet.read", "users.read", "bookmark.read")
    asking.need_me(asking.parts[0])
    kept = visible(asking).filter(marks__actor=asking.me, marks__kind=Mark.KEEP)
    return 200, timeline(asking, kept, f"bookmarks:{asking.me.remote_id}", 1)


def keep(asking: Asking) -> Answer:
    item = _mine_to_mark(asking, "bookmark.write", closed=False)
    mark(item=item, actor=asking.me, kind=Mark.KEEP)
    asking.pay("content_manage", f"keep {item.remote_id} {asking.now.timestamp()}")
    return 200, {"data": {"bookmarked": True}}


def let_go(asking: Asking) -> Answer:
    item = _mine_to_mark(asking, "bookmark.write", closed=False)
    unmark(item=item, actor=asking.me, kind=Mark.KEEP)
    asking.pay("content_manage", f"keep {item.remote_id} {asking.now.timestamp()}")
    return 200, {"data": {"bookmarked": False}}


def _mine_to_mark(asking: Asking, scope: str, *, closed: bool = True) -> Item:
    """Likes and reposts are closed to self-serve programs."""
    asking.need("tweet.read", "users.read", scope)
    asking.need_me(asking.parts[0])
    if closed and asking.self_serve:
        raise not_in_plan()
    identity = asking.parts[1] if len(asking.parts) > 1 else str(asking.call.body.get("tweet_id") or "")
    item = find_item(asking, identity)
    if item is None:
        raise forbidden("You cannot interact with a Tweet that is deleted or not visible to you.")
    return item


def _those_who(asking: Asking, kind: str, scope: str) -> Answer:
    """People who did it by hand, then as many of the crowd as are counted and have a name."""
    asking.need("tweet.read", "users.read", scope)
    catch_up(world=asking.world)
    identity = asking.parts[0]
    item = find_item(asking, identity)
    if item is None:
        return 200, {"errors": [missing(identity)]}
    people = list(Actor.objects.filter(marks__item=item, marks__kind=kind).order_by("-marks__id"))
    seen = attention_of(item, asking.now)
    crowd = crowd_of(asking.world)[: seen.reaction_total if kind == Mark.LIKE else seen.shares]
    listed = list({actor.pk: actor for actor in [*people, *crowd]}.values())
    owner = item.author if item.author_id == (asking.reader.pk if asking.reader else 0) else None
    return 200, list_users(asking, listed, f"{kind}:{identity}", 100, owner=owner)
