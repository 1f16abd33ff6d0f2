import re
from pathlib import Path

import pytest

from zana import ui
from zana.ui.templatetags.ui import signed

pytestmark = pytest.mark.slow

TEMPLATES = Path(str(ui.__file__)).parent / "templates" / "ui"
FRAMES = {"app.html", "base.html", "components.html", "danger.html", "door.html", "error.html", "focus.html"}
FRAMES |= {"public.html", "messages.html"}
# Written where they are needed: tags do the same, or a page of the house chooses them.
ELSEWHERE = {"_refusal.html", "chip.html", "field.html", "icon.html", "live.html", "state.html", "nav_entry.html"}


@pytest.mark.django_db
def test_look_book_shows_every_component(client):
    shown = {Path(str(template.name)).name for template in client.get("/look/").templates if template.name}

    known = {path.name for path in TEMPLATES.glob("*.html")} - FRAMES - ELSEWHERE

    assert known - shown == set()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sq", "sr", "en"])
def test_look_book_never_shows_a_colour_alone(client, language):
    client.cookies["zana_language"] = language
    page = client.get("/look/").content.decode()

    # A chip or state without its shape would be told by colour only.
    assert page.count('<span class="chip ') > 8
    for css in ("chip", "st"):
        for piece in page.split(f'<span class="{css} ')[1:]:
            assert piece.split(">")[1].startswith("<svg"), piece[:80]


def test_every_icon_that_a_page_names_is_drawn():
    """A misspelt one is an empty place that no page complains of."""
    rooms = TEMPLATES.parents[2]
    drawn = set(re.findall(r'id="([a-z-]+)"', (TEMPLATES.parents[1] / "static" / "ui" / "icons.svg").read_text()))
    named = {
        (page.name, name)
        for page in rooms.rglob("templates/**/*.html")
        for name in re.findall(r'{% icon "([a-z-]+)"', page.read_text())
    }
    assert len(named) > 100
    assert sorted((page, name) for page, name in named if name not in drawn) == []


def test_a_difference_carries_its_sign():
    assert [signed(value) for value in (5, 0, -5)] == ["+5", "0", "−5"]
