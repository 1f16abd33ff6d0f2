"""Answers that are no objects of the graph, and what programs are told, have the shapes of the documentation too."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zana.practice.actions.access import Consent, give_consent
from zana.practice.actions.hooks import follow, subscribe
from zana.practice.actions.marks import mark
from zana.practice.actions.posts import Draft, add_answer, publish_post
from zana.practice.actions.talks import say_privately
from zana.practice.actions.worlds import create_instagram_account, create_person
from zana.practice.dialects.deliveries import COMPOSERS
from zana.practice.dialects.scopes import GRAPH_SCOPES, INSTAGRAM_SCOPES
from zana.practice.models import Ring
from zana.practice.tests.conftest import picture_bytes
from zana.practice.tests.graph_schema import faults_of

pytestmark = pytest.mark.django_db(databases=["default", "practice"])
BACK = "https://zana.example/back"
PROGRAM = {"client_id": "zana", "client_secret": "secret"}


def code_for(stage, dialect, actor, scopes):
    consent = Consent(actors=(actor,), scopes=tuple(scopes), redirect_uri=BACK)
    return give_consent(
        application=stage.application, dialect=dialect, person=stage.person, consent=consent, code_seconds=60
    ).code


def test_keys_and_what_is_told_of_them(stage):
    door = "/practice/graph/v25.0/oauth/access_token"
    code = code_for(stage, "graph", stage.page, GRAPH_SCOPES)
    short = stage.client.get(door, {**PROGRAM, "code": code, "redirect_uri": BACK}).json()
    exchange = {"grant_type": "fb_exchange_token", "fb_exchange_token": short["access_token"]}
    long = stage.client.get(door, {**PROGRAM, **exchange}).json()
    program = stage.client.get(door, {**PROGRAM, "grant_type": "client_credentials"}).json()
    looked = [
        stage.client.get("/practice/graph/debug_token", {"input_token": one, "access_token": "zana|secret"}).json()
        for one in (stage.page_token.value, stage.user_token.value, "nonsense")
    ]

    assert [faults_of(one, "Key") for one in (short, long, program)] == [[]] * 3
    assert [faults_of(one, "Inspection") for one in looked[:2]] == [[]] * 2
    assert (looked[2]["data"]["is_valid"], "error" in looked[2]["data"]) == (False, True)


def test_keys_of_instagrams_own_sign_in(stage):
    account = create_instagram_account(owner=stage.person, name="Shoqata", handle="kopshti", followers=400)
    code = code_for(stage, "ig", account, [one for one in INSTAGRAM_SCOPES if "business" in one])
    form = {**PROGRAM, "grant_type": "authorization_code", "redirect_uri": BACK, "code": code}
    short = stage.client.post("/practice/instagram/oauth/access_token", form).json()
    asked = {"grant_type": "ig_exchange_token", "client_secret": "secret", "access_token": short["access_token"]}
    long = stage.client.get("/practice/instagram/access_token", asked).json()

    assert (faults_of(short, "IGShortKey"), faults_of(long, "IGKey")) == ([], [])


def test_what_a_write_answers(stage):
    me = stage.page.remote_id
    guest = create_person(world=stage.world, name="Dita Vizitore")
    say_privately(account=stage.page, guest=guest, author=guest, text="A jeni hapur?", network="facebook")
    post = stage.graph("post", f"{me}/feed", {"message": "Sot"}).json()
    photo = stage.graph("post", f"{me}/photos", {"source": SimpleUploadedFile("a.png", picture_bytes())}).json()
    comment = stage.graph("post", f"{post['id']}/comments", {"message": "Po"}).json()
    recipient, message = json.dumps({"id": guest.remote_id}), json.dumps({"text": "Po"})
    sent = stage.graph("post", f"{me}/messages", {"recipient": recipient, "message": message}).json()
    done = [
        stage.graph("post", post["id"], {"message": "Nesër"}).json(),
        stage.graph("post", f"{post['id']}/likes").json(),
        stage.graph("delete", f"{comment['id']}").json(),
    ]
    parts = [{"method": "GET", "relative_url": "me"}, {"method": "GET", "relative_url": "me?fields=nonsense"}]
    batch = stage.graph("post", "", {"batch": json.dumps(parts)}).json()

    assert [faults_of(one, "Made") for one in (post, photo, comment)] == [[]] * 3
    assert [faults_of(one, "Done") for one in done] == [[]] * 3
    assert (faults_of(sent, "Sent"), faults_of(batch, "many Part")) == ([], [])
    assert [one["code"] for one in batch] == [200, 400]


@pytest.mark.parametrize("subject", ["page", "instagram"])
def test_what_a_program_is_told(stage, subject):
    network = "facebook" if subject == "page" else "instagram"
    account = stage.page if subject == "page" else create_instagram_account(owner=stage.person, name="S", handle="ks")
    fields = ["feed", "mention", "messages"] if subject == "page" else ["comments", "mentions", "messages"]
    subscribe(application=stage.application, subject=subject, callback_url=BACK, fields=fields)
    follow(application=stage.application, account=account, fields=fields)
    account.world.refresh_from_db()
    guest = create_person(world=account.world, name="Dita Vizitore")
    post = publish_post(wall=account, network=network, draft=Draft(text="Sot"))
    comment = add_answer(author=guest, to=post, text="Kur?")
    add_answer(author=account, to=comment, text="Në pesë")
    mark(item=post, actor=guest)
    say_privately(account=account, guest=guest, author=guest, text="Tung", network=network)

    call = COMPOSERS[subject](list(Ring.objects.all()))

    assert faults_of(call, "Call") == []
    told = [change["value"] for entry in call["entry"] for change in entry.get("changes", ())]
    assert len(told) >= 2
    assert subject == "page" or [faults_of(one, "IGSaid") for one in told] == [[]] * len(told)
    assert sum("messaging" in entry for entry in call["entry"]) == 1
