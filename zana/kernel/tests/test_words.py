import json
from datetime import date

from zana.kernel.words import Saying, fill, say


def test_saying_fills_its_places_in_english():
    saying = say("{count} posts wait for {whom}.", count=2, whom=say("the director"))

    assert saying.english() == "2 posts wait for the director."


def test_saying_survives_being_kept_as_json():
    saying = say("{count} posts wait for {whom} since {day}.", count=2, whom=say("her"), day=date(2026, 11, 17))

    assert Saying.from_json(json.loads(json.dumps(saying.as_json()))) == saying
    assert saying.english() == "2 posts wait for her since 2026-11-17."


def test_fill_never_fills_what_a_value_brought_along():
    assert fill("{a} {b}", {"a": "{b}", "b": "x"}) == "{b} x"


def test_fill_reaches_no_attributes():
    assert fill("{a.__class__} {missing}", {"a": "x"}) == "{a.__class__} {missing}"


def test_a_value_that_ends_with_a_full_stop_ends_the_sentence():
    assert fill("Made on {day}. For {day}, {name}.", {"day": "1. maj 2026.", "name": "Ana"}) == (
        "Made on 1. maj 2026. For 1. maj 2026., Ana."
    )
