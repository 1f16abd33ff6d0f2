import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import render_to_string

from zana.ui import states


def read_sprite():
    sprite = Path(str(finders.find("ui/icons.svg"))).read_text(encoding="utf-8")
    return set(re.findall(r'<symbol id="([\w-]+)"', sprite))


@pytest.mark.parametrize("kind", list(states.KINDS))
@pytest.mark.parametrize("tag", ["chip", "state"])
def test_state_always_has_word_shape_and_colour(kind, tag):
    colour, shape = states.KINDS[kind]

    shown = Template("{% load ui %}{% " + tag + " kind 'a word' %}").render(Context({"kind": kind}))

    found = re.fullmatch(r'<span class="\w+ (\w+)"><svg[^>]*><use href="[^"]+#([\w-]+)"/></svg>a word</span>', shown)
    assert found is not None
    assert found.groups() == (colour, shape)
    assert shape in read_sprite()


def test_state_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="no state is called 'green'"):
        states.look("green")


def test_chip_partial_equals_the_tag():
    with_tag = Template("{% load ui %}{% chip 'ok' 'done' %}").render(Context())

    assert render_to_string("ui/chip.html", {"kind": "ok", "words": "done"}).strip() == with_tag
