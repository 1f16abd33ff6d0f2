"""What `zana doctor` looks at: whether this house can open its doors, and what will trouble it soon.

A check answers `ok`, `warn` (the house works, somebody should look) or `stop` (something people rely on does not work).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connections

from zana.kernel import clock, heartbeat, http, queue, work
from zana.kernel.refs import new_ref
from zana.kernel.words import Saying, say
from zana.networks.actions.signals import hook_secret
from zana.networks.registry import NETWORKS
from zana.networks.rules import find_fault_in_media_address
from zana.people.models import Letter
from zana.site import catalogues, keys
from zana.site.routers import count_missing
from zana.studio.media_links import make_word_address

OK, WARN, STOP = "ok", "warn", "stop"
ALIASES = {"default": say("main database"), "practice": say("practice database")}
LATE = timedelta(minutes=10)
MEDIA_TODO = say("Set ZANA_MEDIA_URL to the https address at which this house is reached from outside.")
MEGABYTE = 1024 * 1024
LITTLE, TOO_LITTLE = 1024 * MEGABYTE, 200 * MEGABYTE
AT_HOME = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Check:
    name: str
    state: str
    words: Saying


def examine() -> list[Check]:
    """Every check, in the order in which one would mend. What needs a database waits until both answer."""
    checks = [
        *check_keys(),
        *check_home(),
        *check_address(),
        *check_debug(),
        *check_disk(),
        *check_static(),
        *check_texts(),
    ]
    databases = list(check_databases())
    checks += databases
    if all(check.state == OK for check in databases):
        migrations = list(check_migrations())
        checks += migrations
        if all(check.state == OK for check in migrations):
            checks += [*check_cache(), *check_worker(), *check_due_work(), *check_letters()]
    return [*checks, *check_queue(), *check_mail(), *check_practice(), *check_media(), *check_hooks()]


def worst(checks: Iterable[Check]) -> str:
    return max((check.state for check in checks), key=[OK, WARN, STOP].index, default=OK)


# --- what lies on the disk


def check_keys() -> Iterator[Check]:
    if not keys.are_lasting():
        yield Check(
            "keys", STOP, say("There are no lasting keys. Run `zana keys` once, or set ZANA_SECRET_KEY and others.")
        )
        return
    folder = keys.folder()
    files = [path for path in sorted(folder.iterdir()) if path.is_file()] if folder.is_dir() else []
    loose = [path for path in files if path.stat().st_mode & 0o077]
    for path in loose:
        yield Check("keys", STOP, say("Others can read {file}. Set its mode to 600.", file=str(path)))
    if not loose:
        yield Check("keys", OK, say("The keys last and are for their owner alone."))


def check_home() -> Iterator[Check]:
    """The database and the letters with their one-time links lie in there."""
    home = Path(settings.ZANA_HOME)
    if home.is_dir() and home.stat().st_mode & 0o007:
        yield Check(
            "home",
            WARN,
            say("Everybody on this machine can look into {folder}. Set its mode to 700.", folder=str(home)),
        )


def check_disk() -> Iterator[Check]:
    home = Path(settings.ZANA_HOME)
    free = shutil.disk_usage(next(path for path in (home, *home.parents) if path.exists())).free
    yield Check("disk", _state_of_space(free), say("{megabytes} MB of the disk are free.", megabytes=free // MEGABYTE))


def _state_of_space(free: int) -> str:
    return STOP if free < TOO_LITTLE else WARN if free < LITTLE else OK


def check_static() -> Iterator[Check]:
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield Check("static", OK, say("Styles and pictures of the pages are in place."))
    else:
        yield Check("static", STOP, say("Styles and pictures of the pages are missing. Run `zana collectstatic`."))


def check_texts() -> Iterator[Check]:
    sources = [catalogues.po_file(room, code) for room in catalogues.rooms() for code in catalogues.LOCALES]
    if all(path.with_suffix(".mo").exists() for path in sources if path.exists()):
        yield Check("texts", OK, say("Albanian and Serbian texts are in place."))
    else:
        yield Check("texts", WARN, say("Pages may speak English only. Run `zana messages --compile`."))


# --- settings


def check_address() -> Iterator[Check]:
    base = urlsplit(settings.ZANA_BASE_URL)
    if base.scheme == "https":
        yield Check("address", OK, say("People come by https."))
        if not settings.ZANA_PROXIES:
            yield Check("address", WARN, say("All visitors share one count of attempts to sign in. Set ZANA_PROXIES."))
    elif base.hostname in AT_HOME:
        yield Check("address", OK, say("This house is open on this machine only."))
    else:
        yield Check("address", STOP, say("ZANA_BASE_URL is not https: passwords would travel in the open."))


def check_debug() -> Iterator[Check]:
    if not settings.ZANA_DEBUG:
        yield Check("debug", OK, say("Faults are not shown to visitors."))
    elif urlsplit(settings.ZANA_BASE_URL).hostname in AT_HOME:
        yield Check("debug", WARN, say("ZANA_DEBUG is on. Turn it off before others come."))
    else:
        yield Check("debug", STOP, say("ZANA_DEBUG is on: visitors can read the inside of the program. Turn it off."))


# --- databases


def check_databases() -> Iterator[Check]:
    for alias, name in ALIASES.items():
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            yield Check("database", STOP, say("The {name} does not answer.", name=name))
        else:
            yield Check("database", OK, say("The {name} answers.", name=name))


def check_migrations() -> Iterator[Check]:
    for alias, name in ALIASES.items():
        missing = count_missing(alias)
        if missing:
            words = say(
                "The {name} lacks {count} migrations. Run `zana migrate --database {alias}`.",
                name=name,
                count=missing,
                alias=alias,
            )
            yield Check("migrations", STOP, words)
        else:
            yield Check("migrations", OK, say("The {name} is of this version.", name=name))


def check_cache() -> Iterator[Check]:
    if settings.CACHES["default"]["LOCATION"] in connections["default"].introspection.table_names():
        yield Check("cache", OK, say("The table that counts attempts to sign in is there."))
    else:
        yield Check("cache", STOP, say("Nobody can sign in yet. Run `zana createcachetable`."))


# --- work in the background


def check_worker() -> Iterator[Check]:
    if heartbeat.is_beating("worker"):
        yield Check("worker", OK, say("A worker is alive."))
    else:
        yield Check("worker", STOP, say("No worker is alive: nothing is published or sent. Run `zana worker`."))


def check_queue() -> Iterator[Check]:
    """A queue of its own, on Redis or PostgreSQL; the embedded one is a file and needs no looking after."""
    if not settings.ZANA_QUEUE_URL:
        return
    if queue.is_there():
        yield Check("queue", OK, say("The queue answers."))
    else:
        yield Check("queue", STOP, say("The queue at ZANA_QUEUE_URL does not answer: workers hear of nothing to do."))


def check_due_work() -> Iterator[Check]:
    late = {lane.name: lane.due().filter(next_attempt_at__lt=clock.now() - LATE).count() for lane in work.lanes()}
    for name, count in late.items():
        if count:
            words = say("{lane}: {count} pieces of work are more than ten minutes late.", lane=name, count=count)
            yield Check("due", STOP, words)
    if not any(late.values()):
        yield Check("due", OK, say("No work is more than ten minutes late."))


def check_letters() -> Iterator[Check]:
    failed = Letter.objects.filter(state="failed").count()
    if failed:
        words = say(
            "{count} letters could not be sent, and are not tried again. Invite these people anew.", count=failed
        )
        yield Check("letters", WARN, words)
    else:
        yield Check("letters", OK, say("No letter was given up."))


# --- what lies outside this process


def check_mail() -> Iterator[Check]:
    if urlsplit(settings.ZANA_EMAIL_URL).scheme == "file":
        yield _check_outbox(Path(settings.EMAIL_FILE_PATH))
        return
    try:
        with get_connection():
            yield Check("mail", OK, say("The mail server answers."))
    except (SMTPException, OSError):
        yield Check("mail", STOP, say("The mail server does not answer, or refuses our name and password."))


def _check_outbox(folder: Path) -> Check:
    ground = next(path for path in (folder, *folder.parents) if path.exists())
    if ground.is_dir() and os.access(ground, os.W_OK):
        return Check(
            "mail", WARN, say("Letters are only written into {folder}; nobody receives them.", folder=str(folder))
        )
    return Check("mail", STOP, say("Letters cannot be written into {folder}.", folder=str(folder)))


def check_practice() -> Iterator[Check]:
    if not settings.ZANA_PRACTICE_URL:
        yield Check("practice", WARN, say("No practice network is set: nobody can rehearse."))
    elif _answers(f"{settings.ZANA_PRACTICE_URL}/"):
        yield Check("practice", OK, say("The practice network answers."))
    else:
        words = say("The practice network at {address} does not answer.", address=settings.ZANA_PRACTICE_URL)
        yield Check("practice", STOP, words)


def check_media() -> Iterator[Check]:
    """The address as a network outside would see it, then a word nobody else could know, fetched from there."""
    fault = find_fault_in_media_address(settings.ZANA_MEDIA_URL)
    if fault is not None:
        state = OK if urlsplit(settings.ZANA_BASE_URL).hostname in AT_HOME else WARN
        names = ", ".join(network.label for network in NETWORKS.values() if network.needs_address)
        words = say("{networks} cannot fetch our pictures. {why} {todo}", networks=names, why=fault, todo=MEDIA_TODO)
        yield Check("media", state, words)
    word = new_ref()
    if _fetch_word(make_word_address(word)) == word:
        yield Check("media", OK, say("Our pictures can be fetched, as seen from here."))
    else:
        words = say(
            "{address} does not give out our pictures: networks may not get them. {todo}",
            address=settings.ZANA_MEDIA_URL,
            todo=MEDIA_TODO,
        )
        yield Check("media", WARN, words)


def _fetch_word(url: str) -> str:
    try:
        answer = http.call("GET", url, timeout=5, max_bytes=1000)
    except http.CallFailed:
        return ""
    return answer.body.decode(errors="replace") if answer.status == 200 else ""


def check_hooks() -> Iterator[Check]:
    """Without https no network tells us anything; the rounds of readings go on."""
    listening = [network.label for network in NETWORKS.values() if hook_secret(network, practice=False)]
    if not listening:
        return
    names = ", ".join(listening)
    if urlsplit(settings.ZANA_BASE_URL).scheme == "https":
        yield Check("hooks", OK, say("{networks} may tell us what happens.", networks=names))
    else:
        words = say(
            "{networks} cannot tell us what happens: ZANA_BASE_URL is not https. We ask instead.", networks=names
        )
        yield Check("hooks", WARN, words)


def _answers(url: str) -> bool:
    try:
        return http.call("GET", url, timeout=5).status == 200
    except http.CallFailed:
        return False
