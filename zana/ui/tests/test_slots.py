import pytest
from django.template import RequestContext, Template
from django.utils.safestring import SafeString

from zana.ui import slots


@pytest.fixture
def filled():
    def second(request, **context):
        return SafeString(f"<p>{context['who']}</p>")

    def first(request, **context):
        return SafeString("<p>first</p>")

    def silent(request, **context):
        return None

    slots.register("test-place", second)
    slots.register("test-place", first, place=1)
    slots.register("test-place", silent)
    slots.register("test-place", first, place=1)
    yield
    for function in (second, first, silent):
        slots.forget("test-place", function)


def test_slot_shows_fragments_in_their_order_once(filled, rf):
    page = Template('{% load ui %}{% slot "test-place" who="Arta" %}')

    assert page.render(RequestContext(rf.get("/"))) == "<p>first</p><p>Arta</p>"


def test_slot_nobody_fills_is_empty(rf):
    assert slots.render("nobody", rf.get("/")) == ""


def test_slot_names_lists_those_that_are_filled(filled):
    assert "test-place" in slots.names()
