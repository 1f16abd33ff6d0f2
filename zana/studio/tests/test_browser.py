import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import find_barriers, is_too_wide
from zana.studio import actions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writer(cast):
    client = Client()
    client.force_login(cast.communicator_a)
    return client


@pytest.fixture
def stopped(cast, variant, picture, place):
    actions.edit_variant(by=cast.volunteer_a, variant=variant, text="Një.\n\nNa gjeni te rruga e Lisave 14.")
    return variant


@pytest.mark.parametrize("page", ["piece", "compose"])
def test_pages_that_tell_of_a_stop_have_no_barriers(cast, stopped, open_page, writer, page):
    more = {"piece": [stopped.piece.ref], "compose": [stopped.piece.ref, stopped.ref]}
    where = reverse(f"studio:{page}", args=[cast.org_a.ref, *more[page]])

    shown = open_page(where, language="sq", width=360, client=writer)

    assert find_barriers(shown) == []
    assert not is_too_wide(shown)


def test_the_count_follows_while_she_types(cast, stopped, open_page, writer):
    where = reverse("studio:compose", args=[cast.org_a.ref, stopped.piece.ref, stopped.ref])
    shown = open_page(where, client=writer)

    shown.fill("textarea[name=text]", "Ten signs!")

    expect(shown.locator("#count")).to_contain_text("10 of")


@pytest.mark.parametrize("script", [True, False])
def test_a_post_is_written_and_stopped_in_the_browser(cast, accounts, place, open_page, writer, script):
    shown = open_page(reverse("studio:write", args=[cast.org_a.ref]), client=writer, script=script)
    shown.fill("input[name=title]", "Friday")
    shown.fill("textarea[name=body]", "Come to Strehëza.")
    shown.click("main button.primary")

    assert shown.locator("#gate").inner_text() == "This does not go out: it tells where a confidential place is"

    shown.fill("textarea[name=text]", "We tell you the place on the phone.")
    shown.click(".dock button.primary")
    assert shown.locator("#gate").inner_text() == "The gate found nothing"
