from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from zana.kernel import clock, work
from zana.kernel.errors import Forbidden, Refusal
from zana.people import actions, invitations, notices
from zana.people.models import Invitation, Letter, LogEntry, Membership, Notice, Person
from zana.people.roles import may

PASSWORD = "kali i bardhë në kodër"


@pytest.fixture
def invited(cast):
    return invitations.invite(
        by=cast.director_a, name="Hana", email="Hana@Zana.example", role="volunteer", organisation=cast.org_a
    )


def token_of(path: str) -> str:
    return path.split("/")[2]


def test_an_invitation_opens_once_and_gives_its_role(cast, invited):
    _, path = invited

    person = invitations.accept(token=token_of(path), name="Hana H.", password=PASSWORD)

    assert (person.email, person.name) == ("hana@zana.example", "Hana H.")
    assert may(person, "pieces.write", cast.org_a)
    assert not may(person, "pieces.see", cast.org_b)
    assert EmailAddress.objects.get(user=person).verified
    with pytest.raises(Refusal) as no:
        invitations.accept(token=token_of(path), name="Again", password=PASSWORD)
    assert no.value.saying.code == "This link was used already. Sign in with your e-mail and your password."


def test_an_old_or_withdrawn_link_is_refused_in_words(cast, invited):
    invitation, path = invited

    with clock.frozen(clock.now() + timedelta(days=8)), pytest.raises(Refusal, match="no longer open"):
        invitations.find_invitation(token_of(path))
    invitations.withdraw(by=cast.director_a, invitation=invitation)
    with pytest.raises(Refusal, match="no longer open"):
        invitations.find_invitation(token_of(path))
    with pytest.raises(Refusal, match="not complete"):
        invitations.find_invitation("nonsense")


def test_only_the_hash_of_the_token_is_kept(invited):
    invitation, path = invited

    kept = Invitation.objects.values().get(pk=invitation.pk)
    assert token_of(path) not in str(kept)


def test_the_letter_carries_the_link_and_forgets_it_when_sent(invited, settings):
    _, path = invited

    assert work.drain("letters") == 1

    assert [m.to for m in mail.outbox] == [["hana@zana.example"]]
    assert f"{settings.ZANA_BASE_URL}{path}" in mail.outbox[0].body
    assert [(letter.state, letter.link) for letter in Letter.objects.all()] == [("sent", "")]


def test_a_mail_server_that_is_down_delays_the_letter(invited, settings, monkeypatch):
    def refuse(*_a, **_k):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    work.drain("letters")

    letter = Letter.objects.get()
    assert letter.state == "due"
    assert letter.next_attempt_at is not None
    assert letter.next_attempt_at > clock.now()


@pytest.mark.parametrize("name", ["trainer", "donor", "communicator_a", "volunteer_a", "director_b"])
def test_who_may_not_invite(cast, name):
    with pytest.raises(Forbidden):
        invitations.invite(
            by=cast.persons[name], name="X", email="x@zana.example", role="director", organisation=cast.org_a
        )
    assert Invitation.objects.count() == 0


def test_a_role_of_the_other_side_is_refused(cast):
    with pytest.raises(Refusal):
        invitations.invite(by=cast.lead, name="X", email="x@zana.example", role="lead", organisation=cast.org_a)


def test_a_known_address_must_be_signed_in(cast):
    _, path = invitations.invite(
        by=cast.director_a, name="Jelena", email="jelena@zana.example", role="communicator", organisation=cast.org_a
    )

    with pytest.raises(Refusal, match="Sign in first"):
        invitations.accept(token=token_of(path), password=PASSWORD)
    with pytest.raises(Refusal, match="another address"):
        invitations.accept(token=token_of(path), password="", person=cast.donor)
    invitations.accept(token=token_of(path), password="", person=cast.communicator_b)

    assert may(cast.communicator_b, "pieces.write", cast.org_a)


def test_the_last_director_cannot_leave(cast):
    last = Membership.live.get(person=cast.director_a)

    with pytest.raises(Refusal, match="only one"):
        actions.end_membership(by=cast.director_a, membership=last)
    actions.give_role(by=cast.director_a, person=cast.communicator_a, role="director", organisation=cast.org_a)
    actions.end_membership(by=cast.director_a, membership=last)

    assert not may(cast.director_a, "pieces.see", cast.org_a)


def test_a_leaver_loses_everything_at_once(cast):
    volunteer = Membership.live.get(person=cast.volunteer_a)

    actions.end_membership(by=cast.director_a, membership=volunteer)

    assert not may(cast.volunteer_a, "organisation.see", cast.org_a)
    assert LogEntry.objects.filter(verb="role.ended", organisation=cast.org_a).count() == 1


def test_told_once_and_one_mail_until_she_has_looked(cast):
    from zana.kernel.words import say

    for number in (1, 2, 2, 3):
        notices.tell(cast.director_a, say("Post {number} could not be sent.", number=number), organisation=cast.org_a)

    assert Notice.objects.filter(person=cast.director_a).count() == 3
    assert Letter.objects.count() == 1
    assert "sent." not in str(Letter.objects.values("kept_subject", "kept_body"))


def test_an_organisation_is_added_once(cast):
    made = actions.add_organisation(
        by=cast.lead, programme=cast.programme, name="Hapi  Ynë", kind="association", region="Gjakovë", language="sq"
    )

    assert (made.slug, made.name) == ("hapi-yne", "Hapi Ynë")
    with pytest.raises(Refusal):
        actions.add_organisation(
            by=cast.lead, programme=cast.programme, name="hapi ynë", kind="association", region="", language="sq"
        )
    with pytest.raises(Forbidden):
        actions.add_organisation(
            by=cast.trainer, programme=cast.programme, name="Tjetër", kind="association", region="", language="sq"
        )


def test_two_tabs_spend_one_link_once(cast, invited):
    invitation, path = invited
    Invitation.objects.filter(pk=invitation.pk).update(used_at=clock.now())

    with pytest.raises(Refusal):
        invitations.accept(token=token_of(path), name="x", password=PASSWORD)
    assert Person.objects.filter(email="hana@zana.example").count() == 0
