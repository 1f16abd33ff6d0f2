from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from zana.kernel.errors import Forbidden, Refusal
from zana.studio import actions, gate, queries
from zana.studio.models import Remark
from zana.studio.rules.remarks import LEFT, OPEN, TAKEN, put_words, split_passages

TEXT = "On Friday we meet. Come with your mother!\nCall us: 0800 11 112…"


# --- rules


def test_a_text_is_cut_into_sentences_exactly_as_they_stand():
    assert [one.text for one in split_passages([TEXT])] == [
        "On Friday we meet.",
        "Come with your mother!",
        "Call us: 0800 11 112…",
    ]


def test_a_covered_place_stays_covered_and_its_sentence_cannot_be_said_otherwise():
    first, second = split_passages(["We are in ", None, " now. Call first."])

    assert first.parts == ("We are in ", None, " now.")
    assert (first.is_covered, second.is_covered) == (True, False)


@given(st.lists(st.sampled_from(["A b.", " ", "\n", "Çfarë?", "x", "!", "“Po!”"]), max_size=12).map("".join))
def test_every_sentence_stands_in_the_text_where_it_says(text):
    assert all(text[one.place :].startswith(one.text) for one in split_passages([text]))


def test_words_go_where_the_sentence_stood_nearest():
    assert put_words("Po. Jo. Po.", "Po.", "Mirë.", near=8) == "Po. Jo. Mirë."
    assert put_words("Po. Jo. Po.", "Po.", "Mirë.", near=1) == "Mirë. Jo. Po."
    assert put_words("Jo.", "Po.", "Mirë.", near=0) is None


# --- actions


@pytest.fixture
def remark(cast, variant):
    actions.edit_variant(by=cast.communicator_a, variant=variant, text=TEXT)
    return actions.make_remark(
        by=cast.trainer, variant=variant, passage="Come with your mother!", suggestion="Bring whom you like.", near=19
    )


def again(remark):
    """As another request finds it."""
    return queries.find_remark(remark.organisation, remark.ref)


def test_taking_puts_the_words_into_the_text_once(cast, variant, remark):
    actions.take_remark(by=cast.communicator_a, remark=again(remark))
    variant.refresh_from_db()
    version = variant.piece.version
    actions.take_remark(by=cast.communicator_a, remark=again(remark))

    variant.refresh_from_db()
    assert variant.text == TEXT.replace("Come with your mother!", "Bring whom you like.")
    remark.refresh_from_db()
    assert (remark.state, remark.ended_by, variant.piece.version) == (TAKEN, cast.communicator_a, version)


def test_a_sentence_that_is_gone_is_not_put_back(cast, variant, remark):
    actions.edit_variant(by=cast.communicator_a, variant=variant, text="All is new.")

    with pytest.raises(Refusal, match="not there any more"):
        actions.take_remark(by=cast.communicator_a, remark=again(remark))

    remark.refresh_from_db()
    variant.refresh_from_db()
    assert (remark.state, variant.text) == (OPEN, "All is new.")


def test_only_the_house_takes_and_strangers_say_nothing(cast, variant, remark):
    with pytest.raises(Forbidden):
        actions.take_remark(by=cast.trainer, remark=remark)
    with pytest.raises(Forbidden):
        actions.make_remark(by=cast.communicator_b, variant=variant, comment="Hm")
    with pytest.raises(Refusal, match="Say something"):
        actions.make_remark(by=cast.trainer, variant=variant, passage="On Friday we meet.", suggestion=" ")


# --- pages


def test_she_takes_the_words_on_the_page_of_her_text_without_losing_what_she_typed(cast, client, variant, remark):
    client.force_login(cast.communicator_a)
    where = reverse("studio:compose", args=[cast.org_a.ref, variant.piece.ref, variant.ref])
    page = client.get(where).content.decode()
    assert "Bring whom you like." in page

    variant.piece.refresh_from_db()
    typed = {"text": TEXT + " New line.", "link": "", "version": variant.piece.version, "do": f"take:{remark.ref}"}
    answer = client.post(where, typed)

    assert answer.status_code == 302
    variant.refresh_from_db()
    assert variant.text == TEXT.replace("Come with your mother!", "Bring whom you like.") + " New line."


def test_the_team_says_something_beside_the_text(cast, client, variant, remark):
    client.force_login(cast.director_a)
    where = reverse("studio:read", args=[cast.org_a.ref, variant.piece.ref, variant.ref])
    assert "Bring whom you like." in client.get(where).content.decode()

    said = {"passage": "On Friday we meet.", "number": "0", "suggestion": "On Friday we meet.", "comment": "When?"}
    assert client.post(where, said).status_code == 302
    assert client.post(where, {**said, "passage": "Nobody wrote this."}).status_code == 422

    kept = Remark.objects.of(cast.org_a).get(by=cast.director_a)
    assert (kept.passage, kept.suggestion, kept.comment, kept.place) == ("On Friday we meet.", "", "When?", 0)
    actions.leave_remark(by=cast.communicator_a, remark=kept)
    assert [one.state for one in queries.list_remarks(variant)] == [LEFT, OPEN]


def test_a_confidential_place_is_covered_in_the_sentences(cast, variant, place):
    actions.edit_variant(by=cast.communicator_a, variant=variant, text="Call us. We wait in Strehëza for you.")

    passages = [one for one, _said in queries.list_passages(variant, gate.check(variant))]

    assert [one.parts for one in passages] == [("Call us.",), ("We wait in ", None, " for you.")]
