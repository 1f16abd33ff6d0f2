"""Bluesky without a server: what is counted, what is marked, what each "no" means, and what only the network's common
view can tell (its answers are played as its documentation describes them). `test_bluesky_server` asks a real one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from zana.networks.adapters.bluesky import connect, measure, moderate, network, publish, talk
from zana.networks.adapters.bluesky.count import weigh
from zana.networks.adapters.bluesky.facets import find_facets
from zana.networks.adapters.bluesky.faults import judge
from zana.networks.adapters.bluesky.keys import key_for, make_key, split_uri
from zana.networks.errors import CannotDo, OutcomeUnknown, Reconnect, Refused, TryLater
from zana.networks.port import Answer, Measurement, Post, Promise, Reply
from zana.networks.rules import find_fault_in_link, read_server

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
US, HER = "did:plc:drita", "did:plc:ana"
OURS, HERS = f"at://{US}/app.bsky.feed.post/3kaaaaaaaaaaa", f"at://{HER}/app.bsky.feed.post/3kbbbbbbbbbbb"
KNOWN = {"drita.example": US, "ana.bsky.social": HER}


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("", 0),
        ("Shqipëria", 9),
        ("ç e\u0308", 3),
        ("s\u030c", 1),
        ("👩🏽‍🚒", 1),
        ("👨‍👩‍👧‍👦!", 2),
        ("🇦🇱🇷🇸", 2),
        ("🇦🇱🇷", 2),
        ("1️⃣", 1),
        ("❤️", 1),
        ("🏴\U000e0067\U000e0062\U000e007f", 1),
        ("a\r\nb", 3),
        ("a\n\u0301", 3),
        ("각\u1100\u1161\u11a8", 2),
        ("a\u200db", 2),
    ],
)
def test_what_a_reader_sees_as_one_sign_counts_as_one(text, signs):
    assert weigh(text) == signs


def test_very_heavy_signs_run_into_the_limit_of_bytes_first():
    family = "👨‍👩‍👧‍👦"  # 25 bytes

    assert weigh(family * 120) == 120
    assert weigh(family * 121) > network.limits.text


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Shih https://drita.example/a?b=c#d.", [("https://drita.example/a?b=c#d", "https://drita.example/a?b=c#d")]),
        ("(https://drita.example/a_(b))", [("https://drita.example/a_(b)", "https://drita.example/a_(b)")]),
        ("Te drita.org, sot", [("drita.org", "https://drita.org")]),
        ("ë@drita.example", []),
        ("Mirë @Drita.example!", [("@Drita.example", US)]),
        ("@askush.example", []),
        ("@drita", []),
        ("https://drita.org/@ana.bsky.social", [("https://drita.org/@ana.bsky.social",) * 2]),
        ("ana@drita.org", []),
        ("#Ndihmë, #2026 #8mars #", [("#Ndihmë", "Ndihmë"), ("#8mars", "8mars")]),
        ("Çështja#jo https://drita.org/#po", [("https://drita.org/#po",) * 2]),
        (
            "👩🏽‍🚒 #ë @ana.bsky.social drita.org",
            [("#ë", "ë"), ("@ana.bsky.social", HER), ("drita.org", "https://drita.org")],
        ),
    ],
)
def test_links_mentions_and_tags_are_marked_by_their_bytes(text, marked):
    written = text.encode()

    found = find_facets(text, KNOWN.get)

    assert [
        (
            written[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(),
            next(value for name, value in facet["features"][0].items() if name != "$type"),
        )
        for facet in found
    ] == marked


def no(error: str, status: int = 400, message: str = "no", **headers: str) -> object:
    return judge(Reply(status, headers, {"error": error, "message": message}), NOW)


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        ("ExpiredToken", 400, Reconnect),
        ("InvalidToken", 400, Reconnect),
        ("AuthMissing", 401, Reconnect),
        ("AuthenticationRequired", 401, Reconnect),
        ("AuthFactorTokenRequired", 401, Refused),
        ("AccountTakedown", 401, Refused),
        ("AccountDeactivated", 400, Refused),
        ("InvalidSwap", 400, OutcomeUnknown),
        ("InvalidRequest", 400, Refused),
        ("PayloadTooLarge", 413, Refused),
        ("RateLimitExceeded", 429, TryLater),
        ("MethodNotImplemented", 501, CannotDo),
        ("XRPCNotSupported", 404, CannotDo),
        ("InternalServerError", 500, type(None)),
        ("UpstreamFailure", 502, type(None)),
    ],
)
def test_the_name_of_an_error_tells_what_to_do_next(error, status, kind):
    assert type(no(error, status)) is kind


def test_an_answer_without_a_body_is_judged_by_its_status():
    judged = [judge(Reply(status, {}, None), NOW) for status in (401, 403, 429, 503)]

    assert [type(one) for one in judged] == [Reconnect, Refused, TryLater, type(None)]


def test_a_busy_server_says_when():
    soon = str(int((NOW + timedelta(minutes=3)).timestamp()))
    waits = [
        no("RateLimitExceeded", 429, **headers)
        for headers in (
            {"ratelimit-reset": soon},
            {"retry-after": "9"},
            {"ratelimit-reset": "1"},
            {},
            {"retry-after": "9" * 9},
        )
    ]

    assert [wait.at - NOW for wait in waits if isinstance(wait, TryLater)] == [
        timedelta(minutes=3),
        timedelta(seconds=9),
        timedelta(seconds=5),
        timedelta(minutes=5),
        timedelta(days=1),
    ]


def test_keys_have_the_form_of_the_protocol_and_follow_the_time():
    keys = [make_key(NOW + timedelta(seconds=seconds)) for seconds in (0, 1, 86_400)]

    assert keys == sorted(keys)
    assert {len(key) for key in keys} == {13}
    assert all(key[0] in "234567abcdefghij" for key in [*keys, *(key_for(str(n)) for n in range(99))])
    assert key_for(HER) == key_for(HER) != key_for(US)


@pytest.mark.parametrize("token", ["", "a.b.c", "a.e30.c", "not a token"])
def test_a_session_that_does_not_tell_its_end_has_none(token):
    assert connect.read_end(token) is None


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("bsky.social", "https://bsky.social"),
        (" https://Drita.example/xrpc ", "https://drita.example"),
        ("http://127.0.0.1:99", "http://127.0.0.1:99"),
    ],
)
def test_a_typed_server_becomes_an_address(typed, address):
    assert read_server(typed) == address


def test_links_by_hand_lead_to_the_app():
    assert find_fault_in_link(network, f"https://bsky.app/profile/{US}/post/3k") is None
    assert find_fault_in_link(network, "https://bsky.app.evil.example/profile") is not None


class Played:
    """A client that answers from a table and keeps what it was told."""

    website = "https://bsky.app"

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.told: list[tuple[str, Any]] = []

    def read(self, path: str, **params: str) -> Any:
        name = path.rpartition(".")[2]
        answer = self.answers[name]
        return answer(**params) if callable(answer) else answer

    glance = read

    def write(self, path: str, *, json: Any = None, form: Any = None) -> Any:
        self.told.append((path.rpartition(".")[2], json))
        return self.answers.get("written", {"uri": OURS})

    def change(self, method: str, path: str, *, json: Any = None, form: Any = None) -> Any:
        return self.write(path, json=json)


def played(**answers: Any) -> Any:
    """As a `Client`: only the verbs these capabilities use."""
    return Played(**answers)


def test_the_key_is_stored_before_the_post_and_used_again():
    kept: list[str] = []
    client = played()
    first, again = Promise(store=kept.append), Promise("3kzzzzzzzzzzz")

    publish.publish(client, US, Post("Mirë", language="sq"), first)
    publish.publish(client, US, Post("Mirë"), again)

    bodies = [body for _, body in client.told]
    assert [body["rkey"] for body in bodies] == [kept[0], "3kzzzzzzzzzzz"]
    assert [body["swapRecord"] for body in bodies] == [None, None]
    assert [body["record"].get("langs") for body in bodies] == [["sq"], None]


def test_an_answer_that_names_no_post_is_unclear():
    with pytest.raises(OutcomeUnknown):
        publish.publish(played(written={}), US, Post("Mirë"), Promise())


def test_numbers_are_those_the_network_tells_and_no_others():
    seen = {"uri": OURS, "likeCount": 3, "replyCount": 0, "repostCount": 2}
    client = played(getProfile={"followersCount": 41}, getPosts=lambda uris: {"posts": [seen] if uris == OURS else []})

    assert measure.measure(client, US, [OURS, HERS]) == [
        Measurement("followers", 41),
        Measurement("post_reactions", 3, OURS),
        Measurement("post_comments", 0, OURS),
    ]


def notice(reason: str, uri: str, text: str, at: datetime, **reply: Any) -> dict[str, Any]:
    author = {"did": HER, "handle": "ana.bsky.social", "displayName": "Ana"}
    record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": at.isoformat(), **reply}
    return {"reason": reason, "uri": uri, "author": author, "record": record, "indexedAt": at.isoformat()}


def test_answers_theirs_and_ours_come_oldest_first_and_mentions_apart():
    under = {"reply": {"root": {"uri": OURS}, "parent": {"uri": OURS}}}
    deeper = {"reply": {"root": {"uri": OURS}, "parent": {"uri": HERS}}}
    mine = {"uri": f"{OURS}x", "value": {"text": "Po", "createdAt": NOW.isoformat(), **deeper}}
    told = [
        notice("like", HERS, "", NOW),
        notice("reply", HERS, "Ku jeni?", NOW - timedelta(hours=1), **under),
        notice("mention", f"{HERS}m", "Shih @drita", NOW - timedelta(hours=2)),
        notice("reply", f"{HERS}o", "E vjetër", NOW - timedelta(days=9), **under),
    ]
    client = played(listNotifications={"notifications": told, "cursor": "more"}, listRecords={"records": [mine]})
    since = NOW - timedelta(days=1)

    comments, mentions = talk.list_comments(client, US, since, []), talk.list_mentions(client, US, since)

    assert [(one.text, one.author.remote_id, one.post, one.parent, one.ours) for one in comments] == [
        ("Ku jeni?", HER, OURS, "", False),
        ("Po", US, OURS, HERS, True),
    ]
    assert [(one.text, one.post) for one in mentions] == [("Shih @drita", f"{HERS}m")]


def test_messages_and_what_others_wrote_are_not_in_our_hands():
    there = {"uri": HERS, "cid": "c", "value": {"text": "ua"}}
    client = played(getRecord=there)

    with pytest.raises(CannotDo):
        talk.list_messages(client, US, NOW)
    with pytest.raises(CannotDo):
        talk.reply(client, US, Answer("message", "Mirë", person=HER))
    with pytest.raises(CannotDo):
        moderate.delete(client, US, HERS)
    with pytest.raises(CannotDo):
        moderate.hide(client, US, HERS)
    assert client.told == []


def test_an_answer_to_what_is_gone_is_refused():
    with pytest.raises(Refused):
        talk.reply(played(getRecord=None), US, Answer("public", "Mirë", post=HERS))


def test_an_address_of_a_record_comes_apart():
    assert split_uri(OURS) == (US, "app.bsky.feed.post", "3kaaaaaaaaaaa")
