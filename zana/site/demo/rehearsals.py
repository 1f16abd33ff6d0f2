"""What people of the first organisation have rehearsed: a drill they talked about, one they will, and exercises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from zana.kernel import clock
from zana.learning.actions.drill_sheet import answer_invitation, leave, say_done, say_feeling
from zana.learning.actions.drill_watch import advance
from zana.learning.actions.drills import close_debrief, mark_seen, plan_sitting, start
from zana.learning.actions.exercises import begin_exercise, look_now, take_seat
from zana.learning.models import Attempt, DrillRun
from zana.people.models import Letter, Notice, Organisation, Person
from zana.practice.actions.posts import Draft, publish_post
from zana.practice.actions.settings import set_words, turn_on_two_step
from zana.practice.actions.traces import leave_trace
from zana.practice.actions.worlds import create_instagram_account, create_page, create_x_account
from zana.practice.models import Actor, Cue, Item
from zana.site.demo import cast

TALKED_ABOUT_WEEKS_AGO, WAITS_FOR_TALK_DAYS, EXERCISES_DAYS_AGO = 3, 1, 6
# D6: a portal writes that the shelter sells places. In both languages, and never the claim itself.
HOLD_LINE = (
    "Ndihma te ne është falas, dhe kështu ka qenë gjithmonë. Librat tanë janë të hapur për këdo. / "
    "Pomoć kod nas se ne plaća i tako je bilo uvek. Ovde su naše knjige, otvorene su svima."
)
CORRECTION = "Kërkojmë ndreqje sot: fatura është e falsifikuar. Kopje për Këshillin e Mediave të Shkruara."
COMMENT = "Ndihma te ne është falas. Librat tanë janë të hapur edhe për ju."
LOG_ENTRY = "10:40, portali dhe fatura e rreme; fjalia e parë doli pas 20 minutash; donatori e di."
WORDS = ("turp", "budalla", "kurvë", "mallkuar", "plehra", "tradhtare", "pagesa të huaja", "sram", "izdajnica", "ološ")


def rehearse(walk: Organisation) -> None:
    """Idempotent. Beside these stands the drill that is planned (`trainings.plan_drill`)."""
    if Attempt.objects.of(walk).exists():
        return
    trainer, arta, shpresa = (Person.objects.get(name=name) for name in (cast.TRAINERS[0][0], *cast.REHEARSING))
    written = set(Letter.objects.values_list("pk", flat=True))
    _play_disinformation(trainer, walk, arta)
    _play_deadline(trainer, walk, shpresa)
    _practise(walk, arta)
    # Nobody in the demonstration waits for mail about the past.
    Letter.objects.exclude(pk__in=written).delete()


def _play_disinformation(trainer: Person, walk: Organisation, person: Person) -> None:
    """Played to its end, passed, and talked about."""
    with _drill(trainer, walk, person, "D6", timedelta(weeks=TALKED_ABOUT_WEEKS_AGO)) as run:
        page = Actor.objects.get(kind=Actor.PAGE, roles__person__remote_id=run.actor)
        _wait(run, 6)
        for act in ("check_facts", "no_client_proof"):
            mark_seen(by=trainer, run=run, act=act)
        her = Actor.objects.get(remote_id=run.actor)
        portal = Cue.objects.get(world__ref=run.world, key="portal").made["items"][0]
        leave_trace(account=her, kind="copy_kept", by=her, item=Item.objects.get(pk=portal))
        _wait(run, 14)
        publish_post(wall=page, network=Item.FACEBOOK, draft=Draft(text=HOLD_LINE))
        say_done(by=person, run=run, act="ask_correction", note=CORRECTION)
        _wait(run, 8)
        mark_seen(by=trainer, run=run, act="call_donor")
        _wait(run, 14)
        say_done(by=person, run=run, act="answer_second", note=COMMENT)
        say_done(by=person, run=run, act="log_entry", note=LOG_ENTRY)
        _wait(run, 2)
        leave(by=person, run=run, finished=True)
        say_feeling(by=person, run=run, feeling="fine")
        run.refresh_from_db()
        close_debrief(by=trainer, run=run)


def _play_deadline(trainer: Person, walk: Organisation, person: Person) -> None:
    """A case was told “between us”, and the time ran out. The talk about it is still to come."""
    with _drill(trainer, walk, person, "D9", timedelta(days=WAITS_FOR_TALK_DAYS)) as run:
        _wait(run, 3)
        for act in ("clarify", "decline_survivor", "decline_shelter"):
            mark_seen(by=trainer, run=run, act=act)
        _wait(run, 62)
        mark_seen(by=trainer, run=run, act="off_record")
        _wait(run, 10)
        say_feeling(by=person, run=run, feeling="shaken")


@contextmanager
def _drill(trainer: Person, walk: Organisation, person: Person, code: str, ago: timedelta) -> Iterator[DrillRun]:
    with clock.frozen(_morning(ago)):
        sitting = plan_sitting(by=trainer, organisation=walk, drill=code, planned_on=clock.today(), people=[person])
        run = sitting.runs.select_related("person", "sitting", "organisation").get()
        answer_invitation(by=person, run=run, yes=True)
        start(by=trainer, sitting=sitting)
        Notice.objects.filter(link__contains=run.ref).update(read_at=clock.now())
        run.refresh_from_db()
        yield run


def _wait(run: DrillRun, minutes: int) -> None:
    clock.travel(timedelta(minutes=minutes))
    advance([DrillRun.objects.of(run.organisation).select_related("sitting").get(pk=run.pk)])
    run.refresh_from_db()


def _practise(walk: Organisation, person: Person) -> None:
    """Accounts at the second look, words and a second step begun, a question that still waits for an answer."""
    with clock.frozen(_morning(timedelta(days=EXERCISES_DAYS_AGO))):
        _, actor = take_seat(by=person, organisation=walk)
        page = create_page(owner=actor, name="Shoqata Prova", about="Për gratë e qytetit tonë (ushtrim)")
        create_instagram_account(owner=actor, name="Shoqata Prova", page=page)
        look_now(by=person, organisation=walk, exercise="accounts")
        clock.travel(timedelta(minutes=5))
        create_x_account(owner=actor, name="Shoqata Prova")
        look_now(by=person, organisation=walk, exercise="accounts")
        set_words(account=page, words=list(WORDS), by=actor)
        look_now(by=person, organisation=walk, exercise="words")
        turn_on_two_step(person=actor, method="sms")
        look_now(by=person, organisation=walk, exercise="access")
        look_now(by=person, organisation=walk, exercise="profile")
        begin_exercise(by=person, organisation=walk, exercise="question")
        look_now(by=person, organisation=walk, exercise="question")


def _morning(ago: timedelta) -> datetime:
    return (clock.now() - ago).replace(hour=8, minute=0, second=0, microsecond=0)
