"""What is written down for a world happens at its moment, once, and leaves a trail; false links lead nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from zana.kernel import clock
from zana.practice.actions.cues import Line, play_cue, set_moments, write_cues
from zana.practice.actions.reading import catch_up
from zana.practice.actions.worlds import create_page, create_person, create_world
from zana.practice.models import Cue, Item, Role, Trace, World
from zana.practice.queries.attention import attention_of
from zana.practice.queries.notices import list_notices
from zana.practice.rules.pictures import look_at_picture
from zana.practice.templatetags.practice import linked

pytestmark = pytest.mark.django_db(databases=["default", "practice"])

LINK = "false-help.example/p/1"


@pytest.fixture
def page():
    with clock.frozen(clock.now()):
        world = create_world(name="Cues", manner={"liveliness": 0.0})
        yield create_page(owner=create_person(world=world, name="Arta Shembull"), name="Shoqata")


@pytest.fixture
def browser(page):
    client = Client()
    client.post(reverse("practice:who", args=[page.world.ref]), {"person": page.roles.get().person.remote_id})
    return client


def later(page, minutes):
    clock.travel(timedelta(minutes=minutes))
    catch_up(world=World.objects.get(pk=page.world_id))


def test_cues_come_at_their_moment_and_once(page):
    now = page.world.now()
    lines = [
        Line("voices", "comment", text="Turp!", voices=3, due_at=now + timedelta(minutes=5)),
        Line("fake", "copy", text="Dhuroni!", due_at=now + timedelta(minutes=9)),
        Line("waits", "message", "Liria", "A jeni aty?"),
    ]
    write_cues(account=page, lines=lines)
    later(page, 4)
    assert Cue.objects.filter(played_at__isnull=False).count() == 0
    later(page, 2)
    assert list(Item.objects.filter(reply_to__isnull=False).values_list("text", flat=True)) == ["Turp!"] * 3
    set_moments(world=page.world, moments={"fake": None})
    later(page, 60)
    waiting = Cue.objects.filter(played_at=None)
    assert [cue.key for cue in waiting] == ["fake", "waits"]
    cue = waiting.get(key="waits")
    assert (play_cue(cue=cue), play_cue(cue=cue)) == (True, False)
    assert [talk.guest.name for talk in page.talks.all()] == ["Liria"]


def test_an_unknown_kind_writes_nothing(page):
    with pytest.raises(KeyError):
        write_cues(account=page, lines=[Line("one", "comment"), Line("two", "earthquake")])
    assert Cue.objects.count() == 0


def test_a_stranger_with_full_control_demotes_a_colleague_and_advertises(page):
    colleague = create_person(world=page.world, name="Besa Prova")
    Role.objects.create(actor=page, person=colleague, tasks=["MANAGE", "CREATE_CONTENT"])
    now = page.world.now()
    kinds = [("rogue", "role", "Mark"), ("down", "demoted", "Besa Prova"), ("ad", "ad", "Mark")]
    write_cues(account=page, lines=[Line(key, kind, sender, "x", due_at=now) for key, kind, sender in kinds])
    later(page, 1)

    parts = {role.person.name: "MANAGE" in role.tasks for role in page.roles.select_related("person")}
    assert parts == {"Arta Shembull": True, "Besa Prova": False, "Mark": True}
    assert [item.stir.boost for item in Item.objects.filter(author=page)] == [90]


def test_links_of_invented_places_lead_to_a_page_of_the_exercise(page):
    door = reverse("practice:link", args=["w"])

    assert linked(f"<b> {LINK}, mail me@x.example now", "w") == (
        f'&lt;b&gt; <a href="{door}?to=false-help.example%2Fp%2F1">{LINK}</a>, mail me@x.example now'
    )


def test_a_trap_takes_no_password_and_others_are_empty(page, browser):
    write_cues(account=page, lines=[Line("trap", "trap", link=LINK)])
    door = reverse("practice:link", args=[page.world.ref])
    assert browser.get(f"{door}?to=other.example").content.decode().count('type="password"') == 0
    assert browser.get(f"{door}?to={LINK}").content.decode().count('type="password"') == 1
    browser.post(f"{door}?to={LINK}")
    browser.post(f"{door}?to=other.example")

    assert sorted(Trace.objects.values_list("kind", flat=True)) == ["link_followed", "password_given"]


def test_a_post_of_a_rehearsal_brings_a_picture_nobody_has_described_and_has_run_away(page):
    page.followers_at_start = 400
    page.save()
    write_cues(account=page, lines=[Line("post", "own_post", text="Eja", picture="open_door", spread=60)])
    play_cue(cue=Cue.objects.get())
    later(page, 60)

    item = Item.objects.get()
    picture = item.pictures.select_related("file").get()
    assert (picture.alt_text, picture.owner_id) == ("", page.pk)
    assert look_at_picture(bytes(picture.file.content), "instagram") == ("image/jpeg", (picture.width, picture.height))
    reach, voices = attention_of(item).reach, Item.objects.filter(reply_to__isnull=False).count()
    assert (reach > 1000, voices) == (True, 0)
    with pytest.raises(KeyError, match="closed_door"):
        write_cues(account=page, lines=[Line("more", "own_post", picture="closed_door")])


def test_what_she_does_for_safety_leaves_quiet_traces(page, browser):
    me = page.roles.get().person
    write_cues(account=page, lines=[Line("post", "foreign_post", "Portali", "…", due_at=page.world.now())])
    later(page, 0)
    item = Item.objects.get(text="…")
    ref = page.world.ref
    browser.get(reverse("practice:support", args=[ref]))
    browser.get(reverse("practice:support", args=[ref]))
    browser.post(reverse("practice:keep_copy", args=[ref]), {"item": item.remote_id})
    browser.post(reverse("practice:report", args=[ref]), {"actor": item.author.remote_id})
    browser.post(reverse("practice:mark", args=[ref, item.remote_id]), {"do": "share"})

    traces = {trace.kind: trace.item_id or trace.detail for trace in Trace.objects.filter(by=me)}
    assert traces == {
        "support_opened": {},
        "copy_kept": item.pk,
        "reported": {"actor": item.author_id},
        "shared": item.pk,
    }
    assert [notice.kind for notice in list_notices(me, [page])] == []
