"""The keys somebody gave in her name end with her; the account stays and waits for another sign-in."""

from __future__ import annotations

from zana.kernel.words import Saying
from zana.networks.models import Account, Token
from zana.networks.models.accounts import CONNECTED, RECONNECT
from zana.networks.own_data import GONE
from zana.networks.tests.made import make_account, make_token
from zana.people.erasure import erase_person
from zana.people.models import Notice


def test_her_keys_go_and_those_who_can_connect_again_are_told(cast):
    hers, other = (make_account(cast.org_a, one, remote_id=one.ref) for one in (cast.communicator_a, cast.director_a))
    for account in (hers, other):
        make_token(account)

    erase_person(person=cast.communicator_a)

    assert [one.account for one in Token.objects.of(cast.org_a)] == [other]
    stands = {one.pk: (one.state, one.trouble_words) for one in Account.objects.of(cast.org_a)}
    assert stands == {hers.pk: (RECONNECT, GONE), other.pk: (CONNECTED, None)}
    told = [(one.person, one.saying) for one in Notice.objects.filter(organisation=cast.org_a)]
    words = "{account} has to be connected again."
    assert told == [(cast.director_a, Saying(words, (("account", hers.name),)))]
