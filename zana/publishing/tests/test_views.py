from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zana.kernel.refs import new_ref
from zana.kernel.words import say
from zana.people.models import SafePlace
from zana.publishing import actions, box, queries, rules
from zana.publishing.forms import ScheduleForm
from zana.publishing.models import Delivery, Sending
from zana.publishing.tests.conftest import NOON
from zana.studio.actions import add_variant, edit_variant, write_piece
from zana.ui.words import speaking

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def browse(client, cast):
    """Open or send a page as somebody of the cast."""

    def go(who, name, *refs, org=None, follow=False, **form):
        client.force_login(getattr(cast, who))
        url = reverse(f"publishing:{name}", args=[(org or cast.org_a).ref, *refs])
        return client.post(url, form, follow=follow) if form else client.get(url)

    return go


def text_of(answer):
    return " ".join(answer.content.decode().split())


def put(delivery, state, **fields):
    Delivery.objects.of(delivery.organisation).filter(pk=delivery.pk).update(state=state, **fields)


def form_of(variant, **facts):
    return {"variants": [variant.ref], "when": "now", "day": "", "hour": "", "once": new_ref(), **facts}


def test_piece_is_asked_about_approved_scheduled_and_stands_in_the_outbox(browse, piece, variant):
    asked = browse("communicator_a", "ask_approval", piece.ref, go="1", follow=True)
    approval = queries.open_approval(piece)
    assert approval is not None
    shown = browse("director_a", "approval", piece.ref)
    approved = browse("director_a", "approve", approval.ref, go="1", follow=True)
    sheet = browse("communicator_a", "schedule", piece.ref)
    sent = browse("communicator_a", "schedule", piece.ref, follow=True, **form_of(variant))

    assert [answer.status_code for answer in (asked, shown, approved, sheet, sent)] == [200] * 5
    assert "Come on Friday." in text_of(shown)
    assert queries.outbox_of(piece.organisation)["moving"][0].variant == variant


def test_communicator_cannot_approve(browse, cast, piece):
    approval = actions.ask_approval(by=cast.communicator_a, piece=piece)

    assert browse("communicator_a", "approve", approval.ref, go="1").status_code == 403


def test_stale_approval_page_is_refused_in_words(browse, cast, piece, variant):
    approval = actions.ask_approval(by=cast.communicator_a, piece=piece)
    piece.refresh_from_db()
    edit_variant(by=cast.communicator_a, variant=variant, version=piece.version, text="Other", link="")

    answer = browse("director_a", "approve", approval.ref, go="1")

    assert answer.status_code == 422
    assert str(actions.STALE) in text_of(answer)


def test_return_keeps_what_was_typed_when_it_is_empty(browse, cast, piece):
    approval = actions.ask_approval(by=cast.communicator_a, piece=piece)

    empty = browse("director_a", "return_piece", approval.ref, note="")
    given = browse("director_a", "return_piece", approval.ref, note="Say the hour.", follow=True)

    assert (empty.status_code, given.status_code) == (200, 200)
    assert "Say the hour." in text_of(given)


def test_text_the_gate_stops_is_not_repeated_on_the_approval_page(browse, cast, piece, variant):
    edit_variant(by=cast.communicator_a, variant=variant, version=piece.version, text="Jemi te Strehëza", link="")
    actions.ask_approval(by=cast.communicator_a, piece=piece)
    SafePlace.objects.of(cast.org_a).create(names="Strehëza")

    page = text_of(browse("director_a", "approval", piece.ref))

    assert "Strehëza" not in page
    assert "names a confidential place" in page


def test_form_sent_twice_publishes_once(browse, approved, variant):
    form = form_of(variant)

    first = browse("communicator_a", "schedule", approved.ref, **form)
    second = browse("communicator_a", "schedule", approved.ref, **form)

    assert (first.status_code, second.status_code) == (302, 302)
    assert Delivery.objects.of(approved.organisation).count() == 1


def test_time_is_read_in_the_zone_of_the_organisation(browse, approved, variant):
    form = form_of(variant, when="at", day="2026-11-24", hour="18:00")

    browse("communicator_a", "schedule", approved.ref, **form)

    assert Delivery.objects.of(approved.organisation).get().due_at.isoformat() == "2026-11-24T17:00:00+00:00"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"when": "at"}, "Choose the day and the time."),
        ({"when": "at", "day": "2026-11-22", "hour": "18:00"}, "This time has passed."),
        ({"when": "at", "day": "2027-03-28", "hour": "02:30"}, "This hour does not exist that night"),
        ({"variants": []}, "This field is required."),
    ],
)
def test_time_that_cannot_be_is_said_beside_the_field(browse, approved, variant, facts, words):
    answer = browse("communicator_a", "schedule", approved.ref, **form_of(variant, **facts))

    assert answer.status_code == 200
    assert words in text_of(answer)
    assert Delivery.objects.of(approved.organisation).count() == 0


@pytest.mark.parametrize("language", ["sq", "sr", "en"])
def test_day_and_time_are_filled_in_for_the_pickers_of_the_browser(cast, approved, language):
    with speaking(language):
        form = ScheduleForm(organisation=cast.org_a, lines=queries.lines_of(approved))
        shown = str(form["day"]) + str(form["hour"])

    assert ('value="2026-11-23"' in shown, 'value="15:00"' in shown) == (True, True)


def test_by_hand_leads_straight_to_the_sheet(browse, approved, variant):
    answer = browse("communicator_a", "schedule", approved.ref, **form_of(variant, when="by_hand"))

    delivery = Delivery.objects.of(approved.organisation).get()
    assert answer.url == reverse("publishing:by_hand", args=[approved.organisation.ref, delivery.ref])


def test_sheet_holds_the_text_and_takes_the_link(browse, cast, delivery):
    actions.take_in_hand(by=cast.communicator_a, delivery=delivery)

    sheet = text_of(browse("communicator_a", "by_hand", delivery.ref))
    wrong = text_of(browse("communicator_a", "by_hand", delivery.ref, link="no link"))
    done = browse("communicator_a", "by_hand", delivery.ref, link="https://www.facebook.com/drita/posts/1", follow=True)

    assert "Come on Friday.</textarea>" in sheet
    assert "That is not a link." in wrong
    assert "https://www.facebook.com/drita/posts/1" in text_of(done)


@pytest.mark.parametrize(
    ("form", "state"), [({"there": "yes", "link": "https://www.facebook.com/1"}, "sent"), ({"there": "no"}, "due")]
)
def test_person_says_whether_it_is_there(browse, delivery, form, state):
    put(delivery, rules.PLEASE_CHECK, kept_saying=say("The answer was lost.").as_json())
    Sending.objects.of(delivery.organisation).create(delivery=delivery, text="Come on Friday.")

    page = browse("director_a", "check", delivery.ref)
    answer = browse("director_a", "check", delivery.ref, **form)

    delivery.refresh_from_db()
    assert (page.status_code, answer.status_code, delivery.state) == (200, 302, state)


def test_check_page_of_a_settled_post_only_tells(browse, delivery):
    page = text_of(browse("director_a", "check", delivery.ref))

    assert "See how it stands" in page
    assert "<textarea" not in page


def test_yes_without_a_link_says_so(browse, delivery):
    put(delivery, rules.PLEASE_CHECK)

    answer = browse("director_a", "check", delivery.ref, there="yes", link="")

    delivery.refresh_from_db()
    assert (answer.status_code, delivery.state) == (200, "please_check")


@pytest.mark.parametrize("state", rules.DELIVERY.states)
def test_every_state_has_its_page_with_word_and_shape(browse, delivery, state):
    put(delivery, state, kept_saying=say("Too long.").as_json())

    page = text_of(browse("director_a", "delivery", delivery.ref))
    listed = text_of(browse("director_a", "outbox"))

    word = str(rules.STATE_WORDS[state][1])
    assert (word in page, word in listed) == (True, True)


@pytest.mark.parametrize(("name", "state"), [("stop_delivery", "cancelled"), ("take_in_hand", "by_hand")])
def test_person_takes_it_out_of_the_outbox(browse, delivery, name, state):
    answer = browse("communicator_a", name, delivery.ref, go="1")

    delivery.refresh_from_db()
    assert (answer.status_code, delivery.state) == (302, state)


def test_failed_post_is_sent_again_by_a_button(browse, delivery):
    put(delivery, rules.FAILED, next_attempt_at=None)

    browse("communicator_a", "send_again", delivery.ref, go="1")

    delivery.refresh_from_db()
    assert (delivery.state, delivery.next_attempt_at) == ("due", NOON)


def test_other_organisation_finds_nothing(browse, cast, delivery, approved):
    own = [browse("director_b", name, delivery.ref, org=cast.org_b) for name in ("delivery", "by_hand", "check")]
    foreign = [
        browse("director_b", "outbox", org=cast.org_a),
        browse("director_b", "approval", approved.ref, org=cast.org_b),
    ]

    assert [answer.status_code for answer in own + foreign] == [404] * 5


def many(cast, account, count):
    for number in range(count):
        piece = write_piece(by=cast.director_a, organisation=cast.org_a, title=f"P{number}", body="x", language="en")
        variant = add_variant(by=cast.director_a, piece=piece, account=account)
        actions.approve(by=cast.director_a, approval=actions.ask_approval(by=cast.director_a, piece=piece))
        actions.schedule(by=cast.director_a, piece=piece, variants=[variant], due_at=NOON + timedelta(hours=number))


def test_outbox_asks_as_often_for_one_row_as_for_many(browse, cast, account, django_assert_num_queries, client):
    many(cast, account, 1)
    browse("director_a", "outbox")
    url = reverse("publishing:outbox", args=[cast.org_a.ref])
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    many(cast, account, 4)

    with django_assert_num_queries(len(one)):
        client.get(url)


def request_of(person):
    request = RequestFactory().get("/")
    request.user = person
    return request


def show(fills, person, **context):
    """What a slot shows her; "" for nothing."""
    with speaking("en"):
        return str(fills(request_of(person), **context) or "")


def test_box_offers_each_what_she_may_do(cast, piece):
    writer = show(box.show_box, cast.volunteer_a, piece=piece)
    actions.ask_approval(by=cast.volunteer_a, piece=piece)
    piece.refresh_from_db()
    director = show(box.show_box, cast.director_a, piece=piece)
    waiting = show(box.show_box, cast.volunteer_a, piece=piece)

    assert "Ask for approval" in writer
    assert ("Read and decide" in director, "Read and decide" in waiting) == (True, False)


def test_box_of_an_approved_piece_leads_to_the_time(cast, approved):
    assert "Choose when it goes out" in show(box.show_box, cast.communicator_a, piece=approved)
    assert "Choose when it goes out" not in show(box.show_box, cast.volunteer_a, piece=approved)


def test_box_is_empty_without_a_variant(cast, piece, variant):
    variant.delete()

    assert show(box.show_box, cast.director_a, piece=piece) == ""
