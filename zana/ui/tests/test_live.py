"""htmx under our policy: what a page with `ui/live.html` can do, in a real browser."""

import pytest
from django.http import HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from zana.kernel.errors import Refusal
from zana.kernel.words import say

PAGE = """{% extends "ui/door.html" %}{% block head %}{% include "ui/live.html" %}{% endblock %}
{% block heading %}Live{% endblock %}
{% block main %}<button class="btn" hx-post="/refuse/" hx-target="#answer">Ask</button>
<button class="btn" hx-get="/nowhere/" hx-target="#answer">Look</button><div id="answer"></div>{% endblock %}"""


def show_page(request):
    return HttpResponse(Template(PAGE).render(RequestContext(request)))


@csrf_exempt
def refuse(request):
    raise Refusal(say("The file {name} is damaged.", name="a.zip"))


urlpatterns = [path("live/", show_page), path("refuse/", refuse), path("", include("zana.site.urls"))]

pytestmark = [pytest.mark.browser, pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]


def test_refusal_lands_beside_the_button_within_the_policy(open_page):
    page = open_page("/help/danger/")
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))

    page.goto("/live/")
    page.get_by_role("button", name="Ask").click()
    page.get_by_role("alert").wait_for()

    assert page.get_by_role("alert").inner_text().startswith("The file a.zip is damaged.")
    # The 422 itself is noted by the browser; a breach of the policy would be a second line.
    assert [text for text in complaints if "422" not in text] == []


def test_what_does_not_arrive_is_told_once(open_page):
    page = open_page("/help/danger/")
    page.goto("/live/")

    for _ in range(2):
        with page.expect_response("**/nowhere/"):
            page.get_by_role("button", name="Look").click()
        page.get_by_role("alert").wait_for()

    assert page.get_by_role("alert").count() == 1
    assert page.get_by_role("alert").inner_text().startswith("That did not arrive.")
