from dataclasses import replace
from datetime import date, timedelta

import pytest

from zana.impact.rules.facts import (
    AccountFact,
    Day,
    Enrolled,
    Facts,
    Finding,
    Followers,
    Later,
    Opinion,
    PostFact,
    Presence,
    Row,
)
from zana.impact.rules.indicators import KEYS, LATER_KEYS, constant_set, list_numbers
from zana.impact.rules.numbers import Change, Number, Unknown, value_as_json
from zana.impact.rules.weeks import posts_by_week
from zana.kernel.words import say
from zana.people.release import PEOPLE, THINGS, Hidden, Share, Shown, why_hidden

NOTHING = Facts(starts_on=date(2026, 1, 1), until=date(2026, 11, 20))
ORGS = [f"org{i}" for i in range(27)]
DAY = date(2026, 3, 2)


def row(kind, number, organisation):
    return Row(kind, number, organisation)


def enrol(count):
    return tuple(Enrolled(row("enrolment", i, ORGS[i]), region=f"r{i % 4}") for i in range(count))


def attend(persons, minutes=200, training=1, organisations=5):
    return tuple(
        Presence(row("attendance", 100 * training + i, ORGS[i % organisations]), i, training, minutes)
        for i in range(persons)
    )


def numbers(**facts):
    return {number.key: number for number in list_numbers(replace(NOTHING, **facts))}


def value(key, **facts):
    return numbers(**facts)[key].value


def test_without_rows_every_number_is_unknown_and_none_is_zero():
    found = numbers()

    assert tuple(found) == KEYS
    assert {type(number.value) for number in found.values()} == {Unknown}
    assert {number.rows for number in found.values()} == {()}


def test_a_number_without_a_row_cannot_be_made():
    with pytest.raises(ValueError, match="without a source"):
        Number("OP1", Shown(3), ())


def test_organisations_and_regions_are_counted_once():
    found = numbers(enrolled=(*enrol(27), Enrolled(row("enrolment", 99, ORGS[0]), region="r0")))

    assert (found["OP1"].value, found["regions"].value) == (Shown(27), Shown(4))
    assert len(found["OP1"].rows) == 28


def test_trained_means_three_hours_of_one_training():
    halves = (*attend(6, 90), *attend(6, 90, training=1))
    split = tuple(replace(p, row=replace(p.row, id=p.row.id + 50 * (i > 5))) for i, p in enumerate(halves))

    assert value("OP2", presences=attend(6, 180)) == Shown(6)
    assert value("OP2", presences=attend(6, 179)) == Shown(0)
    assert value("OP2", presences=split) == Shown(6)
    assert value("OP2", presences=(*attend(6, 90, 1), *attend(6, 90, 2))) == Shown(0)


def genders(*said):
    """One person each, over five organisations, all trained."""
    return tuple(replace(presence, gender=gender) for presence, gender in zip(attend(len(said)), said, strict=True))


def test_women_and_men_are_counted_as_they_say_themselves():
    presences = genders(*["woman"] * 20, *["man"] * 6, *["other", "unsaid", "", "", ""])
    found = numbers(presences=presences)

    assert [found[key].value for key in ("OP2", "women", "men")] == [Shown(31), Shown(20), Shown(6)]
    assert found["women"].rows == found["men"].rows == found["OP2"].rows  # which of them said what stays with them


@pytest.mark.parametrize(
    ("women", "men", "rest", "shown"),
    [
        (20, 6, 0, [Shown(26), Shown(20), Shown(6)]),
        (20, 2, 9, [Shown(31), Shown(20), "hidden"]),
        (20, 0, 6, [Shown(26), Shown(20), "hidden"]),
        (20, 6, 1, [Shown(27), Shown(20), "hidden"]),
        (20, 2, 1, [Shown(23), "hidden", "hidden"]),
        (4, 0, 0, ["hidden", "hidden", "hidden"]),
    ],
)
def test_a_small_group_is_hidden_and_cannot_be_worked_out_from_the_sum(women, men, rest, shown):
    found = numbers(presences=genders(*["woman"] * women, *["man"] * men, *["unsaid"] * rest))
    hidden = Hidden(why_hidden(PEOPLE))

    assert [found[key].value for key in ("OP2", "women", "men")] == [
        hidden if one == "hidden" else one for one in shown
    ]


def test_where_nobody_has_said_it_is_unknown_and_not_zero():
    assert isinstance(value("women", presences=attend(9)), Unknown)


def test_persons_are_counted_once_and_participations_each_time():
    presences = (*attend(12, training=1), *attend(7, training=2))
    found = numbers(presences=presences)

    assert (found["OP2"].value, found["OP3"].value) == (Shown(12), Shown(19))
    assert found["OP3"].rows == tuple(sorted(p.row for p in presences))


def test_few_persons_hide_their_participations_too():
    presences = tuple(p for training in range(1, 4) for p in attend(4, training=training))

    assert value("OP2", presences=presences) == Hidden(why_hidden(PEOPLE))
    assert value("OP3", presences=presences) == Hidden(why_hidden(PEOPLE))


def test_persons_of_two_organisations_are_hidden():
    assert value("OP2", presences=attend(30, organisations=2)) == Hidden(why_hidden(PEOPLE))


def test_attendance_nobody_wrote_down_is_unknown():
    assert isinstance(value("OP2", presences=attend(9, minutes=None)), Unknown)


def test_individual_days_are_a_share_of_the_enrolled():
    days = tuple(Day(row("training", i, ORGS[i]), held=i < 9) for i in range(12))

    assert value("OP5", enrolled=enrol(27), days=days) == Share(9, 27, 33)
    assert value("OP5", enrolled=enrol(9), days=days) == Share(9, 9, None)
    assert value("OP5", enrolled=enrol(2), days=days) == Hidden(why_hidden(THINGS))
    assert isinstance(value("OP5", enrolled=enrol(27)), Unknown)


def test_usefulness_is_a_share_and_hidden_where_a_handful_would_show():
    there = (row("attendance", 1, ORGS[0]),)

    assert value("OP9", useful=Opinion(9, 18, there)) == Share(9, 18, 50)
    assert value("OP9", useful=Opinion(9, 9, there)) == Share(9, 9, None)
    assert [value("OP9", useful=Opinion(part, 12, there)) for part in (3, 9)] == [Hidden(why_hidden(PEOPLE))] * 2


def test_hindrances_stand_there_once_asked_and_a_handful_on_either_side_is_hidden():
    there = tuple(row("attendance", i, ORGS[i % 5]) for i in range(20))
    named = {"used": 14, "time": 8, "internet": None, "approval": 3, "equipment": 17, "money": 0, "attacks": 6}
    hidden = Hidden(why_hidden(PEOPLE))

    found = {key: value(key, later=Later(named, 20, there)) for key in LATER_KEYS}

    assert found == {
        "used": Share(14, 20, 70),
        "time": Share(8, 20, 40),
        "attacks": Share(6, 20, 30),
        **dict.fromkeys(("internet", "approval", "equipment", "money"), hidden),
    }
    few = tuple(one for one in there if one.organisation in ORGS[:2])
    assert value("time", later=Later(named, 20, few)) == hidden, "of two organisations"
    assert set(numbers()) & set(LATER_KEYS) == set()


def test_a_day_of_an_organisation_that_is_not_enrolled_does_not_count():
    days = (Day(row("training", 1, "stranger"), held=True),)

    assert value("OP5", enrolled=enrol(27), days=days) == Share(0, 27, 0)


def findings(closed, still_open, organisations=9):
    states = [True] * closed + [False] * still_open
    return tuple(Finding(row("finding", i, ORGS[i % organisations]), is_closed) for i, is_closed in enumerate(states))


def test_closed_findings_are_a_share_of_those_made():
    assert value("findings", findings=findings(41, 17)) == Share(41, 58, 71)
    assert value("findings", findings=findings(5, 4)) == Share(5, 9, None)
    assert value("findings", findings=findings(0, 12)) == Share(0, 12, 0)
    assert value("findings", findings=findings(12, 0)) == Share(12, 12, 100)


def test_findings_of_two_organisations_are_hidden():
    assert value("findings", findings=findings(41, 17, organisations=2)) == Hidden(why_hidden(THINGS))


def posts(count, practice=False, organisations=4, day=DAY):
    return tuple(PostFact(row("post", i, ORGS[i % organisations]), day, practice) for i in range(count))


def test_rehearsal_is_counted_apart_from_publishing():
    found = numbers(posts=posts(8) + tuple(replace(p, row=replace(p.row, id=50 + p.row.id)) for p in posts(5, True)))

    assert (found["posts"].value, found["rehearsed"].value) == (Shown(8), Shown(5))
    assert isinstance(numbers(posts=posts(5, True))["posts"].value, Unknown)


def test_accounts_of_two_organisations_are_hidden():
    accounts = tuple(AccountFact(row("account", i, ORGS[i % 2]), practice=False) for i in range(5))

    assert value("accounts", accounts=accounts) == Hidden(why_hidden(THINGS))


def followers(account, *values, start=DAY, step=70, practice=False):
    return tuple(
        Followers(
            row("reading", 100 * account + i, ORGS[account]),
            account,
            start + timedelta(days=step * i),
            number,
            practice,
        )
        for i, number in enumerate(values)
    )


def test_followers_are_compared_over_accounts_read_at_both_ends():
    late = followers(4, 1000, start=DAY + timedelta(days=100))
    some = (*followers(1, 100, 120, 150), *followers(2, 50, 40, 45), *followers(3, 10, 20, 30), *late)
    found = numbers(followers=some)["IM2"]

    assert found.value == Change(160, 225)
    assert found.value.percent == 41
    assert [r.id for r in found.rows] == [100, 102, 200, 202, 300, 302]


def test_an_account_that_came_later_is_not_growth():
    late = followers(4, 1000, 1000, start=DAY + timedelta(days=70))

    assert len(constant_set(replace(NOTHING, followers=(*followers(1, 1, 2, 3), *late)))) == 1


def test_followers_of_two_organisations_are_hidden_and_of_one_moment_unknown():
    two = (*followers(1, 100, 150), *followers(2, 50, 45))

    assert value("IM2", followers=two) == Hidden(why_hidden(THINGS))
    assert isinstance(value("IM2", followers=(*followers(1, 5), *followers(2, 5), *followers(3, 5))), Unknown)
    assert isinstance(value("IM2", followers=followers(1, 1, 2, practice=True)), Unknown)


def test_a_change_from_few_has_no_percentage():
    assert Change(9, 30).percent is None
    assert Change(10, 5).percent == -50


def weeks_of(facts):
    weeks = posts_by_week(facts)
    assert weeks is not None
    return weeks


def test_weeks_run_from_the_first_post_to_the_end_of_the_report():
    facts = replace(NOTHING, until=DAY + timedelta(days=25), posts=(*posts(6), *posts(2, day=DAY + timedelta(days=15))))
    weeks = weeks_of(facts)

    assert weeks.practice is False
    assert weeks.counts == (
        (date(2026, 3, 2), Hidden(why_hidden(THINGS))),
        (date(2026, 3, 9), Shown(0)),
        (date(2026, 3, 16), Hidden(why_hidden(THINGS))),
    )
    assert weeks.total == Shown(8)


@pytest.mark.parametrize(("days", "weeks"), [(0, 1), (12, 1), (13, 2), (14, 2), (20, 3)])
def test_a_week_counts_when_it_is_over(days, weeks):
    facts = replace(NOTHING, until=DAY + timedelta(days=days), posts=posts(6))

    assert len(weeks_of(facts).counts) == weeks


def test_weeks_show_rehearsal_only_until_something_is_published():
    facts = replace(NOTHING, until=DAY, posts=posts(6, practice=True))

    assert weeks_of(facts).practice is True
    assert weeks_of(replace(facts, posts=posts(6, practice=True) + posts(3))).practice is False
    assert posts_by_week(NOTHING) is None


def test_weeks_show_half_a_year_at_most():
    assert len(weeks_of(replace(NOTHING, posts=(*posts(3), *posts(3, day=date(2026, 11, 2))))).counts) == 26


def test_a_hidden_number_does_not_tell_how_many_rows_it_has():
    few = numbers(presences=attend(3))["OP2"].as_json()
    many = numbers(presences=attend(9))["OP2"].as_json()

    assert few == {"key": "OP2", "state": "hidden", "why": why_hidden(PEOPLE).as_json(), "rows": None}
    assert many == {"key": "OP2", "state": "shown", "value": 9, "rows": 9}
    assert value_as_json(Unknown(say("why"))) == {"state": "unknown", "why": say("why").as_json()}


@pytest.mark.parametrize("key", [key for key in KEYS if key != "OP9"])  # an opinion is summed up once, elsewhere
def test_deleting_rows_one_by_one_ends_in_unknown(key):
    full = {
        "enrolled": enrol(12),
        "presences": genders(*["woman", "man"] * 8),
        "days": tuple(Day(row("training", i, ORGS[i]), held=True) for i in range(12)),
        "findings": findings(6, 6),
        "accounts": tuple(AccountFact(row("account", i, ORGS[i]), practice=False) for i in range(12)),
        "posts": posts(12) + posts(12, practice=True),
        "followers": tuple(f for i in range(12) for f in followers(i, 100, 150)),
    }
    before = value(key, **full)
    one_less = {name: rows[1:-1] for name, rows in full.items()}

    assert not isinstance(before, Unknown | Hidden)
    assert value(key, **one_less) != before or key == "regions"
    assert isinstance(value(key), Unknown)
