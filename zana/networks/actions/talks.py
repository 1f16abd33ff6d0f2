"""Reading what people say, answering and keeping order. Calls the network and stores nothing: intent and result are
two transactions of the caller."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zana.kernel.errors import Refusal
from zana.kernel.refs import new_ref
from zana.kernel.words import say
from zana.networks.actions.budgets import count_answer, return_spend
from zana.networks.actions.grants import ensure_allowed
from zana.networks.actions.posts import noticing
from zana.networks.actions.tokens import open_client
from zana.networks.errors import CannotDo, NetworkError, OutcomeUnknown, Refused
from zana.networks.models import Account
from zana.networks.port import Answer, Answered, CannotTell, Comment, Listens, Message, Replies, Sighting
from zana.networks.queries import posts_to_read


def list_comments(*, account: Account, since: datetime) -> Sequence[Comment]:
    """Under our posts, our own among them; oldest first. Raises the five errors."""
    ensure_allowed(account, "listens")
    posts = [str(post.remote_id) for post in posts_to_read(account)]
    with noticing(account):
        return _listens(account).list_comments(open_client(account), account.remote_id, since, posts)


def list_mentions(*, account: Account, since: datetime) -> Sequence[Comment]:
    ensure_allowed(account, "listens")
    with noticing(account):
        return _listens(account).list_mentions(open_client(account), account.remote_id, since)


def list_messages(*, account: Account, since: datetime) -> Sequence[Message]:
    ensure_allowed(account, "message")
    with noticing(account):
        return _listens(account).list_messages(open_client(account), account.remote_id, since)


def send_answer(*, account: Account, answer: Answer) -> str:
    """The id of what now stands there. After OutcomeUnknown call `look_for_answer` first.

    Where a network takes money for answers they are counted before, and given back if nothing went out.
    """
    ensure_allowed(account, "replies" if answer.way == "public" else "message")
    replies, key = _replies(account, answer), f"answer:{new_ref()}"
    try:
        count_answer(account=account, way=answer.way, key=key)
    except Refusal as no:
        raise Refused(no.saying) from None
    try:
        with noticing(account):
            return replies.reply(open_client(account), account.remote_id, answer)
    except OutcomeUnknown:
        raise
    except NetworkError:
        return_spend(organisation=account.organisation, key=key)
        raise


def look_for_answer(
    *, account: Account, answer: Answer, since: datetime, known: frozenset[str] = frozenset()
) -> Sighting:
    """Whether what was said at `since` stands there; an absence may be believed `settle_seconds` later."""
    answered = Answered(answer, since, known)
    with noticing(account):
        try:
            return _replies(account, answer).look_for_reply(open_client(account), account.remote_id, answered)
        except CannotDo as no:
            return CannotTell(no.saying)


def moderate(*, account: Account, act: str, target: str) -> None:
    """`target` is a comment, or for block and mute a person. The same again changes nothing."""
    ensure_allowed(account, "mute" if act in ("mute", "unmute") else "moderates")
    acts = account.description.moderates or {}
    if act not in acts:
        raise CannotDo(say("{network} lets nobody do that from here. Do it there.", network=account.description.label))
    with noticing(account):
        acts[act](open_client(account), account.remote_id, target)


def _listens(account: Account) -> Listens:
    listens = account.description.listens
    if listens is None:
        raise CannotDo(say("{network} tells us nothing of what people say there.", network=account.description.label))
    return listens


def _replies(account: Account, answer: Answer) -> Replies:
    replies = account.description.replies
    if replies is None or answer.way not in account.description.ways:
        raise CannotDo(say("On {network} this can be answered only there.", network=account.description.label))
    return replies
