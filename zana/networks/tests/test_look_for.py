"""Recognising our own post among what stands there. The client is a stand-in that tells canned answers."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from zana.networks.adapters.facebook import publish as facebook
from zana.networks.adapters.x import publish as x
from zana.networks.errors import CannotDo
from zana.networks.port import CannotTell, Client, Found, NotFound, Post, Sent, Sighting

SINCE = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Told:
    """Reads answer one after the other; nothing may be written while looking."""

    website = "https://www.network.example"

    def __init__(self, *answers: Mapping[str, Any]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, str]]] = []

    def at(self, base: str) -> Client:
        raise AssertionError(base)

    def read(self, path: str, **params: str) -> Any:
        self.asked.append((path, params))
        return self.answers.pop(0)

    glance = read

    def prepare(self, path: str, **content: Any) -> Any:
        raise AssertionError(path)

    write = prepare

    def upload(self, address: str, parts: Any, **more: Any) -> Any:
        raise AssertionError(address)

    def change(self, method: str, path: str, **content: Any) -> Any:
        raise AssertionError(path)


def on_facebook(*posts: tuple[str, str, datetime]) -> list[dict[str, Any]]:
    return [
        {"id": post, "message": text, "created_time": at.strftime("%Y-%m-%dT%H:%M:%S+0000"), "permalink_url": "u"}
        for post, text, at in posts
    ]


def on_x(*posts: tuple[str, str, datetime]) -> list[dict[str, Any]]:
    return [{"id": post, "text": text, "created_at": at.strftime("%Y-%m-%dT%H:%M:%S.000Z")} for post, text, at in posts]


def look_on_facebook(sent: Sent, *posts: tuple[str, str, datetime]) -> Sighting:
    return facebook.look_for(Told({"data": on_facebook(*posts)}), "1001", sent)


def look_on_x(sent: Sent, *posts: tuple[str, str, datetime]) -> Sighting:
    page: dict[str, Any] = {"meta": {"result_count": len(posts)}}
    return x.look_for(Told({**page, "data": on_x(*posts)} if posts else page), "1001", sent)


look = pytest.mark.parametrize("look", [look_on_facebook, look_on_x])


@look
def test_our_post_is_found_by_its_words(look):
    sighting = look(Sent(Post("Mirë  se vini\n"), SINCE), ("2", "tjetër", SINCE), ("1", "Mirë se vini", SINCE))

    assert isinstance(sighting, Found)
    assert (sighting.published.remote_id, sighting.published.at) == ("1", SINCE)


@look
def test_an_empty_page_means_it_is_not_there(look):
    assert look(Sent(Post("Mirë se vini"), SINCE)) == NotFound()


@look
def test_a_post_we_know_is_not_taken_for_the_new_one(look):
    sent = Sent(Post("Mirë se vini"), SINCE, known=frozenset({"1"}))

    assert look(sent, ("1", "Mirë se vini", SINCE)) == NotFound()


@look
def test_an_older_post_with_the_same_words_is_for_a_person_to_judge(look):
    older = SINCE - timedelta(hours=3)

    assert isinstance(look(Sent(Post("Mirë se vini"), SINCE), ("1", "Mirë se vini", older)), CannotTell)


@look
def test_a_little_difference_between_clocks_does_not_matter(look):
    earlier = SINCE - timedelta(seconds=50)

    assert isinstance(look(Sent(Post("Mirë se vini"), SINCE), ("1", "Mirë se vini", earlier)), Found)


@look
def test_pictures_without_words_cannot_be_told_apart(look):
    assert isinstance(look(Sent(Post("  "), SINCE), ("1", "", SINCE)), CannotTell)


def test_x_texts_are_compared_as_they_were_written():
    there = on_x(("1", "Ndihmë &amp; këshilla https://t.co/a https://t.co/b", SINCE))
    there[0]["entities"] = {
        "urls": [
            {"url": "https://t.co/a", "expanded_url": "https://drita.example/ndihme"},
            {"url": "https://t.co/b", "expanded_url": "https://x.com/d/status/1/photo/1", "media_key": "3_1"},
        ]
    }

    sighting = x.look_for(
        Told({"data": there}), "1001", Sent(Post("Ndihmë & këshilla https://drita.example/ndihme"), SINCE)
    )

    assert isinstance(sighting, Found)


def test_facebook_is_read_page_by_page_until_before_we_sent():
    younger = on_facebook(*((str(number), "tjetër", SINCE) for number in range(50)))
    older = on_facebook(("60", "tjetër", SINCE - timedelta(days=2)), ("61", "Mirë se vini", SINCE))
    client = Told(
        {"data": younger, "paging": {"cursors": {"after": "c1"}, "next": "https://next"}},
        {"data": older, "paging": {"cursors": {"after": "c2"}, "next": "https://next"}},
    )

    assert facebook.look_for(client, "1001", Sent(Post("Mirë se vini"), SINCE)) == NotFound()
    assert [params.get("after") for _, params in client.asked] == [None, "c1"]


def test_too_long_a_page_is_not_taken_for_an_empty_one():
    page = {
        "data": on_facebook(*((str(number), "tjetër", SINCE) for number in range(50))),
        "paging": {"cursors": {"after": "c"}, "next": "https://next"},
    }

    with pytest.raises(CannotDo):
        facebook.look_for(Told(*[page] * 4), "1001", Sent(Post("Mirë se vini"), SINCE))
