from datetime import timedelta

import pytest

from zana.kernel.errors import Forbidden, Refusal
from zana.people.models import LogEntry, SafePlace
from zana.publishing import actions, queries, rules
from zana.publishing.models import Approval, Delivery
from zana.publishing.tests.conftest import NOON
from zana.studio.actions import add_variant, edit_variant, write_piece

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def change(by, variant, text="Come on Saturday."):
    variant.refresh_from_db()
    piece = variant.piece
    piece.refresh_from_db()
    edit_variant(by=by, variant=variant, version=piece.version, text=text, link="")


def refused(words):
    return pytest.raises(Refusal, match=words)


def test_question_tells_the_directors_and_waits(cast, piece, told):
    approval = actions.ask_approval(by=cast.communicator_a, piece=piece)

    piece.refresh_from_db()
    assert (approval.state, piece.state) == ("asked", "asked")
    assert told() == [("Drita", "Arta Communicator asks you to read “Friday” before it goes out.")]
    assert LogEntry.objects.filter(verb="piece.asked").count() == 1


def test_question_asked_again_takes_the_place_of_the_old_one(cast, piece):
    first = actions.ask_approval(by=cast.communicator_a, piece=piece)
    second = actions.ask_approval(by=cast.volunteer_a, piece=piece)

    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "asked")
    with refused("quicker"):
        actions.approve(by=cast.director_a, approval=first)


def test_nothing_to_approve_is_said_in_words(cast, piece, variant):
    variant.delete()

    with refused("nothing to approve"):
        actions.ask_approval(by=cast.communicator_a, piece=piece)


def test_director_approves_and_the_writer_is_told(cast, piece, variant, told):
    approval = actions.ask_approval(by=cast.communicator_a, piece=piece)

    actions.approve(by=cast.director_a, approval=approval)

    piece.refresh_from_db()
    assert piece.state == "approved"
    assert queries.approval_of(variant) == approval
    assert told()[1:] == [("Arta", "Drita Director approved “Friday”. Choose when it goes out.")]


@pytest.mark.parametrize("role", ["communicator_a", "volunteer_a", "lead", "trainer", "donor", "director_b"])
def test_only_the_director_approves(cast, piece, role):
    approval = actions.ask_approval(by=cast.communicator_a, piece=piece)

    with pytest.raises(Forbidden):
        actions.approve(by=getattr(cast, role), approval=approval)


def test_returned_piece_carries_the_words(cast, piece, told):
    approval = actions.ask_approval(by=cast.communicator_a, piece=piece)

    actions.return_with_words(by=cast.director_a, approval=approval, note=" Say the hour. ")

    piece.refresh_from_db()
    assert (piece.state, approval.state) == ("returned", "asked")
    assert Approval.objects.of(cast.org_a).get().note == "Say the hour."
    assert told()[1:] == [("Arta", "Drita Director sent “Friday” back with words for you.")]


def test_returning_needs_words(cast, piece):
    approval = actions.ask_approval(by=cast.communicator_a, piece=piece)

    with refused("Write what should change"):
        actions.return_with_words(by=cast.director_a, approval=approval, note="  ")


def test_stale_page_approves_nothing(cast, piece, variant):
    approval = actions.ask_approval(by=cast.communicator_a, piece=piece)
    change(cast.communicator_a, variant)

    with refused("changed while you were reading"):
        actions.approve(by=cast.director_a, approval=approval)

    assert Approval.objects.of(cast.org_a).get().state == "asked"


def test_change_after_approval_voids_it(cast, approved, variant):
    change(cast.communicator_a, variant)

    assert queries.approval_of(variant) is None
    with refused("has not been approved"):
        actions.schedule(by=cast.communicator_a, piece=approved, variants=[variant], due_at=NOON)


def test_change_that_is_taken_back_is_what_was_approved(cast, approved, variant):
    was = variant.text
    change(cast.communicator_a, variant)
    change(cast.communicator_a, variant, was)

    assert queries.approval_of(variant) is not None


def test_returned_later_voids_an_earlier_yes_to_the_same(cast, approved, variant):
    was = variant.text
    change(cast.communicator_a, variant, "Other.")
    change(cast.communicator_a, variant, was)
    approved.refresh_from_db()
    again = actions.ask_approval(by=cast.communicator_a, piece=approved)
    actions.return_with_words(by=cast.director_a, approval=again, note="Wait.")

    assert queries.approval_of(variant) is None


def test_confidential_place_is_not_even_asked_about(cast, piece, variant):
    SafePlace.objects.of(cast.org_a).create(names="Strehëza")
    change(cast.communicator_a, variant, "Jemi te Strehëza")
    piece.refresh_from_db()

    with refused("The safety check stopped it."):
        actions.ask_approval(by=cast.communicator_a, piece=piece)


def test_place_that_became_confidential_after_the_question_cannot_be_approved(cast, piece, variant):
    change(cast.communicator_a, variant, "Jemi te Strehëza")
    piece.refresh_from_db()
    approval = actions.ask_approval(by=cast.communicator_a, piece=piece)
    SafePlace.objects.of(cast.org_a).create(names="Strehëza")

    with refused("The safety check stopped it."):
        actions.approve(by=cast.director_a, approval=approval)


def test_second_person_is_not_the_author(cast, account):
    map_link = "https://maps.app.goo.gl/abc"
    mine = write_piece(by=cast.director_a, organisation=cast.org_a, title="Map", body=map_link, language="en")
    add_variant(by=cast.director_a, piece=mine, account=account)
    approval = actions.ask_approval(by=cast.director_a, piece=mine)

    with refused("A second person"):
        actions.approve(by=cast.director_a, approval=approval)


def test_schedule_makes_one_delivery_for_its_time(cast, approved, variant):
    later = NOON + timedelta(hours=6)

    made = actions.schedule(by=cast.communicator_a, piece=approved, variants=[variant], due_at=later)

    assert [(one.state, one.due_at, one.next_attempt_at) for one in made] == [("due", later, later)]
    assert LogEntry.objects.filter(verb="delivery.scheduled").count() == 1


def test_form_sent_twice_schedules_once(cast, approved, variant):
    first = actions.schedule(by=cast.communicator_a, piece=approved, variants=[variant], due_at=NOON, once_key="k")
    second = actions.schedule(by=cast.communicator_a, piece=approved, variants=[variant], due_at=NOON, once_key="k")

    assert first == second
    assert Delivery.objects.of(cast.org_a).count() == 1


def test_variant_that_is_on_its_way_is_not_scheduled_again(cast, delivery, approved, variant):
    with refused("already on its way"):
        actions.schedule(by=cast.communicator_a, piece=approved, variants=[variant], due_at=NOON, once_key="other")

    assert Delivery.objects.of(cast.org_a).count() == 1


def test_refused_schedule_leaves_its_form_unspent(cast, piece, variant):
    with refused("has not been approved"):
        actions.schedule(by=cast.communicator_a, piece=piece, variants=[variant], due_at=NOON, once_key="k")

    assert actions.was_scheduled("k") is False


@pytest.mark.parametrize("role", ["volunteer_a", "lead", "trainer", "donor", "communicator_b"])
def test_only_director_and_communicator_schedule(cast, approved, variant, role):
    with pytest.raises(Forbidden):
        actions.schedule(by=getattr(cast, role), piece=approved, variants=[variant], due_at=NOON)


def test_account_that_is_not_connected_goes_by_hand_only(cast, approved, variant, account):
    account.state = "left"
    account.save()
    variant.refresh_from_db()

    with refused("is not connected"):
        actions.schedule(by=cast.communicator_a, piece=approved, variants=[variant], due_at=NOON)
    made = actions.schedule(by=cast.communicator_a, piece=approved, variants=[variant], due_at=NOON, by_hand=True)

    assert [(one.state, one.next_attempt_at) for one in made] == [("by_hand", None)]


def test_stopped_delivery_makes_room_for_another(cast, delivery, approved, variant):
    actions.cancel(by=cast.communicator_a, delivery=delivery)
    again = actions.schedule(by=cast.communicator_a, piece=approved, variants=[variant], due_at=NOON)[0]

    assert (delivery.state, again.state) == ("cancelled", "due")


def test_delivery_a_worker_holds_cannot_be_stopped(cast, delivery):
    Delivery.objects.of(cast.org_a).filter(pk=delivery.pk).update(state=rules.SENDING)

    with refused("quicker"):
        actions.cancel(by=cast.communicator_a, delivery=delivery)


def test_post_by_hand_becomes_a_post_like_any_other(cast, delivery, variant):
    actions.take_in_hand(by=cast.communicator_a, delivery=delivery)

    actions.publish_by_hand(by=cast.communicator_a, delivery=delivery, link=" https://facebook.example/p/1 ")

    post = delivery.remote_post
    assert (delivery.state, post.url, post.text, post.seen_via) == (
        "sent", "https://facebook.example/p/1", variant.wording, "hand",
    )  # fmt: skip


@pytest.mark.parametrize("link", ["", "facebook", "javascript:alert(1)", "ftp://a.example/x"])
def test_link_that_is_none_is_refused(cast, delivery, link):
    actions.take_in_hand(by=cast.communicator_a, delivery=delivery)

    with refused("That is not a link"):
        actions.publish_by_hand(by=cast.communicator_a, delivery=delivery, link=link)


def test_by_hand_passes_the_gate_too(cast, delivery, variant):
    SafePlace.objects.of(cast.org_a).create(names="Friday")

    with refused("The safety check stopped it."):
        actions.take_in_hand(by=cast.communicator_a, delivery=delivery)


@pytest.fixture
def doubtful(delivery):
    Delivery.objects.of(delivery.organisation).filter(pk=delivery.pk).update(state=rules.PLEASE_CHECK)
    delivery.refresh_from_db()
    return delivery


def test_person_saw_it_there(cast, doubtful):
    actions.resolve_please_check(by=cast.director_a, delivery=doubtful, link="https://facebook.example/p/1")

    assert (doubtful.state, doubtful.remote_post.url) == ("sent", "https://facebook.example/p/1")


def test_person_saw_it_is_not_there(cast, doubtful):
    actions.resolve_please_check(by=cast.director_a, delivery=doubtful, link=None)

    assert (doubtful.state, doubtful.next_attempt_at) == ("due", NOON)


def test_only_a_doubtful_delivery_is_resolved(cast, delivery):
    with refused("quicker"):
        actions.resolve_please_check(by=cast.director_a, delivery=delivery, link=None)


def test_failed_delivery_is_sent_again_only_if_still_approved(cast, delivery, variant):
    Delivery.objects.of(cast.org_a).filter(pk=delivery.pk).update(state=rules.FAILED)
    delivery.refresh_from_db()
    change(cast.communicator_a, variant)

    with refused("has not been approved"):
        actions.send_again(by=cast.communicator_a, delivery=delivery)


def test_failed_delivery_is_sent_again_now(cast, delivery):
    Delivery.objects.of(cast.org_a).filter(pk=delivery.pk).update(state=rules.FAILED, attempts=8)
    delivery.refresh_from_db()

    actions.send_again(by=cast.communicator_a, delivery=delivery)

    assert (delivery.state, delivery.next_attempt_at, delivery.attempts) == ("due", NOON, 0)


def test_account_without_an_api_goes_by_hand_whatever_was_chosen(cast, approved, variant):
    variant.account.by_hand = True
    variant.account.save()

    made = actions.schedule(by=cast.communicator_a, piece=approved, variants=[variant], due_at=NOON)

    assert [delivery.state for delivery in made] == ["by_hand"]
