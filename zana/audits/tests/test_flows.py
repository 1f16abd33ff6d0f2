import dataclasses

import pytest

from zana.audits.controls import catalogue
from zana.audits.flows import Text, flow_of_sign, flows
from zana.audits.labels import INCIDENT_VERBS
from zana.audits.queries.incidents import WHO
from zana.audits.rules import incidents as rules


def test_twelve_kinds_stand_on_the_shelf_and_say_whom_to_call():
    inside = {"takeover", "rogue-admin", "payment"}
    outside = {"copy", "doxxing", "falsehood", "fundraiser", "images", "locked-out", "lost-phone", "phishing", "storm"}

    assert set(flows()) == inside | outside
    assert {flow.id for flow in flows().values() if flow.stops_the_audit} == inside
    assert {flow.id for flow in flows().values() if not flow.keeps_files} == {"images"}
    assert {call for flow in flows().values() for call in flow.call} == set(WHO)


def test_signs_of_somebody_inside_belong_to_one_kind():
    assert flow_of_sign() == {
        "SEC-18": "takeover",
        "SEC-20": "takeover",
        "SEC-21": "takeover",
        "SEC-32": "rogue-admin",
        "SEC-45": "payment",
    }
    assert {*rules.ARCHIVE_SIGNS.values()} <= {*flows()}
    assert set(flow_of_sign()) <= set(catalogue())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"signs": ("SEC-99",)}, "there is no control SEC-99"),
        ({"never": ()}, "must not be empty"),
        ({"moves": (flows()["copy"].moves[0],) * 2}, "two moves have the same id"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(change, said):
    with pytest.raises(ValueError, match=said):
        dataclasses.replace(flows()["copy"], **change)


def test_a_text_is_said_in_three_languages():
    with pytest.raises(ValueError, match="sr is empty"):
        Text(en="Breathe.", sq="Merr frymë.", sr=" ")


def test_every_verb_of_the_log_has_words():
    verbs = {rules.REPORTED, rules.SUSPECTED, rules.STARTED, rules.SET_ASIDE, rules.CLOSED}
    verbs |= {rules.DONE, rules.UNDONE, rules.KEPT, rules.EXPORTED, rules.OPENED}

    assert verbs == set(INCIDENT_VERBS)
