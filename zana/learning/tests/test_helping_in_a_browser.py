"""On two phones: she asks about her draft, the trainer suggests other words, one tap takes them over."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.browser import find_barriers, is_too_wide
from zana.kernel import clock
from zana.learning.actions.feedback import open_wave
from zana.learning.actions.trainings import create_training, record_attendance
from zana.networks.tests.made import make_account
from zana.studio.actions import add_variant, write_piece

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(databases=["default", "practice"], transaction=True),
]

TEXT = "On Friday we open. You must all come!"
BETTER = "On Friday we open. Come when you like."


@pytest.fixture
def phones(cast, open_page):
    """Her page and the trainer's, each signed in."""

    def open_as(person, address):
        browser = Client()
        browser.force_login(person)
        return open_page(address, width=360, client=browser)

    return open_as


def test_help_is_asked_on_a_draft_answered_with_other_words_and_taken(cast, phones):
    piece = write_piece(by=cast.communicator_a, organisation=cast.org_a, title="Open day", body=TEXT, language="en")
    variant = add_variant(by=cast.communicator_a, piece=piece, account=make_account(cast.org_a, cast.communicator_a))
    compose = reverse("studio:compose", args=[cast.org_a.ref, piece.ref, variant.ref])
    hers = phones(cast.communicator_a, compose)
    hers.get_by_role("link", name="Ask your trainer about this").click()
    hers.get_by_label("What do you need?").fill("Does it sound like an order?")
    assert find_barriers(hers) == []
    hers.get_by_role("button", name="Send the question").click()
    hers.get_by_role("heading", name="What was said").wait_for()
    question = hers.url
    assert (find_barriers(hers), is_too_wide(hers)) == ([], False)

    queue = phones(cast.trainer, reverse("learning:help_queue", args=[cast.programme.ref]))
    queue.get_by_role("link", name="Arta Communicator").click()
    queue.get_by_text("Say it otherwise").nth(1).click()
    assert (find_barriers(queue), is_too_wide(queue)) == ([], False)
    queue.get_by_label("Your words for it").nth(1).fill("Come when you like.")
    queue.get_by_label("Why").nth(1).fill("Nobody has to.")
    queue.get_by_role("button", name="Suggest it").click()
    queue.get_by_text("for you to decide").wait_for()

    hers.goto(question)
    hers.get_by_role("link", name="Open the draft").click()
    assert (find_barriers(hers), is_too_wide(hers)) == ([], False)
    hers.get_by_role("button", name="Take these words").click()
    hers.get_by_text("Decided already").wait_for()
    assert hers.locator("textarea[name=text]").input_value() == BETTER

    hers.goto(question)
    hers.get_by_role("button", name="It is settled").click()
    hers.get_by_text("settled").first.wait_for()
    queue.reload()
    assert BETTER not in queue.content()


def test_what_a_training_was_like_is_said_in_a_minute_on_a_phone(cast, phones):
    training = create_training(
        by=cast.lead, programme=cast.programme, title="Joint training", held_on=clock.today(), minutes=390
    )
    record_attendance(by=cast.lead, training=training, organisation=cast.org_a, person=cast.volunteer_a, minutes=390)
    wave = open_wave(by=cast.lead, training=training)

    hers = phones(cast.volunteer_a, f"{reverse('learning:feedback')}?w={wave.ref}")
    assert (find_barriers(hers), is_too_wide(hers)) == ([], False)
    for name in ("matters", "use", "free"):
        hers.locator(f"label:has(input[name=i_{name}][value='5'])").click()
    hers.get_by_label("What should change?").fill("More time")
    hers.get_by_role("button", name="Send it").click()
    hers.get_by_text("Thank you. It helps the next ones.").wait_for()

    hers.goto(f"{reverse('learning:feedback')}?w={wave.ref}")
    assert "You have answered this already." in hers.locator("main").inner_text()
