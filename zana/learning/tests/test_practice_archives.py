"""An archive out of the rehearsal network, read by the audit's own reader: what is set there is what is found."""

import json

import pytest
from django.core.management import call_command

from zana.kernel import clock
from zana.practice.actions.archives import order_archive
from zana.practice.actions.posts import Draft, publish_post
from zana.practice.actions.profiles import change_settings
from zana.practice.actions.settings import (
    change_password,
    forget_old_app,
    set_words,
    sign_in_from,
    turn_on_two_step,
)
from zana.practice.actions.stir import boost_post
from zana.practice.actions.worlds import (
    create_instagram_account,
    create_page,
    create_person,
    create_world,
    create_x_account,
    move_clock,
)

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]


class Participant:
    def __init__(self, world):
        self.person = create_person(world=world, name="Arta Gërvalla")
        self.page = create_page(owner=self.person, name="Çelësi i së drejtës", followers=300)
        self.instagram = create_instagram_account(owner=self.person, name="Çelësi", page=self.page)
        self.x = create_x_account(owner=self.person, name="Çelësi")

    def tidy_up(self):
        turn_on_two_step(person=self.person, method="app")
        change_password(person=self.person)  # signs out of the old phone and the library
        for name in [app["name"] for app in self.person.settings["old_apps"]]:
            forget_old_app(person=self.person, name=name)
        set_words(account=self.instagram, words=[f"fjala{n}" for n in range(31)], by=self.person)


@pytest.fixture
def her():
    return Participant(create_world(name="Deçan"))


def audit(tmp_path, capsys, her, account):
    path = tmp_path / "archive.zip"
    path.write_bytes(order_archive(account=account, person=her.person).content)
    with clock.frozen(clock.now()):
        call_command("audit_archive", str(path), "--json")
    printed = json.loads(capsys.readouterr().out)
    return printed, {one["id"]: one["result"] for one in printed["controls"]}, json.dumps(printed, ensure_ascii=False)


@pytest.mark.parametrize(
    ("account", "network", "before", "after"),
    [
        (
            "person", "facebook",
            {"SEC-06": "fail", "SEC-19": "fail", "SEC-18": "unknown", "SEC-23": "unknown", "SEC-45": "pass"},
            {"SEC-06": "pass", "SEC-19": "pass", "SEC-18": "unknown", "SEC-23": "pass", "SEC-45": "pass"},
        ),
        (
            "instagram", "instagram",
            {"SEC-07": "fail", "SEC-19": "partial", "SEC-24": "fail", "CTL-09": "fail"},
            {"SEC-07": "unknown", "SEC-19": "pass", "SEC-24": "pass", "CTL-09": "pass"},
        ),
        ("x", "x", {"SEC-19": "partial", "SEC-25": "unknown"}, {"SEC-19": "pass", "SEC-25": "pass"}),
    ],
)  # fmt: skip
def test_the_audit_finds_what_is_set_in_the_rehearsal(tmp_path, capsys, her, account, network, before, after):
    _, untidy, _ = audit(tmp_path, capsys, her, getattr(her, account))
    her.tidy_up()
    printed, tidy, _ = audit(tmp_path, capsys, her, getattr(her, account))

    assert {name: untidy[name] for name in before} == before
    assert {name: tidy[name] for name in after} == after
    assert [one["network"] for one in printed["archives"]] == [network]


def test_a_password_change_and_a_stranger_are_told_with_their_days(tmp_path, capsys, her):
    change_password(person=her.person, sign_out=False)
    sign_in_from(person=her.person)

    _, _, words = audit(tmp_path, capsys, her, her.person)

    assert f"The password was last changed on {clock.now().date().isoformat()}." in words
    assert "Firefox on Linux in Netherlands" in words
    assert "prova.example" in words
    assert "arta.gervalla@" not in words
    assert "203.0.113.66" not in words


def test_letters_survive_the_way_meta_writes_them(tmp_path, capsys, her):
    change_settings(actor=her.person, settings={"old_apps": [
        {"name": "Çka të lexoj ë", "since": clock.now().isoformat(), "may": ["read"]}
    ]})  # fmt: skip

    raw = order_archive(account=her.person, person=her.person)
    _, _, words = audit(tmp_path, capsys, her, her.person)

    assert "Çka të lexoj ë" in words
    assert raw.name.startswith("facebook-")


def test_an_archive_of_a_world_moved_ahead_is_not_from_the_future(tmp_path, capsys, her):
    world = move_clock(world=her.person.world, seconds=200 * 86_400)
    for actor in (her.person, her.page):
        actor.world = world
    post = publish_post(wall=her.page, network="facebook", draft=Draft(text="Sot"))
    boost_post(item=post, euros=20)

    printed, results, _ = audit(tmp_path, capsys, her, her.person)

    assert printed["archives"][0]["generated_at"][:10] == clock.now().date().isoformat()
    assert results["SEC-45"] == "unknown"  # twenty euros somebody has to explain
