"""From what programs see to evidence: rounds, standing orders, pages."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFilter

from tests.loopback import Stage
from zana.audits.actions import answer_control
from zana.audits.actions import probing as actions
from zana.audits.controls import catalogue
from zana.audits.models import Audit, Evidence, Finding, Lookout
from zana.audits.probing import accounts, drills, measuring
from zana.audits.probing.drills import DrillResult
from zana.audits.probing.peers import Peers
from zana.audits.probing.posts import Posts
from zana.audits.probing.profiles import Pictures, Profiles
from zana.audits.queries import pages
from zana.audits.queries.standings import read_standings
from zana.audits.tests.archives import NOW
from zana.audits.tests.seeing import NO_PERIOD, keep, saw
from zana.kernel import clock, work
from zana.kernel.errors import Forbidden
from zana.kernel.words import say
from zana.networks import actions as networks
from zana.networks.actions.snapshots import draw_small
from zana.networks.errors import CannotDo, TryLater
from zana.networks.models import ProfilePicture, ProfileSnapshot
from zana.networks.port import Role, SafetyFacts
from zana.networks.testing import begin_rehearsal
from zana.networks.tests.made import make_account, make_post, make_reading, make_source
from zana.people.models import Enrolment, Organisation
from zana.studio.tests.pictures import make_jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]


# --- evidence


def test_what_a_probe_saw_is_evidence_of_its_own_way_and_opens_a_finding(cast, seer):
    (kept,) = keep(cast, seer, saw(facts=(say("Four people."),)))

    assert (kept.way, kept.strength, kept.network, kept.probe, kept.by) == (
        "api", 1.0, "facebook", "test.seer", cast.communicator_a
    )  # fmt: skip
    assert [fact.english() for fact in kept.seen["facts"]] == ["Four people."]
    assert [finding.control for finding in Finding.objects.of(cast.org_a)] == ["SEC-44"]


def test_the_same_again_is_no_new_row_until_half_the_window_is_over(cast, seer):
    keep(cast, seer, saw())
    same = keep(cast, seer, saw(at=NOW + timedelta(days=44)))
    old = keep(cast, seer, saw(at=NOW + timedelta(days=45)))
    changed = keep(cast, seer, saw(result="pass", at=NOW + timedelta(days=46)))
    elsewhere = keep(cast, seer, saw(result="pass", network="instagram"))

    assert [len(rows) for rows in (same, old, changed, elsewhere)] == [0, 1, 1, 1]


def test_a_hint_is_kept_anew_when_its_facts_changed(cast, seer):
    keep(cast, seer, saw(result="unknown", facts=(say("One."),)))

    assert keep(cast, seer, saw(result="unknown", facts=(say("One."),))) == []
    assert len(keep(cast, seer, saw(result="unknown", facts=(say("Two."),)))) == 1


def test_a_way_that_proves_nothing_there_is_not_kept(cast, seer):
    assert keep(cast, seer, saw(control="SEC-44", way="file"), saw(control="SEC-99")) == []


def test_what_does_not_apply_by_a_persons_word_stays_so(cast, seer):
    answer_control(by=cast.trainer, organisation=cast.org_a, control="SEC-44", result="na", note="No ads at all")

    assert keep(cast, seer, saw()) == []
    assert read_standings(cast.org_a)["SEC-44"].result == "na"


def test_no_program_takes_back_that_somebody_is_endangered(cast, seer):
    """The pictures have descriptions by now, and one of them told something about a survivor."""
    cast.org_a.kind = "association"
    cast.org_a.save()
    answer_control(by=cast.trainer, organisation=cast.org_a, control="VIS-25", result="pass", harms=True)

    (kept,) = keep(cast, seer, saw(control="VIS-25", result="pass"))

    assert (kept.result, read_standings(cast.org_a)["VIS-25"].result) == ("unknown", "fail")
    assert kept.seen["why"].english() == "Somebody saw that this endangers somebody. No machine takes that back."


def test_in_a_shelter_what_a_program_finds_is_a_question_to_a_person(cast, seer):
    keep(cast, seer, saw(control="VIS-25", result="pass"))

    assert read_standings(cast.org_a)["VIS-25"].result == "unknown"


def test_a_program_is_not_taken_for_what_she_answered_herself(cast, seer):
    answer_control(by=cast.communicator_a, organisation=cast.org_a, control="SEC-44", result="pass")
    keep(cast, seer, saw(at=NOW + timedelta(minutes=1)))

    question = pages.ask_question(cast.org_a, catalogue()["SEC-44"], cast.communicator_a)

    assert question.mine is not None
    assert question.mine.result == "pass"
    assert question.standing.result == "fail"


def test_only_those_who_may_answer_let_programs_look(cast, seer):
    for person in (cast.volunteer_a, cast.lead, cast.donor, cast.communicator_b):
        with pytest.raises(Forbidden):
            actions.ask_look(by=person, organisation=cast.org_a)
        with pytest.raises(Forbidden):
            actions.look(by=person, organisation=cast.org_a)

    assert Lookout.objects.of(cast.org_a).count() == 0


# --- rounds


def ask(cast, **more):
    return actions.ask_look(by=cast.communicator_a, organisation=cast.org_a, **more)


def row(cast):
    return Lookout.objects.of(cast.org_a).get()


def test_a_round_looks_once_or_every_week(cast, seer):
    seer.sees = [saw()]
    ask(cast)
    work.drain("lookouts")
    once = row(cast)
    ask(cast, weekly=True)
    work.drain("lookouts")

    assert (once.looked_at, once.next_attempt_at) == (NOW, None)
    assert row(cast).next_attempt_at == NOW + timedelta(weeks=1)
    assert Evidence.objects.of(cast.org_a).count() == 1
    actions.stop_looking(by=cast.communicator_a, organisation=cast.org_a)
    assert row(cast).next_attempt_at is None


def test_a_network_that_asks_to_wait_is_left_alone_and_what_was_seen_before_is_kept(cast, seer):
    seer.sees, seer.wait = [saw()], NOW + timedelta(hours=3)
    ask(cast)
    work.drain("lookouts")

    assert row(cast).next_attempt_at == NOW + timedelta(hours=3)
    assert [row["code"] for row in row(cast).troubles] == ["A network asked us to wait. We look there again later."]
    assert Evidence.objects.of(cast.org_a).count() == 1


def test_rounds_go_on_in_a_directors_name_when_she_who_asked_has_left(cast, seer):
    seer.sees = [saw()]
    ask(cast, weekly=True)
    cast.communicator_a.memberships.update(ended_at=NOW)
    work.drain("lookouts")
    by_director = Evidence.objects.of(cast.org_a).get().by
    cast.director_a.memberships.update(ended_at=NOW)
    Lookout.objects.of(cast.org_a).update(next_attempt_at=NOW)
    work.drain("lookouts")

    assert by_director == cast.director_a
    assert (row(cast).weekly, row(cast).next_attempt_at) == (False, None)


def test_a_silent_website_is_looked_at_again_the_next_day_and_only_then_called_dead(cast, settings):
    closed = Stage()
    settings.ZANA_PRACTICE_URL = cast.org_a.website = closed.url
    cast.org_a.save()
    closed.close()
    account = make_account(cast.org_a, cast.communicator_a, by_hand=True)
    ProfileSnapshot.objects.of(cast.org_a).create(account=account, name="Drita", link=closed.url)
    ask(cast)
    work.drain("lookouts")
    again_at = row(cast).next_attempt_at

    def door():
        return Evidence.objects.of(cast.org_a).filter(control="VIS-12").order_by("-pk")[0].result

    first = door()
    with clock.frozen(again_at):
        work.drain("lookouts")
        second = door()

    assert again_at == NOW + timedelta(days=1, hours=1)
    assert (first, second, row(cast).next_attempt_at) == ("unknown", "fail", None)


# --- accounts


FACTS = SafetyFacts(
    roles=(
        Role("1", "Arta Communicator", ("MANAGE", "ADVERTISE")),
        Role("2", "DRITA  Director", ("MANAGE", "ADVERTISE")),
        Role("3", "Ish Kolege", ("CREATE_CONTENT",)),
    ),
    moderation_words=("a", "b"),
    messages_open=True,
    verified=False,
    category="Nonprofit organization",
    owner_business="Arta Communicator",
    phone="+383 44 000 000",
    emails=("info@drita.example",),
    answers_within="RESPOND_WITHIN_A_DAY",
    pinned=True,
)


def test_facts_of_a_network_become_verdicts_and_silence_none():
    told = {one.control: one.result for one in accounts.judge_safety(FACTS, ["Arta Communicator", "Drita Director"])}

    assert told == {
        "SEC-03": "pass", "SEC-27": "pass", "SEC-44": "pass", "SEC-30": "unknown", "SEC-32": "unknown",
        "CTL-01": "unknown", "CTL-08": "partial", "CTL-15": "unknown", "VIS-36": "unknown",
        "SEC-02": "unknown", "VIS-13": "pass", "VIS-09": "pass", "VIS-21": "unknown", "VIS-30": "unknown",
    }  # fmt: skip
    assert accounts.judge_safety(SafetyFacts(), []) == []


def test_of_two_pages_the_worse_counts_and_each_fact_says_whose_it_is(cast, monkeypatch):
    good, bad = (make_account(cast.org_a, cast.communicator_a, remote_id=name, name=name) for name in ("Good", "Bad"))
    words = {good.pk: tuple("ab" * 20), bad.pk: ()}
    monkeypatch.setattr(networks, "see_safety", lambda account: SafetyFacts(moderation_words=words[account.pk]))

    (told,) = accounts.Accounts().look(cast.org_a)

    assert (told.control, told.result, told.network) == ("CTL-08", "fail", "facebook")
    assert sorted(fact.english() for fact in told.facts) == [
        "Bad: Blocked words on the list: 0", "Good: Blocked words on the list: 40"
    ]  # fmt: skip


def test_one_network_that_waits_does_not_silence_the_others(cast, monkeypatch):
    for network in ("facebook", "x", "instagram"):
        make_account(cast.org_a, cast.communicator_a, network=network, remote_id=network)

    def see(account):
        if account.network == "facebook":
            raise TryLater(NOW + timedelta(hours=1))
        if account.network == "instagram":
            raise CannotDo(say("No."))
        return SafetyFacts(verified=True)

    monkeypatch.setattr(networks, "see_safety", see)
    seen = accounts.Accounts().look(cast.org_a)
    first = next(seen)

    assert (first.control, first.network, first.result) == ("VIS-36", "x", "pass")
    with pytest.raises(TryLater):
        next(seen)


def test_a_rehearsal_is_seen_and_never_kept(cast, monkeypatch):
    make_account(cast.org_a, cast.communicator_a, api_base="practice:/graph")
    monkeypatch.setattr(networks, "see_safety", lambda account: FACTS)

    shown = actions.look_at_rehearsal(by=cast.communicator_a, organisation=cast.org_a)
    counted = list(accounts.Accounts().look(cast.org_a))

    assert (len(shown), counted, Evidence.objects.of(cast.org_a).count()) == (14, [], 0)
    assert Audit.objects.of(cast.org_a).count() == 0


@pytest.mark.slow
def test_accounts_on_the_practice_network_are_seen(cast, practice_server, settings):
    settings.ZANA_PRACTICE_URL, settings.ZANA_MEDIA_URL = practice_server.url, ""
    settings.ZANA_BASE_URL = practice_server.url.removesuffix("/practice")
    rehearsal = begin_rehearsal(practice_server)
    for network in ("facebook", "instagram", "x"):
        rehearsal.connect(cast.org_a, cast.communicator_a, network)

    shown = actions.look_at_rehearsal(by=cast.communicator_a, organisation=cast.org_a)

    assert {one.control for one in shown} >= {"SEC-02", "VIS-13", "SEC-03", "SEC-27", "SEC-44", "CTL-15"}


# --- profiles and pictures


def snapshot(account, **facts):
    told: Any = {"name": account.name, **facts}
    return ProfileSnapshot.objects.of(account.organisation).create(account=account, **told)


def draw(side=600, margin=120, blur=0):
    image = Image.new("RGB", (side, side), "white")
    ImageDraw.Draw(image).rectangle((margin, margin, side - margin, side - margin), fill="#5b2a6f")
    out = io.BytesIO()
    (image.filter(ImageFilter.GaussianBlur(blur)) if blur else image).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "result"),
    [(draw(), "pass"), (draw(margin=20), "partial"), (draw(blur=30), "fail"), (draw(200, 40), "unknown")],
)
def test_a_profile_picture_is_measured(cast, data, result):
    account = make_account(cast.org_a, cast.communicator_a)
    picture = ProfilePicture.objects.of(cast.org_a).create(sha256="a", small=draw_small(data))
    snapshot(account, picture=picture)

    assert [(one.control, one.result, one.network) for one in Pictures().look(cast.org_a)] == [
        ("VIS-01", result, "facebook")
    ]


def test_what_is_no_picture_is_not_measured():
    assert (measuring.measure(b"no"), measuring.measure_text(b"no"), measuring.read_size(b"no")) == (None, None, None)
    assert measuring.read_size(make_jpeg(300, 200)[:20_000]) == (300, 200)


def test_two_colours_of_a_text_picture_are_told_from_a_photo():
    image = Image.new("RGB", (400, 400), "#5b2a6f")
    ImageDraw.Draw(image).rectangle((50, 50, 350, 90), fill="white")
    out, noise = io.BytesIO(), io.BytesIO()
    image.save(out, "PNG")
    Image.effect_noise((400, 400), 90).convert("RGB").save(noise, "PNG")

    seen = measuring.measure_text(out.getvalue())

    assert seen is not None
    assert (round(seen.contrast, 1), round(seen.fill, 2)) == (10.5, 0.07)
    assert measuring.measure_text(noise.getvalue()) is None


def test_names_of_profiles_are_compared_and_a_persons_note_counts_as_her_look(cast):
    page = make_account(cast.org_a, cast.communicator_a, by_hand=True)
    other = make_account(cast.org_a, cast.communicator_a, network="x", remote_id="7", name="Дрита е Ре")
    snapshot(page, name="Drita e Re", handle="dritaere", by_hand=True)
    snapshot(other, handle="drita_ere")

    told = {one.control: (one.result, one.network, one.way) for one in Profiles().look(cast.org_a)}

    assert told == {
        "VIS-03": ("pass", "", "observe"),
        "VIS-04": ("partial", "", "observe"),
        "VIS-06": ("pass", "facebook", "observe"),
    }


# --- posts and numbers


def post_every(account, days, count, **facts):
    for n in range(count):
        make_post(account, remote_id=f"{account.pk}_{n}", published_at=NOW - timedelta(days=1 + days * n), **facts)


def results(probe, organisation):
    return {one.control: one.result for one in probe.look(organisation)}


def test_posts_we_know_of_prove_a_rhythm_and_never_the_lack_of_one(cast):
    busy = make_account(cast.org_a, cast.communicator_a)
    quiet = make_account(cast.org_a, cast.communicator_a, network="x", remote_id="2")
    post_every(busy, 3, 30)
    post_every(quiet, 14, 7)
    rehearsed = make_account(cast.org_a, cast.communicator_a, network="instagram", api_base="practice:/instagram")
    post_every(rehearsed, 2, 45)

    told = results(Posts(), cast.org_a)

    assert (told["VIS-17"], told["VIS-19"], told.get("VIS-18")) == ("pass", "unknown", None)


def test_an_export_that_reaches_back_proves_the_lack(cast):
    account = make_account(cast.org_a, cast.communicator_a)
    post_every(account, 14, 8, seen_via="import")
    make_source(account, kind="import")

    (told,) = [one for one in Posts().look(cast.org_a) if one.control == "VIS-17"]

    assert (told.result, told.way, told.observed_at) == ("fail", "public", NOW)


def cohort(cast, count):
    for n in range(count):
        other = Organisation.objects.create(slug=f"other-{n}", name=f"Other {n}")
        Enrolment.objects.create(programme=cast.programme, organisation=other, joined_on=NOW.date())
        page_with_answers(make_account(other, cast.lead, remote_id=f"o{n}"), 10 + n)


def page_with_answers(account, reactions):
    source = make_source(account)
    make_reading(source, metric="followers", value=300, **NO_PERIOD)
    for n in range(10):
        post = make_post(account, remote_id=f"{account.pk}_{n}", published_at=NOW - timedelta(days=n))
        make_reading(
            source, remote_post=post, metric="post_reactions", value=reactions, period_start=None, period_end=None
        )


def test_peers_are_eight_or_nobody(cast):
    page_with_answers(make_account(cast.org_a, cast.communicator_a), 13)
    cohort(cast, 7)
    few = results(Peers(), cast.org_a)
    Enrolment.objects.create(
        programme=cast.programme,
        organisation=(eighth := Organisation.objects.create(slug="eighth", name="Eighth")),
        joined_on=NOW.date(),
    )
    page_with_answers(make_account(eighth, cast.lead, remote_id="o8"), 20)

    assert (few, results(Peers(), cast.org_a)) == ({}, {"VIS-40": "partial"})


# --- drills


def test_a_room_tells_of_drills_and_the_newest_of_each_counts(cast):
    done = [DrillResult("D1", NOW - timedelta(days=30), 5, 1), DrillResult("D1", NOW - timedelta(days=2), 5, 5)]
    told = [*done, DrillResult("D4", NOW, 5, 2, minutes=12, people=2)]
    drills.register_drills("test", lambda organisation: told if organisation == cast.org_a else [])
    try:
        mine, others = (list(drills.Drills().look(organisation)) for organisation in (cast.org_a, cast.org_b))
        with pytest.raises(ValueError, match="two rooms"):
            drills.register_drills("test", lambda organisation: [])
    finally:
        drills.forget_drills("test")

    assert [(one.control, one.result, one.observed_at) for one in mine] == [
        ("SEC-34", "pass", NOW - timedelta(days=2)), ("CTL-19", "pass", NOW)
    ]  # fmt: skip
    assert others == []


def test_the_drill_of_disclosure_counts_with_the_written_path(cast):
    def tell(organisation):
        return [DrillResult("D7", NOW, 5, 5)]

    drills.register_drills("test", tell)
    try:
        before = results(drills.Drills(), cast.org_a)
        answer_control(by=cast.trainer, organisation=cast.org_a, control="CTL-17", result="partial", way="doc")
        after = results(drills.Drills(), cast.org_a)
    finally:
        drills.forget_drills("test")

    assert (before, after) == ({"CTL-17": "unknown"}, {"CTL-17": "pass"})
