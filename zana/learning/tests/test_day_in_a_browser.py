"""An individual day in Chromium on a phone: from the lottery to the finding that was closed on the spot."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.browser import find_barriers
from zana.audits.actions.looking import answer_control
from zana.audits.models import Finding
from zana.kernel import clock
from zana.learning.models import Booking, Task, Training, Turn

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(databases=["default", "practice"], transaction=True),
]


def press(page, words):
    page.get_by_role("button", name=words).first.click()
    page.wait_for_load_state()


def test_from_the_lottery_to_the_closed_finding(client, cast, open_page):
    answer_control(by=cast.director_a, organisation=cast.org_a, control="SEC-06", result="fail")
    places = {"programme": cast.programme.ref}
    today = clock.today().isoformat()

    client.force_login(cast.trainer)
    trainer = open_page(reverse("learning:trainers", kwargs=places), client=client)
    trainer.get_by_role("link", name="Tell Blerina Trainer").click()
    trainer.get_by_label("Shqip").check()
    trainer.get_by_label("Security features", exact=False).first.check()
    for weekday in ("Saturday", "Sunday"):
        trainer.get_by_label(weekday).check()
    press(trainer, "Keep it")
    assert "Shqip" in trainer.locator("main").inner_text()

    office = Client()
    office.force_login(cast.lead)
    lead = open_page(reverse("learning:order", kwargs=places), client=office)
    press(lead, "Draw the order")
    lead.goto(reverse("learning:propose_days", kwargs=places))
    for name in ("first", "last"):
        lead.locator(f"[name={name}]").fill(today)
    press(lead, "Propose")
    assert "Nobody who trains here speaks the organisation's language." in lead.locator("main").inner_text()
    press(lead, re.compile("Agree 1 proposed day"))
    assert Booking.objects.of(cast.org_a).get().trainer == cast.trainer
    assert Turn.objects.across_organisations().count() == 2

    plan = reverse("learning:plan", kwargs={"org": cast.org_a.ref})
    trainer.goto(plan)
    press(trainer, re.compile("Compose"))
    press(trainer, "Confirm the day")
    trainer.get_by_role("link", name="Hold the day").click()
    first = trainer.locator(".day h2").first.inner_text()
    press(trainer, re.compile("Begin"))
    assert trainer.locator("h1").inner_text() == first
    trainer.goto(reverse("learning:run_unit", kwargs={"org": cast.org_a.ref, "unit": "F5.3"}))
    press(trainer, "Begin")
    trainer.locator("a.row[href*='/fixed/SEC-06/']").click()
    trainer.get_by_text("Seen together, on the screen").click()
    trainer.get_by_label("What was seen").fill("Two steps on both phones")
    press(trainer, "Yes, keep it as evidence")
    assert "the finding is closed" in trainer.locator("body").inner_text()
    assert find_barriers(trainer) == []
    press(trainer, "This part has ended")

    rest = trainer.locator(".day a").all()[1].get_attribute("href")
    trainer.goto(str(rest))
    trainer.get_by_text("Leave it out today").click()
    trainer.get_by_text("there was no time left on the day").click()
    press(trainer, "Leave it out")
    trainer.get_by_role("link", name="Who was there?").first.click()
    press(trainer, "Save")

    finding = Finding.objects.of(cast.org_a).get(control="SEC-06")
    assert finding.closed_with is not None
    assert (finding.state, finding.closed_with.way, finding.closed_with.by) == ("closed", "observe", cast.trainer)
    assert Training.objects.get().attendances.count() == 3
    left = str(rest).rstrip("/").rpartition("/")[2]
    assert Task.objects.of(cast.org_a).get(unit=left).why.english() == "there was no time left on the day"
    assert finding.control not in trainer.locator("main").inner_text()
