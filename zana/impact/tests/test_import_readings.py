import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from zana.impact.actions.imports import import_readings
from zana.impact.imports import metrics
from zana.impact.imports.content import FORMS
from zana.impact.imports.daily import TITLES
from zana.impact.models import Import
from zana.impact.tests.exports import FB_31, IG, PAGE, POST, X, as_csv, as_daily, fb_row, ig_row, x_row
from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.networks.metrics import METRICS
from zana.networks.models import Account, Reading, RemotePost, Source
from zana.people.models import LogEntry

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def account(cast):
    return make_account(cast)


def make_account(cast, **facts):
    values: Any = {"network": "facebook", "remote_id": PAGE, "name": "Drita", "connected_by": cast.director_a} | facts
    return Account.objects.of(cast.org_a).create(**values)


def bring(cast, content, at=NOW, **given):
    with clock.frozen(at):
        return import_readings(**({"by": cast.communicator_a, "organisation": cast.org_a, "content": content} | given))


def counts(made):
    return made.rows_read, made.stored, made.unchanged, len(made.faults)


def readings(cast):
    found = Reading.objects.of(cast.org_a).order_by("pk")
    return [(r.remote_post and r.remote_post.remote_id, r.metric, r.value) for r in found]


def test_every_number_of_a_row_becomes_a_reading_with_its_source(cast, account):
    made = bring(cast, as_csv(FB_31, [fb_row()]), file_name="Nov.csv")

    assert counts(made) == (1, 1, 0, 0)
    assert readings(cast) == [
        (POST, "post_views", 1234),
        (POST, "post_reach", 987),
        (POST, "post_reactions", 40),
        (POST, "post_comments", 3),
        (POST, "post_shares", 0),
    ]
    source = Source.objects.of(cast.org_a).get()
    assert (source.kind, source.account, source.row_count, len(source.file_sha256)) == ("import", account, 1, 64)
    assert {(r.source_id, r.source_row, r.taken_at) for r in Reading.objects.of(cast.org_a)} == {(source.pk, 1, NOW)}
    assert (made.file_name, made.made_by, made.source) == ("Nov.csv", cast.communicator_a, source)
    assert LogEntry.objects.get().verb == "readings.imported"


def test_a_post_seen_only_in_the_file_is_noted_in_the_organisations_time(cast, account):
    bring(cast, as_csv(FB_31, [fb_row()]))

    post = RemotePost.objects.of(cast.org_a).get()
    assert (post.account, post.remote_id, post.seen_via) == (account, POST, "import")
    assert post.published_at == datetime(2026, 11, 2, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize("known", [{"remote_id": f"{PAGE}_{POST}"}, {"url": f"https://www.facebook.example/{POST}"}])
def test_a_post_known_from_the_network_is_not_noted_twice(cast, account, known):
    post = RemotePost.objects.of(cast.org_a).create(account=account, text="ours", **known)

    bring(cast, as_csv(FB_31, [fb_row()]))

    assert RemotePost.objects.of(cast.org_a).get() == post
    assert {r.remote_post for r in Reading.objects.of(cast.org_a)} == {post}


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=40)])
def test_the_same_file_again_stores_nothing(cast, account, later):
    content = as_csv(FB_31, [fb_row(), fb_row("5")])
    bring(cast, content)
    before = readings(cast)

    made = bring(cast, content, at=NOW + later)

    assert counts(made) == (2, 0, 2, 0)
    assert readings(cast) == before


def test_a_newer_file_stores_only_what_differs(cast, account):
    bring(cast, as_csv(FB_31, [fb_row(), fb_row("5")]))

    made = bring(cast, as_csv(FB_31, [fb_row(Reach="1,000"), fb_row("5"), fb_row("6")]), at=NOW + timedelta(days=1))

    assert counts(made) == (3, 2, 1, 0)
    assert readings(cast)[10:] == [
        (POST, "post_reach", 1000),
        ("6", "post_views", 1234),
        ("6", "post_reach", 987),
        ("6", "post_reactions", 40),
        ("6", "post_comments", 3),
        ("6", "post_shares", 0),
    ]


def test_rows_that_cannot_be_read_are_listed_and_left_out_whole(cast, account):
    made = bring(cast, as_csv(FB_31, [fb_row(), fb_row("5", Reach="many")]))

    assert counts(made) == (2, 1, 0, 1)
    assert [(row, words.english()) for row, words in made.listed_faults] == [
        (3, 'Column "Reach" says "many", which cannot be read.')
    ]
    assert made.result.english() == "2 rows read: 1 with something new, 0 unchanged, 1 left out."
    assert RemotePost.objects.of(cast.org_a).count() == 1


def test_a_refused_file_leaves_nothing_behind(cast, account):
    for content in (b"a,b\n1,2\n", as_csv(FB_31, []), as_csv(FB_31, [fb_row("1.2E+17")])):
        with pytest.raises(Refusal):
            bring(cast, content)

    assert (Source.objects.of(cast.org_a).count(), Import.objects.of(cast.org_a).count()) == (0, 0)


def test_days_become_readings_of_one_day(cast, account):
    made = bring(cast, as_daily("Facebook follows", [("2025-11-01T00:00:00", "20"), ("2025-11-02T01:00:00", "")]))

    assert counts(made) == (2, 1, 1, 0)
    reading = Reading.objects.of(cast.org_a).get()
    assert (reading.metric, reading.value, reading.source_row) == ("new_followers", 20, 1)
    assert (reading.period_start, reading.period_end) == (date(2025, 11, 1), date(2025, 11, 1))


def test_an_account_the_house_does_not_have_is_added_by_hand(cast):
    bring(cast, as_csv(FB_31, [fb_row()]))

    account = Account.objects.of(cast.org_a).get()
    assert (account.network, account.remote_id, account.name, account.by_hand) == ("facebook", PAGE, "Drita", True)


def test_the_practice_account_does_not_take_real_numbers(cast, settings):
    settings.ZANA_PRACTICE_URL = "http://127.0.0.1:9050/practice"
    rehearsal = make_account(cast, remote_id="7", api_base="http://127.0.0.1:9050/practice/graph")

    made = bring(cast, as_csv(FB_31, [fb_row()]))

    assert made.source.account != rehearsal


def test_an_x_file_names_its_account_in_its_links(cast):
    account = make_account(cast, network="x", remote_id="9", name="Qendra", handle="@drita")

    made = bring(cast, as_csv(X, [x_row()], encoding="utf-8"))

    assert made.source.account == account


def test_which_account_is_asked_where_it_cannot_be_told(cast, account):
    other = make_account(cast, remote_id="2", name="Iskra")
    content = as_csv(FB_31, [fb_row(**{"Page ID": "3", "Page name": "Hope"})])

    with pytest.raises(Refusal) as no:
        bring(cast, content)

    assert no.value.saying.english() == "The file is of Hope. Say which account that is: Drita, Iskra."
    assert bring(cast, content, account=other).source.account == other


def test_other_files_nobody_can_place_are_refused_in_words(cast, account):
    def said(content, **given):
        with pytest.raises(Refusal) as no:
            bring(cast, content, **given)
        return no.value.saying.english()

    days = [("2025-10-01T00:00:00", "20")]
    rows = [fb_row(), fb_row("5", **{"Page ID": "3"})]
    assert said(as_csv(FB_31, rows)) == "This file holds posts of several accounts. Export one account at a time."
    assert said(as_daily("Instagram profile visits", days)) == (
        "The file does not say whose numbers it holds. Add the account first."
    )
    instagram = make_account(cast, network="instagram", remote_id="4", name="Iskra")
    assert said(as_daily("Reach", days)) == (
        "The file does not say whose numbers it holds. Say which account: Drita, Iskra."
    )
    assert said(as_csv(FB_31, [fb_row()]), account=instagram) == "This file is from another network than Iskra."


@pytest.mark.parametrize("who", ["lead", "donor", "volunteer_a", "communicator_b"])
def test_who_may_not_import_is_refused(cast, account, who):
    with pytest.raises(Forbidden):
        bring(cast, as_csv(FB_31, [fb_row()]), by=cast.persons[who])


def test_a_trainer_imports_but_adds_no_account(cast):
    with pytest.raises(Refusal):
        bring(cast, as_csv(FB_31, [fb_row()]), by=cast.trainer)

    make_account(cast)
    assert counts(bring(cast, as_csv(FB_31, [fb_row()]), by=cast.trainer)) == (1, 1, 0, 0)


def test_numbers_go_to_no_other_organisation(cast, account):
    bring(cast, as_csv(FB_31, [fb_row()]))

    assert Reading.objects.of(cast.org_b).count() == 0


def test_the_command_imports_and_answers_with_one_object(cast, tmp_path, capsys):
    file = tmp_path / "content.csv"
    file.write_bytes(as_csv(FB_31, [fb_row(), fb_row("5", Reach="many")]))

    call_command("import_readings", str(file), "--organisation", "drita", "--json")

    said = capsys.readouterr()
    answer = json.loads(said.out)
    account = Account.objects.of(cast.org_a).get()
    assert (account.connected_by, account.name) == (None, "Drita")
    assert {key: answer[key] for key in ("rows_read", "stored", "unchanged", "errors", "account")} == {
        "rows_read": 2,
        "stored": 1,
        "unchanged": 0,
        "errors": [{"row": 3, "words": 'Column "Reach" says "many", which cannot be read.'}],
        "account": account.ref,
    }
    assert said.err.splitlines() == [
        'Row 3: Column "Reach" says "many", which cannot be read.',
        "2 rows read: 1 with something new, 0 unchanged, 1 left out.",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["{file}", "--organisation", "nobody"], "There is no organisation called nobody."),
        (["{file}.missing", "--organisation", "drita"], "The file {file}.missing cannot be read."),
        (["{file}", "--organisation", "drita", "--account", "x"], "This organisation has no account x."),
        (["{file}", "--organisation", "drita"], "The file is empty."),
    ],
)
def test_the_command_refuses_in_words(cast, tmp_path, capsys, arguments, words):
    file = tmp_path / "content.csv"
    file.write_bytes(b"")

    with pytest.raises(SystemExit) as end:
        call_command("import_readings", *[a.format(file=file) for a in arguments], "--json")

    assert end.value.code == 1
    assert json.loads(capsys.readouterr().out) == {"refused": words.format(file=file)}


def test_an_instagram_file_gives_only_what_it_says(cast):
    bring(cast, as_csv(IG, [ig_row()]))

    assert readings(cast) == [
        ("18000000000000123", "post_reach", 1050),
        ("18000000000000123", "post_reactions", 12),
        ("18000000000000123", "post_saves", 4),
    ]


def test_every_number_of_an_export_is_a_metric_of_the_house():
    kept = {metric for names in metrics.OF_POSTS.values() for metric in names.values()} | set(metrics.OF_DAYS.values())

    assert kept <= METRICS.keys()
    for form in FORMS:
        assert set(form.numbers) == set(metrics.OF_POSTS[form.network])
    assert {number for _, number in TITLES.values()} == set(metrics.OF_DAYS)
