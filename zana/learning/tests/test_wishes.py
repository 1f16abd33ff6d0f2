import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from zana.kernel.errors import Forbidden, Refusal
from zana.learning.actions.plans import compose_plan, confirm_plan
from zana.learning.actions.wishes import tell_wishes
from zana.learning.models import Plan, Wish
from zana.learning.queries.days import describe_plan
from zana.learning.queries.needs import read_facts
from zana.learning.queries.steps import next_steps
from zana.networks.tests.made import make_account
from zana.people.models import LogEntry
from zana.ui.words import speaking

pytestmark = pytest.mark.slow


def wished(cast, *topics, by=None):
    return [w.topic for w in tell_wishes(by=by or cast.director_a, organisation=cast.org_a, topics=topics)]


def test_what_is_told_replaces_what_was_and_twice_is_once(cast):
    assert wished(cast, "F6", "F1") == ["F1", "F6"]
    assert wished(cast, "F1", "F6", by=cast.trainer) == ["F1", "F6"]
    assert wished(cast, "F7", by=cast.communicator_a) == ["F7"]
    assert wished(cast) == []

    told = LogEntry.objects.filter(verb="wishes.told").order_by("pk")
    assert [(entry.person, entry.facts["topics"]) for entry in told] == [
        (cast.director_a, "F1 F6"),
        (cast.communicator_a, "F7"),
        (cast.director_a, ""),
    ]


def test_who_may_not_tell_and_what_is_no_wish(cast):
    for person in (cast.volunteer_a, cast.director_b, cast.lead, cast.donor):
        with pytest.raises(Forbidden):
            wished(cast, "F1", by=person)
    for topics, words in ((("J1",), "is not a topic of your own day"), (("F1", "F2", "F3", "F4"), "at most")):
        with pytest.raises(Refusal, match=words):
            wished(cast, *topics)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.of(cast.org_a).create(topic="F1", place=4, told_by=cast.director_a)


def test_a_wish_counts_in_the_waiting_draft_at_once_and_says_so(cast):
    before = compose_plan(by=cast.trainer, organisation=cast.org_a)
    assert [unit for unit in before.units if unit.startswith("F6")] == []
    wished(cast, "F6")

    draft = Plan.objects.of(cast.org_a).get()
    assert (draft.pk, draft.inputs_hash == before.inputs_hash) == (before.pk, False)
    with speaking("en"):
        page = describe_plan(draft)
    (reasons,) = {row.reasons[:1] for row in page.rows if row.unit.startswith("F6")}
    assert reasons == ("your wish: Control mechanisms",)
    assert [note for note in page.notes if "wishes" in note] == []
    with pytest.raises(Refusal, match="has changed since you opened it"):
        confirm_plan(by=cast.trainer, plan=draft, inputs_hash=before.inputs_hash)


def test_what_is_agreed_stays_and_is_asked_no_more(cast, client):
    assert [step.kind for step in next_steps(cast.director_a, cast.org_a)] == ["wish"]
    assert next_steps(cast.trainer, cast.org_a) == []
    wished(cast, "F1")
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)
    confirm_plan(by=cast.trainer, plan=plan, inputs_hash=plan.inputs_hash)

    assert next_steps(cast.director_a, cast.org_a) == []
    assert wished(cast, "F1") == ["F1"], "sent once more it is still told"
    with pytest.raises(Refusal, match="agreed and stays as it is"):
        wished(cast, "F2")
    client.force_login(cast.director_a)
    client.cookies["zana_language"] = "en"
    page = client.get(reverse("learning:wishes", kwargs={"org": cast.org_a.ref})).content.decode()
    assert (page.count('type="checkbox"'), page.count("Your day is agreed")) == (0, 1)


def test_she_ticks_topics_and_four_are_too_many(cast, client):
    client.force_login(cast.director_a)
    page = reverse("learning:wishes", kwargs={"org": cast.org_a.ref})
    assert client.get(page).content.decode().count('type="checkbox"') == 7
    assert client.post(page, {"topics": ["F1", "F2", "F3", "F4"]}).status_code == 200
    assert client.post(page, {"topics": ["F1", "F2"]}).headers["Location"] == page.replace("wishes/", "")

    assert list(Wish.objects.of(cast.org_a).values_list("topic", flat=True)) == ["F1", "F2"]
    assert client.get(page).content.decode().count("checked") == 2


def test_who_wishes_for_a_network_wants_it(cast):
    make_account(cast.org_a, cast.communicator_a)
    known = read_facts(cast.org_a).networks or frozenset()
    wished(cast, "F3", "F4", "F5")

    assert (len(known), read_facts(cast.org_a).networks) == (1, known | {"instagram", "x"})
