from zana.kernel.words import Saying, fill, say


def test_saying_fills_its_places_in_english():
    saying = say("{count} posts wait for {whom}.", count=2, whom=say("the director"))

    assert saying.english() == "2 posts wait for the director."


def test_saying_survives_being_kept_as_json():
    saying = say("{count} posts wait for {whom}.", count=2, whom=say("the director"))

    assert Saying.from_json(saying.as_json()) == saying


def test_fill_never_fills_what_a_value_brought_along():
    assert fill("{a} {b}", {"a": "{b}", "b": "x"}) == "{b} x"


def test_fill_reaches_no_attributes():
    assert fill("{a.__class__} {missing}", {"a": "x"}) == "{a.__class__} {missing}"
