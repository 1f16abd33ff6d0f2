import dataclasses
import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zana.kernel.words import Saying
from zana.studio import actions, gate
from zana.studio.rules.gate import ORDER, Bounds, Facts, PictureFacts, check_facts, make_fingerprint
from zana.studio.tests import pictures

PLACES = ("Strehëza", "Rruga e Lisave 14, Pejë")
GOOD = PictureFacts(alt="Three cups of tea", sha256="a")


def told(facts):
    verdict = check_facts(facts)
    return verdict.verdict, [(r.step, r.where) for r in verdict.reasons]


@pytest.mark.parametrize(
    ("facts", "verdict", "reasons"),
    [
        (Facts("On Friday at 17:00 we talk. Help: 0800 11112, free."), "pass", []),
        (Facts("", pictures=(GOOD,)), "pass", []),
        (Facts(" "), "stop", [("empty", "text")]),
        (Facts("x" * 11, bounds=Bounds("X", text=10)), "stop", [("length", "text")]),
        (Facts("xx", bounds=Bounds("X", text=10, count=lambda text: 6 * len(text))), "stop", [("length", "text")]),
        (Facts("x", pictures=(GOOD, GOOD), bounds=Bounds("X", pictures=1)), "stop", [("pictures", "")]),
        (
            Facts("x", pictures=(PictureFacts("x", width=1, height=2),), bounds=Bounds("Instagram", ratio=(0.8, 1.9))),
            "pass",
            [("shape", "picture 1")],
        ),
        (Facts("#a #b x#c #1", bounds=Bounds("Instagram", hashtags=2)), "pass", []),
        (Facts("#a #b #ç", bounds=Bounds("Instagram", hashtags=2)), "stop", [("marks", "text")]),
        (Facts("@a a@b.example", bounds=Bounds("Instagram", mentions=1)), "pass", []),
        (Facts("@a @b", bounds=Bounds("Instagram", mentions=1)), "stop", [("marks", "text")]),
        (Facts("x", bounds=Bounds("Instagram", min_pictures=1)), "stop", [("pictures", "")]),
        (Facts("x", pictures=(GOOD, PictureFacts())), "stop", [("alt_text", "alt 2")]),
        (Facts("x", pictures=(GOOD,), bounds=Bounds("X", alt=5)), "stop", [("alt_text", "alt 1")]),
        (Facts("x", pictures=(PictureFacts(alt="x", metadata=("gps",)),)), "stop", [("metadata", "picture 1")]),
        (Facts("x", pictures=(PictureFacts(alt="x", is_whole=False),)), "stop", [("metadata", "picture 1")]),
        (Facts("x", pictures=(PictureFacts(alt="x", needs_look=True),)), "warn", [("look", "picture 1")]),
        (Facts("Jemi te Strehëza", places=PLACES), "stop", [("place", "text")]),
        (Facts("x", title="Strehëza", places=PLACES), "stop", [("place", "title")]),
        (Facts("x", link="https://a.example/streheza", places=PLACES), "stop", [("place", "link")]),
        (Facts("x", pictures=(PictureFacts(alt="Te Strehëza"),), places=PLACES), "stop", [("place", "alt 1")]),
        (
            Facts("x", pictures=(PictureFacts(alt="x", name="streheza.jpg"),), places=PLACES),
            "stop",
            [("place", "name 1")],
        ),
        (Facts("Ejani në Strehë", places=PLACES), "pass", []),
        (Facts("x https://maps.app.goo.gl/abc"), "second_person", [("map", "")]),
        (Facts("42.6629, 21.1655"), "second_person", [("map", "")]),
        (Facts("Rruga Nëna Terezë 10"), "second_person", [("person", "")]),
        (Facts("Dođite u ulicu Kralja Petra, sala 5."), "pass", []),
        (Facts("JMBG 0101990710008"), "second_person", [("person", "")]),
        (Facts("Broj 1234567890123"), "pass", []),
        (Facts("Telefononi: +383 44 000 000"), "warn", [("person", "")]),
        (Facts("Pozovite 038 000 000 ili 192"), "pass", []),
        (Facts("arta@gmail.com"), "warn", [("person", "")]),
        (Facts("info@drita.example"), "pass", []),
        (Facts("Makina 01-123-AB"), "warn", [("person", "")]),
        (
            Facts("Nëna e tre fëmijëve, 34 vjeçe, mësuese në fshatin tonë."),
            "second_person",
            [("jigsaw", "")],
        ),
        (Facts("Мајка троје деце, 34 године, учитељица."), "second_person", [("jigsaw", "")]),
        (Facts("A teacher spoke."), "pass", []),
        (Facts("Krim pasioni në qytet"), "warn", [("terms", "text")]),
    ],
)
def test_the_gate_says(facts, verdict, reasons):
    assert told(facts) == (verdict, reasons)


def test_the_worst_reason_is_the_verdict():
    facts = Facts("Te Strehëza, +383 44 000 000, Rruga Nëna Terezë 10", places=PLACES)

    verdict = check_facts(facts)

    assert [r.verdict for r in verdict.reasons] == ["stop", "second_person", "warn"]
    assert verdict.verdict == "stop"


def test_the_words_tell_the_paragraph_and_never_the_place():
    facts = Facts("One.\n\nNa gjeni te rruga e Lisave 14, kati i dytë.", places=PLACES)

    reason = check_facts(facts).reasons[0]

    assert reason.words.english() == "Paragraph 2 of the text names a confidential place. Take it out."
    assert [facts.text[c.start : c.end] for c in reason.covers] == ["Lisave 14"]


@given(
    st.text(max_size=60),
    st.sampled_from(["text", "title", "link", "alt", "name"]),
    st.sampled_from(["Strehëza", "STREHËZËS", "Стрехези", "s t r e h e z a"]),
)
def test_no_words_ever_repeat_the_place(around, where, name):
    text = f"{around} {name} {around}"
    field = {"text": Facts(text, places=PLACES), "title": Facts("x", title=text, places=PLACES)}
    field["link"] = Facts("x", link=text, places=PLACES)
    field["alt"] = Facts("x", pictures=(PictureFacts(alt=text),), places=PLACES)
    field["name"] = Facts("x", pictures=(PictureFacts(alt="x", name=text),), places=PLACES)

    verdict = check_facts(field[where])

    assert verdict.verdict == "stop"
    everything = " ".join(spoken(reason.words) for reason in verdict.reasons).lower()
    assert "streh" not in everything
    assert "стрех" not in everything


def spoken(saying: Saying) -> str:
    return saying.english() + repr(saying)


def test_the_fingerprint_is_of_everything_that_goes_out():
    facts = Facts("a", title="t", link="https://a.example", account="1", pictures=(GOOD,))
    others: list[dict[str, Any]] = [
        {"text": "b"},
        {"title": "u"},
        {"link": ""},
        {"account": "2"},
        {"pictures": ()},
        {"pictures": (dataclasses.replace(GOOD, alt="b"),)},
        {"pictures": (dataclasses.replace(GOOD, sha256="b"),)},
    ]
    prints = {make_fingerprint(dataclasses.replace(facts, **other)) for other in others}

    assert len(prints | {make_fingerprint(facts)}) == len(others) + 1
    assert make_fingerprint(dataclasses.replace(facts, places=PLACES)) == make_fingerprint(facts)


def test_places_are_not_printed():
    assert "Lisave" not in repr(Facts("x", places=PLACES))


@given(st.text(max_size=300))
def test_the_gate_takes_any_text(text):
    assert check_facts(Facts(text, title=text, link=text, places=PLACES)).verdict in ORDER


def test_check_looks_at_what_is_stored(cast, variant, picture, place):
    assert [(r.step, r.verdict) for r in gate.check(variant).reasons] == [("look", "warn")]

    actions.confirm_look(by=cast.communicator_a, asset=picture.asset)
    assert gate.check(variant).verdict == "pass"

    actions.edit_variant(by=cast.communicator_a, variant=variant, text="Jemi te Strehëza")
    verdict = gate.check(variant)
    assert (verdict.verdict, [r.step for r in verdict.reasons]) == ("stop", ["place"])


def test_check_uses_only_the_organisations_own_places(cast, variant, place):
    actions.edit_variant(by=cast.communicator_a, variant=variant, text="Jemi te Strehëza")
    place.organisation = cast.org_b
    place.save()

    assert gate.check(variant).verdict == "pass"


def test_check_counts_as_the_network_counts(cast, piece, accounts):
    variant = actions.add_variant(by=cast.communicator_a, piece=piece, account=accounts[1], text="x" * 281)

    assert [r.words.english() for r in gate.check(variant).reasons] == [
        "The text is too long for X by 1: it counts 281, 280 fit. Shorten it."
    ]


def test_check_stops_a_file_that_was_changed_or_is_gone(cast, variant, picture):
    path = Path(picture.asset.file.path)
    path.write_bytes(pictures.make_jpeg())
    assert [r.step for r in gate.check(variant).reasons if r.verdict == "stop"] == ["metadata"]

    path.unlink()
    assert [r.step for r in gate.check(variant).reasons if r.verdict == "stop"] == ["metadata"]


def test_check_stops_metadata_that_was_let_in(cast, variant, picture):
    asset, dirty = picture.asset, pictures.make_jpeg()
    Path(asset.file.path).write_bytes(dirty)
    asset.sha256 = hashlib.sha256(dirty).hexdigest()
    asset.save()

    words = [r.words.english() for r in gate.check(variant).reasons if r.verdict == "stop"]
    assert words == [
        "Picture 1 still tells more than it shows (where, when or with what it was taken). Clean it first."
    ]


def test_a_clean_picture_is_found_clean(cast, variant):
    for make in (pictures.make_png, pictures.make_webp, pictures.make_heic):
        actions.add_picture(by=cast.communicator_a, variant=variant, file=io.BytesIO(make(40)), alt_text="x")

    assert [r.step for r in gate.check(variant).reasons] == ["look", "look", "look"]
