"""A lesson in Chromium: turned with keys, kept on the phone, read without a connection, taken away again."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.browser import find_barriers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(databases=["default", "practice"], transaction=True),
]

STORES = "async () => (await caches.keys()).length"


def test_a_lesson_is_turned_kept_read_offline_and_forgotten(client, cast, open_page):
    client.force_login(cast.volunteer_a)
    address = reverse("learning:lesson", kwargs={"org": cast.org_a.ref, "unit": "F5.3"})
    page = open_page(address, client=client)
    page.locator("[data-offline]").wait_for(state="visible")
    first = page.locator(".screen.here h2").inner_text()
    assert page.locator("[data-read]").is_visible() is False  # she has not come to the last screen

    page.keyboard.press("ArrowRight")
    second = page.locator(".screen.here h2").inner_text()
    assert (page.locator(".screen:visible").count(), first != second) == (1, True)
    assert find_barriers(page) == []

    page.context.set_offline(True)
    page.goto(f"{address}#s1")
    page.reload()
    assert "without a connection" in page.locator("main").inner_text()
    assert page.locator(".screen.here h2").inner_text() == first
    page.keyboard.press("ArrowRight")
    assert page.locator(".screen.here h2").inner_text() == second
    assert cast.org_a.name not in page.content().replace("At Drita e Re", "")

    page.context.set_offline(False)
    page.goto(address)
    page.locator("[data-offline]").wait_for(state="visible")
    page.locator("[data-forget]").click()
    page.locator("[data-online]").wait_for(state="visible")
    assert page.evaluate(STORES) == 0
    page.reload()
    page.locator("[data-online]").wait_for(state="visible")
    assert page.evaluate(STORES) == 0


def test_leaving_quickly_takes_the_lessons_with_it(client, cast, open_page):
    client.force_login(cast.volunteer_a)
    page = open_page(reverse("learning:lesson", kwargs={"org": cast.org_a.ref, "unit": "F5.3"}), client=client)
    page.locator("[data-offline]").wait_for(state="visible")
    page.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="elsewhere"))

    page.locator("[data-exit]").click()
    page.wait_for_url("https://www.wikipedia.org/**")
    page.goto(reverse("site:danger"))

    page.wait_for_function("async () => (await caches.keys()).length === 0")
