"""A joint training in Chromium, on phones: from the agenda through the morning to the certificate."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models import F
from django.test import Client
from django.urls import reverse

from tests.browser import find_barriers
from tests.cast import make_person
from zana.kernel import clock
from zana.learning.models import Attendance, Block, Certificate, Training
from zana.learning.rules.check_in import code_at
from zana.people.models import Letter

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FIVE_MINUTES = 300


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def let_pass(training, by):
    """The days go by: the training comes nearer by so much."""
    Block.objects.filter(training=training).update(starts_at=F("starts_at") - by, ends_at=F("ends_at") - by)
    first = training.blocks.all()[0].starts_at.astimezone(clock.HOUSE_ZONE).date()
    Training.objects.filter(pk=training.pk).update(held_on=first)


def test_from_the_agenda_through_the_morning_to_the_certificate(cast, open_page):
    for number in range(35):
        make_person(f"guest{number} Person", "volunteer", cast.org_a)
    lead, volunteer = signed_in(cast.lead), signed_in(cast.volunteer_a)

    # The lead, a week before: a training, an agenda, invitations.
    page = open_page(reverse("learning:add_training", kwargs={"programme": cast.programme.ref}), client=lead)
    page.locator("[name=title]").fill("Trajnimi i përbashkët")
    page.locator("[name=held_on]").fill((clock.today() + timedelta(days=7)).isoformat())
    page.locator("[name=minutes]").fill("390")
    page.locator("[name=trainer]").select_option(label=cast.trainer.name)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Make an agenda").click()
    page.get_by_role("button", name="Send invitations").click()
    page.get_by_text("40 people are invited.").wait_for()
    assert Letter.objects.exclude(calendar="").count() == 40
    training = Training.objects.get()

    # A volunteer finds the question on her first page and answers it.
    hers = open_page(reverse("site:today", kwargs={"org": cast.org_a.ref}), client=volunteer)
    hers.get_by_role("link", name="Start now").click()
    hers.get_by_label("Yes", exact=True).check()
    hers.get_by_label("Something particular to eat").check()
    hers.get_by_role("button", name="Send the answer").click()
    hers.get_by_text("You come. Good.").wait_for()

    # The morning: she takes the code, the lead sees her and notes the other thirty-nine.
    morning = training.blocks.all()[0]
    let_pass(training, morning.starts_at - clock.now() + timedelta(minutes=5))
    code = code_at(settings.SECRET_KEY, morning.ref, clock.now())
    hers.goto(reverse("learning:check_in", kwargs={"block": morning.ref, "code": code}))
    hers.get_by_role("button", name="I am here").click()
    hers.get_by_text("You are written down.").wait_for()
    page.reload()
    page.get_by_role("link", name="Code for their phones").first.click()
    assert find_barriers(page) == []
    page.add_init_script("addEventListener('pointerdown', () => sessionStorage.taps++, true)")
    page.get_by_role("button", name="I see them").click()
    page.get_by_text("1 confirmed.").wait_for()
    note(page, training, morning, missing=("guest3 Person", "guest8 Person"))
    note(page, training, training.blocks.all()[1], missing=("guest3 Person",), passed=timedelta(hours=5))
    sums = Attendance.objects.of(cast.org_a)
    assert sums.get(person=cast.volunteer_a).minutes == 390
    assert sums.get(person__name="guest3 Person").minutes == 0

    # The evening: certificates, and a name she shows the world.
    let_pass(training, timedelta(hours=9))
    page.reload()
    page.get_by_role("link", name="Give certificates").click()
    page.get_by_role("button", name="Give 38 certificates").click()
    page.get_by_text("38 certificates are issued.").wait_for()
    hers.goto(reverse("learning:my_trainings", kwargs={"org": cast.org_a.ref}))
    hers.get_by_role("button", name="Show the name there").click()
    paper = Certificate.objects.of(cast.org_a).get(person=cast.volunteer_a)
    for language, words in (("en", "Yes, we have issued it."), ("sq", "Po"), ("sr", "Da")):
        public = open_page(reverse("learning:certificate", kwargs={"serial": paper.serial}), language=language)
        assert public.locator(".note .head").inner_text().startswith(words)
        assert cast.volunteer_a.name in public.locator(".card").inner_text()


def note(page, training, block, *, missing, passed=timedelta()):
    """Forty people with a tap for each who is missing, one to open and one to save; a person needs no five minutes."""
    if passed:
        let_pass(training, passed)
    where = {"programme": training.programme.ref, "ref": training.ref}
    page.goto(reverse("learning:joint", kwargs=where))
    page.evaluate("sessionStorage.taps = 0")
    began = time.monotonic()

    page.locator(f"a[href$='/half/{block.ref}/']").first.click()
    assert page.locator("input[name^=there_]:checked").count() == 40
    for name in missing:
        page.locator("label.switch", has_text=name).first.click()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Who was there is noted.").wait_for()

    assert time.monotonic() - began < FIVE_MINUTES
    assert int(page.evaluate("sessionStorage.taps")) == len(missing) + 2
