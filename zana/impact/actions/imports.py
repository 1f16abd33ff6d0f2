"""Taking numbers out of a file people downloaded from a network."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction

from zana.impact.imports import metrics
from zana.impact.imports.detect import read_export
from zana.impact.imports.shapes import Export, PostRow
from zana.impact.models import Import
from zana.impact.rules.owners import Candidate, choose_account
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.networks.actions import NewReading, note_account, record_remote_post, store_readings
from zana.networks.models import Account, RemotePost, Source
from zana.networks.queries import list_accounts, list_history
from zana.people.log import record
from zana.people.models import Organisation, Person
from zana.people.roles import may, require


@dataclass
class Rows:
    """What became of the rows of a file; a row counts as stored if anything of it was new."""

    stored: int = 0
    unchanged: int = 0


def import_readings(
    *,
    by: Person | None,
    organisation: Organisation,
    content: bytes,
    file_name: str = "",
    account: Account | None = None,
) -> Import:
    """All readable rows at once, or nothing with a Refusal. `by` None: the command line.

    A file that cannot be trusted (unknown columns, rounded ids) is refused whole. A row that cannot be read is
    listed in `faults` and left out whole. The same file again stores nothing; a newer one stores what differs.
    """
    if by is not None:
        require(by, "readings.import", organisation)
    export = read_export(content)
    if not export.rows_read:
        raise Refusal(say("The file has a header and no rows."))
    with transaction.atomic():
        account = _find_account(organisation, export, account, by)
        source = Source.objects.of(organisation).create(
            kind=Source.IMPORT,
            account=account,
            note=export.form,
            file_sha256=hashlib.sha256(content).hexdigest(),
            row_count=export.rows_read,
        )
        rows = _store(export, account, source)
        made = Import.objects.of(organisation).create(
            source=source,
            form=export.form,
            file_name=file_name[:200],
            made_by=by,
            made_at=clock.now(),
            rows_read=export.rows_read,
            stored=rows.stored,
            unchanged=rows.unchanged,
            faults=[{"row": fault.row, "words": fault.words.as_json()} for fault in export.faults],
        )
        record(
            by,
            "readings.imported",
            organisation=organisation,
            thing=f"import:{made.ref}",
            rows=export.rows_read,
            stored=rows.stored,
        )
    return made


def _find_account(organisation: Organisation, export: Export, chosen: Account | None, by: Person | None) -> Account:
    """The chosen one, else the one the file names, else a new one kept by hand."""
    accounts = {account.ref: account for account in list_accounts(organisation)}
    choices = [
        Candidate(one.ref, one.network, one.remote_id, one.name, one.handle, one.is_practice)
        for one in accounts.values()
        if chosen is None or one == chosen
    ]
    ref = choose_account(export.network, export.owners, choices, is_chosen=chosen is not None)
    if ref is not None:
        return accounts[ref]
    (owner,) = export.owners
    if by is not None and not may(by, "accounts.connect", organisation):
        raise Refusal(
            say("{name} is not among the accounts yet. Somebody of the organisation adds it.", name=owner.name)
        )
    return note_account(
        by=by, organisation=organisation, network=export.network, remote_id=owner.id, name=owner.name or owner.id
    )


def _store(export: Export, account: Account, source: Source) -> Rows:
    rows = Rows()
    posts = _known_posts(account)
    wanted: list[NewReading] = []
    new_posts: set[int] = set()
    for row in export.posts:
        post = posts.get(row.remote_id) or posts.get(row.url)
        if post is None:
            post = _note_post(row, account)
            new_posts.add(row.row)
        wanted += _readings_of_post(row, account, post, export)
    for day in export.days:
        metric = metrics.OF_DAYS[day.number]
        at = day.row - export.header_row
        wanted.append(NewReading(account, metric, day.value, period_start=day.day, period_end=day.day, source_row=at))
    fresh = _differing(wanted, account)
    store_readings(source=source, rows=fresh)
    changed = {reading.source_row for reading in fresh} | {row - export.header_row for row in new_posts}
    rows.stored = len(changed)
    rows.unchanged = export.rows_read - len(export.faults) - rows.stored
    return rows


def _known_posts(account: Account) -> dict[str, RemotePost]:
    """By id and by link. Over the API a Facebook post is called page_post, in an export only post."""
    found: dict[str, RemotePost] = {}
    for post in RemotePost.objects.of(account.organisation).filter(account=account):
        if post.remote_id:
            found[post.remote_id.rpartition("_")[2]] = post
        if post.url:
            found.setdefault(post.url, post)
    return found


def _note_post(row: PostRow, account: Account) -> RemotePost:
    """The file names no time zone; the organisation's own is the best guess."""
    return record_remote_post(
        account=account,
        remote_id=row.remote_id,
        url=row.url,
        text=row.text,
        published_at=row.published_at.replace(tzinfo=ZoneInfo(account.organisation.zone)),
        seen_via="import",
    )


def _readings_of_post(row: PostRow, account: Account, post: RemotePost, export: Export) -> Iterator[NewReading]:
    names = metrics.OF_POSTS[export.network]
    for number, value in row.numbers.items():
        yield NewReading(account, names[number], value, remote_post=post, source_row=row.row - export.header_row)


def _differing(wanted: list[NewReading], account: Account) -> list[NewReading]:
    """Without those that repeat what is known: a file given again tells nothing about today."""
    history = list_history(account.organisation, {account.pk}, {one.metric for one in wanted})

    def newest(one: NewReading) -> int | None:
        post = one.remote_post.pk if one.remote_post else None
        known = history.get((account.pk, post, one.metric, one.period_start, one.period_end))
        return known[-1][1] if known else None

    return [one for one in wanted if newest(one) != one.value]
