"""Looking by ourselves: what people tell us for it, the pages, the commands, the paper."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from PIL import Image

from zana.audits import register_probes
from zana.audits.actions import probing as actions
from zana.audits.controls import catalogue
from zana.audits.models import Evidence, Finding, Lookout
from zana.audits.probing.by_hand import WHY_BY_HAND
from zana.audits.probing.registration import OWN
from zana.audits.queries.probing import left_to_hand, list_probed, ways_here, write_page
from zana.audits.rules.freshness import window_days
from zana.audits.tests.seeing import PAGE, saw
from zana.kernel import work
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people.models import LogEntry, Organisation
from zana.studio.tests.pictures import make_jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]


def row(cast):
    return Lookout.objects.of(cast.org_a).get()


def ask(cast, **more):
    return actions.ask_look(by=cast.communicator_a, organisation=cast.org_a, **more)


# --- website, languages, photos


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "https://10.0.0.1", "https://[::1]/", "javascript:alert(1)"])
def test_a_website_inside_our_walls_is_refused(cast, address):
    with pytest.raises(Refusal):
        actions.set_website(by=cast.communicator_a, organisation=cast.org_a, website=address)

    assert Organisation.objects.get(pk=cast.org_a.pk).website == ""


def test_this_house_is_nobodys_website(cast, settings):
    settings.ZANA_PRACTICE_URL = "http://127.0.0.1:8001"

    with pytest.raises(Refusal, match="this house"):
        actions.set_website(by=cast.communicator_a, organisation=cast.org_a, website="http://127.0.0.1:8001/practice/")


def test_a_language_plan_makes_a_hundred(cast):
    with pytest.raises(Refusal):
        actions.set_language_plan(by=cast.communicator_a, organisation=cast.org_a, plan={"sq": 60, "sr": 30})
    actions.set_language_plan(by=cast.communicator_a, organisation=cast.org_a, plan={"sq": 60, "sr": 40, "en": 0})

    assert row(cast).language_plan == {"sq": 60, "sr": 40}


def photos(*data):
    return [(f"IMG_{n}.jpg", io.BytesIO(one)) for n, one in enumerate(data)]


def plain():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    return out.getvalue()


def test_of_photos_only_two_numbers_are_kept(cast):
    bad = actions.check_photos(by=cast.communicator_a, organisation=cast.org_a, files=photos(plain(), make_jpeg()))
    good = actions.check_photos(by=cast.communicator_a, organisation=cast.org_a, files=photos(plain()))

    assert [(one.control, one.result, one.way) for one in (bad, good)] == [
        ("SEC-58", "fail", "file"), ("SEC-58", "pass", "file")
    ]  # fmt: skip
    assert json.loads(bad.sealed)["facts"] == [
        {
            "code": "{found} of {count} photos carry the place where they were taken",
            "params": {"found": 1, "count": 2},
        }
    ]


@pytest.mark.parametrize("files", [photos(), photos(b"no picture"), photos(*[plain()] * 21)])
def test_photos_that_cannot_be_checked_leave_nothing(cast, files):
    with pytest.raises(Refusal):
        actions.check_photos(by=cast.communicator_a, organisation=cast.org_a, files=files)

    assert Evidence.objects.of(cast.org_a).count() == 0


def test_photos_are_counted_on_the_command_line(tmp_path, capsys):
    for name, data in (("a.jpg", make_jpeg()), ("b.jpg", plain())):
        (tmp_path / name).write_bytes(data)

    call_command("check_photos", str(tmp_path / "a.jpg"), str(tmp_path / "b.jpg"), "--json")

    assert json.loads(capsys.readouterr().out) == {"photos": 2, "with_place": 1}


# --- pages and papers


def test_the_page_orders_a_look_and_shows_what_was_seen(client, cast, seer):
    client.force_login(cast.communicator_a)
    client.cookies["zana_language"] = "en"
    here = {"org": cast.org_a.ref}
    seer.sees = [saw(facts=(say("Four people."),))]
    client.post(reverse("audits:ask_look", kwargs=here), {"weekly": "1"})
    waiting = client.get(reverse("audits:probing", kwargs=here)).content.decode()
    work.drain("lookouts")
    seen = client.get(reverse("audits:probing", kwargs=here)).content.decode()

    assert ("We are looking." in waiting, "We are looking." in seen) == (True, False)
    assert [text in seen for text in ("Seen.", "Four people.", "Every week, in the name of Arta Communicator.")] == [
        True
    ] * 3
    assert [line.finding for line in list_probed(cast.org_a)] == [Finding.objects.of(cast.org_a).get().ref]


def test_photos_go_over_the_page_and_are_gone(client, cast):
    client.force_login(cast.communicator_a)
    client.cookies["zana_language"] = "en"
    address = reverse("audits:photos", kwargs={"org": cast.org_a.ref})

    answer = client.post(address, {"photos": [io.BytesIO(make_jpeg()), io.BytesIO(plain())]})
    refused = client.post(address, {})

    assert "1 of 2 photos carry the place where they were taken" in answer.content.decode()
    assert refused.status_code == 422


def test_the_rehearsal_page_says_that_it_is_an_exercise(client, cast):
    client.force_login(cast.communicator_a)
    client.cookies["zana_language"] = "en"

    answer = client.post(reverse("audits:look_at_rehearsal", kwargs={"org": cast.org_a.ref}))

    assert "EXERCISE" in answer.content.decode()


def test_a_look_from_the_command_line_needs_somebody_who_asked(cast, seer, capsys):
    seer.sees = [saw()]
    with pytest.raises(SystemExit):
        call_command("probes", "drita", "--look", "--json")
    capsys.readouterr()
    ask(cast)
    call_command("probes", "drita", "--look", "--json")

    told = json.loads(capsys.readouterr().out)
    assert [(one["id"], one["result"], one["why"]) for one in told["controls"]] == [("SEC-44", "fail", "Seen.")]


def test_the_paper_tells_what_is_registered():
    assert PAGE.read_text(encoding="utf-8") == write_page()
    assert len(ways_here()) == 134


def test_every_way_of_a_machine_is_gone_or_the_paper_says_why_not():
    assert left_to_hand(ways_here()) == sorted(WHY_BY_HAND, key=list(catalogue()).index)


def test_every_own_probe_names_controls_where_its_way_proves_something():
    useless = [
        (probe.name, control)
        for probe in OWN
        for control in probe.controls
        if window_days(probe.way, catalogue()[control].kind) is None
    ]

    assert useless == []


def test_every_look_is_in_the_log(cast, seer):
    seer.sees = [saw()]
    ask(cast)
    work.drain("lookouts")

    told = LogEntry.objects.filter(organisation=cast.org_a).order_by("pk").values_list("verb", flat=True)
    assert list(told) == ["look.asked", "audit.started", "probe.kept"]


def test_registers_speak_of_controls_where_their_way_proves_something():
    registers: Any = register_probes.PROBES
    useless = [
        (probe.name, control)
        for probe in registers
        for control in probe.controls
        if window_days(probe.way, catalogue()[control].kind) is None
    ]

    assert useless == []
    assert "register" in ways_here()["SEC-01"]
