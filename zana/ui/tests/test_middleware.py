import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path

from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.ui import choice, pages


def refuse(request):
    raise Refusal(say("The file {name} is damaged.", name="a.zip"))


def break_down(request):
    raise RuntimeError("bug")


def suspect(request):
    raise SuspiciousOperation


def answer(request):
    return HttpResponse("fine")


urlpatterns = [
    path("refuse/", refuse),
    path("break/", break_down),
    path("answer/", answer),
    path("suspicious/", suspect),
    path("", include("zana.site.urls")),
]
handler400 = "zana.ui.pages.show_bad_request"

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def test_refusal_becomes_a_page_with_a_way_back(client):
    shown = client.post("/refuse/", HTTP_REFERER="http://testserver/answer/", HTTP_COOKIE="zana_language=en")

    assert shown.status_code == 422
    assert "<h1>The file a.zip is damaged.</h1>" in shown.content.decode()
    assert 'href="http://testserver/answer/"' in shown.content.decode()


def test_refusal_never_leads_back_to_a_stranger(client):
    shown = client.post("/refuse/", HTTP_REFERER="https://evil.example/")

    assert "evil.example" not in shown.content.decode()


def test_refusal_is_a_notice_for_htmx(client):
    shown = client.post("/refuse/", HTTP_HX_REQUEST="true")

    assert shown.status_code == 422
    assert shown.content.decode().startswith('<div class="note stop" role="alert">')


def test_too_large_a_text_is_told_apart_from_a_broken_request(client):
    client.cookies["zana_language"] = "en"

    large = client.post("/language/", {"language": "x" * 3_000_000})
    broken = client.get("/suspicious/")

    assert (large.status_code, broken.status_code) == (413, 400)
    assert "<h1>That is too large to take at once</h1>" in large.content.decode()
    assert "<h1>We could not read that request</h1>" in broken.content.decode()


def test_house_under_repair_says_when_to_come_back(rf):
    answer = pages.show_unavailable(rf.get("/"), seconds=90)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "90")


def test_bug_still_rises(client):
    with pytest.raises(RuntimeError, match="bug"):
        client.get("/break/")


@pytest.mark.parametrize(
    ("cookie", "accept", "page"),
    [("", "de", "sq"), ("", "en", "sq"), ("en", "sq", "en"), ("sr", "", "sr-Latn"), ("xx", "", "sq")],
)
def test_language_is_the_cookie_else_albanian(client, cookie, accept, page):
    client.cookies["zana_language"] = cookie

    assert client.get("/answer/", HTTP_ACCEPT_LANGUAGE=accept).headers["Content-Language"] == page


def test_language_of_the_house_is_a_setting(client):
    with override_settings(LANGUAGE_CODE="en"):
        assert client.get("/answer/").headers["Content-Language"] == "en"


def test_switch_sets_the_cookie_and_comes_back(client):
    answered = client.post("/language/", {"language": "sr", "next": "/answer/?a=1"})

    assert (answered.status_code, answered.headers["Location"]) == (302, "/answer/?a=1")
    assert client.get("/answer/").headers["Content-Language"] == "sr-Latn"


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_switch_never_leads_to_a_stranger(client, there):
    assert client.post("/language/", {"language": "en", "next": there}).headers["Location"] == "/"


def test_switch_tells_who_keeps_the_language_of_a_signed_in_person(client, cast, monkeypatch):
    told = []
    monkeypatch.setattr(choice, "_remember", [lambda request, picked: told.append((request.user, picked))])

    client.post("/language/", {"language": "en"})
    client.force_login(cast.communicator_a)
    client.post("/language/", {"language": "sr"})

    assert told == [(cast.communicator_a, "sr")]


def test_person_who_never_chose_sees_her_own_language(client, cast):
    cast.communicator_a.language = "sr"
    cast.communicator_a.save()
    client.force_login(cast.communicator_a)

    assert client.get("/answer/").headers["Content-Language"] == "sr-Latn"


def test_answers_are_hardened(client, cast):
    open_headers = client.get("/answer/").headers
    client.force_login(cast.communicator_a)
    own_headers = client.get("/answer/").headers

    assert open_headers["Referrer-Policy"] == "same-origin"
    assert open_headers["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in open_headers["Permissions-Policy"]
    assert "Cache-Control" not in open_headers
    assert own_headers["Cache-Control"] == "no-store, private"
