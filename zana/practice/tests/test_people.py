"""The people's side: inbox, notices, settings, archives, and what a trainer lets happen."""

import io
import re
import zipfile
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from zana.practice.actions.injects import INJECTS, copy_account, play_inject, set_mood
from zana.practice.actions.posts import Draft, add_answer, publish_post
from zana.practice.actions.profiles import change_settings
from zana.practice.actions.reading import catch_up
from zana.practice.actions.talks import say_privately
from zana.practice.actions.worlds import create_instagram_account, create_page, create_person, move_clock
from zana.practice.forms.backstage import InjectForm
from zana.practice.models import Actor, Item, Mark, Message, Role, Session, Stir, Talk, Trace
from zana.practice.queries.notices import list_notices
from zana.practice.queries.schooling import fakes_of, messages_meant, was_answered
from zana.practice.queries.worlds import accounts_of
from zana.practice.templatetags.practice import day_of
from zana.practice.tests.conftest import picture_bytes
from zana.practice.tests.films import film_bytes

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]


@pytest.fixture
def at(stage):
    """Opens a page of the world as the person of the stage."""
    stage.client.cookies["zana_language"] = "en"
    stage.client.post(f"/practice/w/{stage.world.ref}/who/", {"person": stage.person.remote_id})

    def go(path="", data=None):
        address = f"/practice/w/{stage.world.ref}/{path}"
        return stage.client.get(address) if data is None else stage.client.post(address, data)

    return go


@pytest.fixture
def gram(stage):
    return create_instagram_account(owner=stage.person, name="Kopshti", page=stage.page, followers=80)


@pytest.fixture
def besa(stage):
    return create_person(world=stage.world, name="Besa Shembull")


def upload(name="a.jpg", kind="JPEG"):
    return SimpleUploadedFile(name, picture_bytes(kind), f"image/{kind.lower()}")


# --- posting


def test_several_pictures_each_have_a_description(at, stage):
    at("write/", {
        "account": stage.page.pk, "text": "Tri", "picture": upload(), "alt_text": "Një", "picture_2": upload("b.jpg"),
        "alt_text_2": "Dy",
    })  # fmt: skip

    item = Item.objects.get()
    assert [picture.alt_text for picture in item.pictures.all()] == ["Një", "Dy"]
    assert Stir.objects.get(item=item).form == "pictures"


def test_a_post_waits_until_its_moment_in_the_worlds_clock(at, stage, noon):
    wanted = (noon + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    at("write/", {"account": stage.page.pk, "text": "Më vonë", "when": wanted})
    item = Item.objects.get()
    page = at(f"a/{stage.page.remote_id}/").content.decode()

    catch_up(world=move_clock(world=stage.world, seconds=6 * 3600))

    assert (item.state, "Comes out later" in page) == (Item.SCHEDULED, True)
    item.refresh_from_db()
    assert item.state == Item.PUBLISHED


def test_a_video_becomes_a_reel_and_a_bad_one_is_refused_in_words(at, gram):
    def film(content):
        return {"account": gram.pk, "text": "Video", "film": SimpleUploadedFile("a.mp4", content, "video/mp4")}

    refused, taken = at("write/", film(b"no film at all")), at("write/", film(film_bytes(seconds=12)))

    assert (refused.status_code, "wants an MP4" in refused.content.decode()) == (422, True)
    assert (taken.status_code, Item.objects.get().form) == (302, Item.REEL)


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("gram", {"text": "Pa foto"}, "Here a post needs a picture or a video."),
        ("gram", {"text": "PNG", "picture": "PNG"}, "JPEG pictures only"),
        ("page", {"text": "Dje", "when": "2020-01-01T10:00"}, "That moment is over"),
        ("account", {"text": "a", "form": "story", "picture": "JPEG"}, "X has no stories."),
    ],
)  # fmt: skip
def test_what_a_network_does_not_take_is_told(at, stage, gram, kind, given, words):
    account = {"gram": gram, "page": stage.page, "account": stage.account}[kind]
    made = {**given, **({"picture": upload(kind=given["picture"])} if "picture" in given else {})}

    answer = at("write/", {"account": account.pk, **made})

    assert (answer.status_code, words in answer.content.decode(), Item.objects.count()) == (422, True, 0)


def test_likes_shares_and_keeps_are_mine_and_taken_back(at, stage):
    item = publish_post(wall=stage.page, network="facebook", draft=Draft(text="Sot"))
    for kind in ("like", "share", "keep", "like"):
        at(f"i/{item.remote_id}/mark/", {"do": kind})

    assert set(Mark.objects.values_list("actor", "kind")) == {(stage.person.pk, "share"), (stage.person.pk, "keep")}


def test_a_boost_is_told_as_paid(at, stage, besa):
    item = publish_post(wall=stage.page, network="facebook", draft=Draft(text="Sot"))
    at(f"i/{item.remote_id}/boost/", {"euros": 20})
    again = at(f"i/{item.remote_id}/boost/", {"euros": 20})
    catch_up(world=move_clock(world=stage.world, seconds=3 * 86_400))

    assert again.status_code == 422
    assert "Boosted with 20 invented euros" in at(f"i/{item.remote_id}/").content.decode()


def test_a_picture_is_described_after_the_post_and_the_network_tells_it(at, stage):
    at("write/", {"account": stage.page.pk, "text": "Dy", "picture": upload(), "picture_2": upload("b.jpg")})
    item = Item.objects.get()
    one, two = item.pictures.all()
    page = f"i/{item.remote_id}/"
    assert f'href="/practice/w/{stage.world.ref}/{page}describe/"' in at(page).content.decode()
    for _ in range(2):  # the same again is no change
        at(f"{page}describe/", {f"alt_{one.pk}": "Një derë e hapur", f"alt_{two.pk}": ""})

    told = [stage.graph("get", each.remote_id, {"fields": "alt_text"}).json() for each in (one, two)]
    assert [each.get("alt_text") for each in told] == ["Një derë e hapur", None]
    assert list(Trace.objects.values_list("kind", "item", "detail")) == [
        ("alt_changed", item.pk, {"texts": ["Një derë e hapur", ""]})
    ]


def test_what_is_out_on_x_is_described_no_more_and_posts_of_others_never(at, stage, besa):
    mine = publish_post(wall=stage.account, network="x", draft=Draft(text="Sot"))
    page = create_page(owner=besa, name="E saja")
    hers = publish_post(wall=page, network="facebook", draft=Draft(text="Sot"))

    on_x, others = (at(f"i/{item.remote_id}/describe/", {"x": 1}).content.decode() for item in (mine, hers))

    assert "X takes a description only when you post" in on_x
    assert "You do not work for this account" in others


def test_who_may_only_read_numbers_deletes_no_conversation_and_describes_no_picture(at, stage, besa):
    said = say_privately(account=stage.page, guest=besa, author=besa, text="Vetëm për ju", network="facebook")
    item = publish_post(wall=stage.page, network="facebook", draft=Draft(text="Sot"))
    Role.objects.filter(person=stage.person, actor=stage.page).update(tasks=["ANALYZE"])

    paths = (f"inbox/{said.talk_id}/delete/", f"i/{item.remote_id}/describe/")
    assert [at(path, {"x": 1}).status_code for path in paths] == [422, 422]
    assert Talk.objects.get().folder == Talk.INBOX


def test_rings_of_stories_ask_for_no_picture(at, stage):
    for name in ("a.jpg", "b.jpg"):
        at("write/", {"account": stage.page.pk, "picture": upload(name), "form": "story"})

    page = at(f"a/{stage.page.remote_id}/").content.decode()
    rings = page[page.index('<ul class="rings">') :].partition("</ul>")[0]
    assert (rings.count("<li>"), rings.count("<img"), rings.count('aria-hidden="true">SK<')) == (2, 0, 2)


@pytest.mark.parametrize(("language", "day"), [("en", "05/01/2026"), ("sq", "05.01.2026"), ("sr-latn", "05.01.2026.")])
def test_a_kept_day_is_written_as_the_reader_writes_it(language, day):
    with translation.override(language):
        assert day_of("2026-01-04T23:30:00+00:00") == day  # here it is the next day already


# --- inbox and notices


def test_messages_are_read_answered_and_sorted(at, stage, besa):
    said = say_privately(account=stage.page, guest=besa, author=besa, text="A mund të vij?", network="facebook")
    assert "<b>1<" in at("inbox/").content.decode()

    at(f"inbox/{said.talk_id}/")
    at(f"inbox/{said.talk_id}/", {"text": "Mirë se vini"})
    at(f"inbox/{said.talk_id}/sort/", {"folder": "done"})

    talk = Talk.objects.get()
    assert (talk.unread, talk.folder) == (0, Talk.DONE)
    assert list(talk.messages.values_list("author__name", "text")) == [
        (besa.name, "A mund të vij?"), (stage.page.name, "Mirë se vini"),
    ]  # fmt: skip


def test_a_conversation_is_deleted_after_a_question_and_nobody_reads_it_any_more(at, stage, besa):
    said = say_privately(
        account=stage.page, guest=besa, author=besa, text="Vetëm për ju", network="facebook", tone="question"
    )
    talk = said.talk
    listed = {"fields": "id,unread_count,messages{message}"}
    asked = at(f"inbox/{talk.pk}/delete/").content.decode()
    (before,) = stage.graph("get", "me/conversations", listed).json()["data"]
    gone = at(f"inbox/{talk.pk}/delete/", {})
    again, back = at(f"inbox/{talk.pk}/delete/", {}), at(f"inbox/{talk.pk}/")

    assert ("nobody can bring it back" in asked, "On the phone of Besa Shembull it stays" in asked) == (True, True)
    assert (before["id"], gone.status_code, again.status_code) == (talk.remote_id, 302, 422)
    assert (back.status_code, back.url) == (302, f"/practice/w/{stage.world.ref}/inbox/")
    folders = [at(f"inbox/?folder={one}").content.decode() for one in ("inbox", "done", "spam")]
    assert ["Vetëm për ju" in folder for folder in folders] == [False, False, False]
    assert stage.graph("get", "me/conversations", listed).json()["data"] == []
    lost = [stage.graph("get", one).json()["error"] for one in (talk.remote_id, said.remote_id)]
    assert [(one["code"], one["error_subcode"]) for one in lost] == [(100, 33), (100, 33)]
    assert list(Trace.objects.values_list("kind", "detail")) == [("talk_deleted", {"talk": talk.pk})]
    (question,) = messages_meant(stage.page, "question")
    assert was_answered(question, stage.page) is False

    say_privately(account=stage.page, guest=besa, author=besa, text="Jam përsëri unë", network="facebook")
    (after,) = stage.graph("get", "me/conversations", listed).json()["data"]
    assert (after["id"], after["unread_count"]) == (talk.remote_id, 1)
    assert [one["message"] for one in after["messages"]["data"]] == ["Jam përsëri unë"]


def test_her_page_says_what_she_kept_and_reported_and_of_whom(at, stage, besa):
    said = say_privately(account=stage.page, guest=besa, author=besa, text="Turp", network="facebook")
    item = publish_post(wall=create_page(owner=besa, name="Portali"), network="facebook", draft=Draft(text="Sot"))
    at("copy/", {"talk": said.talk_id})
    for thing in ({"talk": said.talk_id}, {"item": item.remote_id}, {"actor": stage.account.remote_id}):
        at("report/", thing)

    pages = [at(path).content.decode() for path in (f"inbox/{said.talk_id}/", f"i/{item.remote_id}/")]
    assert [(page.count("copy kept"), page.count("</svg>reported")) for page in pages] == [(1, 1), (0, 1)]
    told = re.findall(r"<b>([^<]+)</b>\d", at("support/").content.decode())
    assert told == ["Shoqata Kopshti", "Portali", "Besa Shembull"]


def test_nobody_reads_messages_of_an_account_she_does_not_work_for(at, stage, besa):
    said = say_privately(account=stage.page, guest=besa, author=besa, text="Vetëm për ju", network="facebook")
    stage.client.post(f"/practice/w/{stage.world.ref}/who/", {"person": besa.remote_id})

    assert at(f"inbox/{said.talk_id}/").status_code == 404
    assert "Vetëm për ju" not in at("inbox/").content.decode()


def test_notices_tell_of_people_the_crowd_and_the_login(at, stage, besa):
    item = publish_post(wall=stage.page, network="facebook", draft=Draft(text="Sot"))
    add_answer(author=besa, to=item, text="Bravo")
    Mark.objects.create(item=item, actor=besa, created_at=stage.world.now())
    other = at("settings/two-step/", {"method": "app"})
    world = move_clock(world=stage.world, seconds=86_400)
    catch_up(world=world)
    me = Actor.objects.select_related("world").get(pk=stage.person.pk)

    kinds = {notice.kind for notice in list_notices(me, accounts_of(me))}
    page = at("notices/").content.decode()
    at("notices/", {})

    assert other.status_code == 200
    assert {"comment", "like", "reactions", "trace"} <= kinds
    assert ("switched two-step login on" in page, "Besa Shembull" in page) == (True, True)
    assert "I have seen them all" not in at("notices/").content.decode()


# --- settings


def test_recovery_codes_are_shown_once(at, stage):
    shown = at("settings/two-step/", {"method": "key"}).content.decode()
    later = at("settings/").content.decode()

    stage.person.refresh_from_db()
    assert (stage.person.settings["two_step"], stage.person.settings["codes_left"]) == ("key", 8)
    assert ('class="codes' in shown, 'class="codes' in later) == (True, False)


def test_signing_out_everywhere_leaves_the_place_she_uses(at, stage):
    at("settings/sessions/", {"session": "all"})

    assert list(Session.objects.filter(ended_at=None).values_list("device", flat=True)) == ["Android phone"]


def test_programs_lose_their_access_in_the_settings(at, stage):
    page = at("settings/").content.decode()
    grant = stage.person.grants.filter(dialect="x").get()
    grant.used_at = stage.world.now()
    grant.save()
    at("settings/apps/", {"grant": grant.pk})
    for app in stage.person.settings["old_apps"]:
        at("settings/apps/", {"app": app["name"]})

    stage.x_token.refresh_from_db()
    stage.person.refresh_from_db()
    assert "Followers Fast" in page
    assert (stage.x_token.dead_subcode, stage.person.settings["old_apps"]) == (458, [])


def test_nobody_types_a_real_address(at, stage):
    refused = at("settings/contacts/", {"email": "arta@gmail.com", "phone": ""})
    at("settings/contacts/", {"email": "arta@kopshti.example", "phone": ""})

    stage.person.refresh_from_db()
    assert (refused.status_code, stage.person.settings["email"]) == (422, "arta@kopshti.example")


def test_people_are_added_to_an_account_and_the_last_stays(at, stage, besa):
    address = f"a/{stage.page.remote_id}/settings/people/"
    at(address, {"person": besa.pk, "part": "moderator"})
    refused = at(address, {"remove": stage.person.remote_id})
    tasks = Role.objects.get(person=besa).tasks
    at(address, {"remove": besa.remote_id})

    assert (refused.status_code, "MANAGE" in tasks, "MODERATE" in tasks) == (422, False, True)
    assert list(stage.page.roles.values_list("person", flat=True)) == [stage.person.pk]
    assert list(Trace.objects.filter(account=stage.page).values_list("kind", flat=True)) == [
        "role_removed",
        "role_added",
    ]


def test_a_moderator_does_not_add_people(at, stage, besa):
    at(f"a/{stage.page.remote_id}/settings/people/", {"person": besa.pk, "part": "moderator"})
    stage.client.post(f"/practice/w/{stage.world.ref}/who/", {"person": besa.remote_id})

    answer = at(f"a/{stage.page.remote_id}/settings/people/", {"person": besa.pk, "part": "full"})

    assert (answer.status_code, "MANAGE" in Role.objects.get(person=besa).tasks) == (422, False)


def test_words_hide_what_a_participant_says_too_and_a_blocked_one_says_nothing(at, stage, besa):
    item = publish_post(wall=stage.page, network="facebook", draft=Draft(text="Sot"))
    at(f"a/{stage.page.remote_id}/settings/words/", {"words": "turp"})
    stage.client.post(f"/practice/w/{stage.world.ref}/who/", {"person": besa.remote_id})
    at(f"i/{item.remote_id}/answer/", {"account": besa.pk, "text": "Turp!"})
    stage.client.post(f"/practice/w/{stage.world.ref}/who/", {"person": stage.person.remote_id})
    at(f"a/{stage.page.remote_id}/settings/block/", {"other": besa.remote_id})
    stage.client.post(f"/practice/w/{stage.world.ref}/who/", {"person": besa.remote_id})

    refused = at(f"i/{item.remote_id}/answer/", {"account": besa.pk, "text": "Edhe një herë"})

    assert refused.status_code == 422
    assert [(one.text, one.hidden) for one in Item.objects.filter(reply_to=item)] == [("Turp!", True)]


def test_an_instagram_account_hangs_on_a_page_and_shows_a_grid(at, stage, gram):
    at(f"a/{gram.remote_id}/settings/page/", {"page": ""})
    gram.refresh_from_db()
    assert gram.linked_page is None

    at("write/", {"account": gram.pk, "text": "Kopsht", "picture": upload(), "alt_text": "Domate"})
    page = at(f"a/{gram.remote_id}/").content.decode()
    assert ('class="tiles"' in page, 'alt="Domate"' in page) == (True, True)


def test_an_archive_is_a_zip_of_ones_own(at, stage, besa):
    mine, others = (at("archives/", {"account": one.remote_id}) for one in (stage.account, besa))

    names = zipfile.ZipFile(io.BytesIO(mine.content)).namelist()
    assert {"data/manifest.js", "data/ip-audit.js", "data/tweets.js"} <= set(names)
    assert (others.status_code, others.get("Content-Disposition")) == (302, None)


# --- behind the stage


def test_every_inject_leaves_what_it_says(stage):
    publish_post(wall=stage.page, network="facebook", draft=Draft(text="Sot"))
    assert {kind for kind, _ in InjectForm.KINDS} == set(INJECTS)
    for kind in INJECTS:
        play_inject(account=stage.page, kind=kind)

    assert sorted(Item.objects.exclude(reply_to=None).values_list("tone", flat=True)) == ["disclosure", "hostile"]
    assert sorted(Message.objects.values_list("tone", flat=True)) == ["disclosure", "order", "press", "question"]
    assert Session.objects.get(is_strange=True).person == stage.person


def test_a_trainer_lets_things_happen_in_the_browser(stage, cast):
    stage.client.force_login(cast.trainer)
    publish_post(wall=stage.page, network="facebook", draft=Draft(text="Sot"))
    given = {"account": stage.page.pk, "kind": "hostile", "text": "Turp!"}

    behind = f"/practice/w/{stage.world.ref}/backstage/"
    stage.client.post(f"{behind}inject/", given)
    stage.client.post(f"{behind}mood/", {"mood": "stormy", "liveliness": "lively"})
    stage.client.post(f"{behind}copy/", {"account": stage.page.pk})

    stage.world.refresh_from_db()
    fake = Actor.objects.get(profile__copies=stage.page.remote_id)
    assert Item.objects.get(tone="hostile").text == "Turp!"
    assert (stage.world.manner["liveliness"], "hostile" in stage.world.manner["tones"]) == (2.0, True)
    assert (fake.name, fake.handle != stage.page.handle, fake.roles.count()) == (stage.page.name, True, 0)


def test_a_mood_counts_from_the_next_post_on(stage):
    old = publish_post(wall=stage.page, network="facebook", draft=Draft(text="Sot"))
    world = set_mood(world=stage.world, mood="stormy", liveliness="viral")
    stage.page.world = world
    new = publish_post(wall=stage.page, network="facebook", draft=Draft(text="Nesër"))
    catch_up(world=move_clock(world=world, seconds=10 * 86_400))

    said = [Item.objects.filter(reply_to=item).count() for item in (old, new)]
    assert said[1] > 3 * said[0]


def test_a_copy_has_no_followers_to_speak_of_and_the_same_face(stage):
    change_settings(actor=stage.page, settings={})
    fake = copy_account(account=stage.page)

    assert (fake.kind, fake.about, fake.avatar) == (stage.page.kind, stage.page.about, stage.page.avatar)
    assert fake.followers_at_start < stage.page.followers_at_start


@pytest.mark.parametrize("room", ["inbox", "settings", "notices"])
def test_whoever_opens_a_room_of_her_own_first_says_who_she_is(stage, room):
    stage.client.cookies.clear()
    address = f"/practice/w/{stage.world.ref}/{room}/"

    answer = stage.client.get(address)

    assert (answer.status_code, answer.url) == (302, f"/practice/w/{stage.world.ref}/who/?next={quote(address, '')}")


def test_a_copy_is_found_by_its_name_and_blocked_from_its_page(at, stage):
    fake = copy_account(account=stage.page)
    found = at(f"find/?q={quote(stage.page.name.upper())}").content.decode()

    assert (f"a/{fake.remote_id}/" in found, f"a/{stage.page.remote_id}/" in found) == (True, True)
    assert "No account is called that" in at("find/?q=nobody%00").content.decode()
    block = f"a/{stage.page.remote_id}/settings/block/"
    assert block in at(f"a/{fake.remote_id}/").content.decode()
    assert block not in at(f"a/{stage.page.remote_id}/").content.decode()  # nobody shuts herself out
    at(block, {"other": fake.remote_id})
    assert fakes_of(stage.page) == [(fake, True)]
