"""What each "no" of a network means. The tables of codes are from the networks' own pages."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from zana.kernel.words import say
from zana.networks.adapters.x.faults import judge as judge_x
from zana.networks.errors import OutcomeUnknown, Reconnect, Refused, TryLater
from zana.networks.graph import judge as judge_graph
from zana.networks.port import Reply

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def graph_no(code: int, status: int = 400, headers: dict[str, str] | None = None, **more: object) -> object:
    error = {"message": f"(#{code}) no", "type": "OAuthException", "code": code, "fbtrace_id": "A6", **more}
    return judge_graph(Reply(status, headers or {}, {"error": error}), NOW)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (4, TryLater),
        (9, TryLater),
        (10, Refused),
        (17, TryLater),
        (20, OutcomeUnknown),
        (32, TryLater),
        (100, Refused),
        (102, Reconnect),
        (190, Reconnect),
        (200, Refused),
        (341, TryLater),
        (368, Refused),
        (506, OutcomeUnknown),
        (613, TryLater),
        (80001, TryLater),
        (1, type(None)),
        (2, type(None)),
    ],
)
@pytest.mark.parametrize("status", [400, 403])
def test_graph_codes_tell_what_to_do_next_whatever_the_status(code, kind, status):
    assert type(graph_no(code, status)) is kind


def test_graph_waits_as_long_as_the_usage_header_says():
    usage = {"1001": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 7}]}

    told = graph_no(80001, headers={"x-business-use-case-usage": json.dumps(usage)})
    silent = graph_no(4, 403)
    broken = graph_no(4, 403, headers={"x-business-use-case-usage": "["})

    assert [error.at - NOW for error in (told, silent, broken) if isinstance(error, TryLater)] == [
        timedelta(minutes=7),
        timedelta(minutes=15),
        timedelta(minutes=15),
    ]


def test_graph_says_why_the_door_is_shut():
    error = graph_no(190, error_subcode=460)

    assert isinstance(error, Reconnect)
    assert error.saying == say("The password was changed. Connect the account again.")


def test_graph_refusal_carries_the_words_meant_for_people():
    error = graph_no(100, error_user_msg="The image is too wide.")

    assert isinstance(error, Refused)
    assert error.saying.english() == "The network said no: The image is too wide."


def test_an_answer_that_is_no_error_of_graph_is_not_judged():
    assert judge_graph(Reply(404, {}, None), NOW) is None
    assert judge_graph(Reply(502, {}, {"error": "Bad Gateway"}), NOW) is None


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}, Reconnect),
        (400, {"error": "invalid_request", "error_description": "Value passed for the token was invalid."}, Reconnect),
        (400, {"errors": [{"message": "no"}], "title": "Invalid Request", "detail": "x"}, Refused),
        (402, {"title": "CreditsDepleted"}, Refused),
        (403, {"detail": "You are not allowed to create a Tweet with duplicate content."}, OutcomeUnknown),
        (403, {"detail": "You are not permitted to perform this action."}, Refused),
        (404, None, Refused),
        (429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, TryLater),
        (429, {"title": "UsageCapExceeded"}, TryLater),
        (500, None, type(None)),
        (503, {"title": "Service Unavailable", "status": 503}, type(None)),
    ],
)
def test_x_answers_tell_what_to_do_next(status, body, kind):
    assert type(judge_x(Reply(status, {}, body), NOW)) is kind


@pytest.mark.parametrize(
    ("reset", "wait"),
    [
        (str(int((NOW + timedelta(minutes=4)).timestamp())), timedelta(minutes=4)),
        (str(int((NOW - timedelta(minutes=4)).timestamp())), timedelta(seconds=5)),
        ("99999999999999", timedelta(days=1)),
        ("soon", timedelta(minutes=15)),
    ],
)
def test_x_waits_until_the_window_opens_within_reason(reset, wait):
    error = judge_x(Reply(429, {"x-rate-limit-reset": reset}, None), NOW)

    assert isinstance(error, TryLater)
    assert error.at - NOW == wait
