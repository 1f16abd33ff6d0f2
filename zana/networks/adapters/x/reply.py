"""Answers in a talk, which X lets us give only where its author has named us, and direct messages."""

from datetime import timedelta

from zana.kernel import clock
from zana.kernel.words import say
from zana.networks.adapters.x.listen import list_messages
from zana.networks.adapters.x.texts import SLACK, as_written, plain, read_time, without_names
from zana.networks.errors import CannotDo, OutcomeUnknown
from zana.networks.port import Answer, Answered, Client, Found, NotFound, Published, Sighting

WAYS = ("public", "message")


def reply(client: Client, remote_id: str, answer: Answer) -> str:
    if answer.way == "public":
        body = {"text": answer.text, "reply": {"in_reply_to_tweet_id": answer.comment or answer.post}}
        made = client.write("/2/tweets", json=body).get("data", {}).get("id", "")
    elif answer.way == "message":
        path = f"/2/dm_conversations/with/{answer.person}/messages"
        made = client.write(path, json={"text": answer.text}).get("data", {}).get("dm_event_id", "")
    else:
        raise CannotDo(say("X has no private answer to a post. Send a message instead."))
    if not made:
        raise OutcomeUnknown
    return str(made)


def look_for_reply(client: Client, remote_id: str, answered: Answered) -> Sighting:
    if answered.answer.way != "public":
        return _look_for_message(client, remote_id, answered)
    fields = {"tweet.fields": "created_at,entities,referenced_tweets,text"}
    page = client.read(f"/2/users/{remote_id}/tweets", max_results="100", exclude="retweets", **fields)
    place = answered.answer.comment or answered.answer.post
    for there in page.get("data", ()):
        under = any(one["id"] == place for one in there.get("referenced_tweets", ()))
        same = without_names(plain(as_written(there))) == without_names(plain(answered.answer.text))
        written = read_time(there["created_at"])
        if under and same and there["id"] not in answered.known and written >= answered.since - SLACK:
            return Found(Published(there["id"], f"{client.website}/i/status/{there['id']}", written))
    return NotFound()


def _look_for_message(client: Client, account: str, answered: Answered) -> Sighting:
    since = max(answered.since - SLACK, clock.now() - timedelta(days=30))
    for one in list_messages(client, account, since):
        same = one.ours and plain(one.text) == plain(answered.answer.text) and one.remote_id not in answered.known
        if same and answered.answer.person in one.thread.split("-"):
            return Found(Published(one.remote_id, at=one.at))
    return NotFound()
