"""Real rows for every route: what stands in an organisation of the cast, made with the rooms' own actions.

A route whose places nobody fills fails the walk: whoever adds a page adds its furniture here, or in
`tests/furniture_learning.py`.
"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from tests.cast import Cast, make_person
from tests.furniture_learning import furnish_learning, furnish_learning_programme
from tests.routes import Places
from zana.audits import actions as audit_actions
from zana.audits.actions import registers as register_actions
from zana.audits.actions import staff as staff_actions
from zana.audits.actions.archives import store_readings
from zana.audits.actions.incidents import keep_file, report_incident, tick_move
from zana.audits.archives.reading import ArchiveReading, ControlReading
from zana.audits.flows import flows
from zana.audits.models import Finding
from zana.impact.actions.imports import import_readings
from zana.impact.actions.reports import make_report
from zana.impact.tests.exports import FB_31, as_csv, fb_row
from zana.kernel import clock
from zana.kernel.words import say
from zana.networks.actions import connect_by_hand, record_profile
from zana.networks.models import Account, Consent, ProfileSnapshot
from zana.networks.tests.made import make_account, make_post, make_reading, make_source, make_token
from zana.people import actions as people_actions
from zana.people import invitations, notices
from zana.people.models import Membership, Organisation, Person
from zana.publishing import actions as publishing_actions
from zana.publishing import rules
from zana.publishing.models import Delivery
from zana.studio.actions import add_picture, add_variant, write_piece
from zana.studio.models import Piece
from zana.studio.tests.pictures import make_jpeg

# What the n-th round finds; any will do.
FAILED = ("SEC-01", "SEC-06", "CTL-01", "VIS-41")
LONG_MISSED = timedelta(days=60)  # somebody should call


def furnish(cast: Cast, organisation: Organisation, director: Person, communicator: Person, number: int = 1) -> Places:
    """The places of every organisation route that has more than `org`; another `number` makes as many rows again."""
    account = _account(organisation, communicator, number)
    return {
        **_people(organisation, director, communicator, number),
        **_networks(organisation, communicator, account),
        **_studio(organisation, communicator, account),
        **_publishing(organisation, director, communicator, account),
        **_audits(cast, organisation, communicator, number),
        **_registers(organisation, director, communicator, number),
        **_impact(organisation, communicator, account),
        **furnish_learning(cast, organisation, communicator, number),
    }


def _account(organisation: Organisation, communicator: Person, number: int) -> Account:
    remote_id = f"{organisation.slug}-{number}"
    account = make_account(organisation, communicator, remote_id=remote_id, name=f"{organisation.name} {number}")
    make_token(account)
    return account


def _people(organisation: Organisation, director: Person, communicator: Person, number: int) -> Places:
    place = people_actions.hide_place(by=director, organisation=organisation, names=f"Shtëpia e Bardhë {number}")
    email = f"hana{number}@{organisation.slug}.example"
    invitation, _ = invitations.invite(
        by=director, name="Hana", email=email, role="volunteer", organisation=organisation
    )
    membership = Membership.live.get(person=communicator, organisation=organisation)
    return {
        "people:edit_place": {"ref": place.ref},
        "people:forget_place": {"ref": place.ref},
        "people:withdraw": {"ref": invitation.ref},
        "people:end": {"number": membership.pk},
    }


def _networks(organisation: Organisation, communicator: Person, account: Account) -> Places:
    source = make_source(account)
    make_reading(source, remote_post=make_post(account, remote_id=f"{account.remote_id}_1"), metric="post_reach")
    make_reading(source)
    make_reading(source, day=2, metric="followers", value=120)
    consent = Consent.objects.of(organisation).create(
        person=communicator,
        network="facebook",
        practice=True,
        verifier="v",
        found="[]",
        expires_at=clock.now() + timedelta(minutes=5),
        returned_at=clock.now(),
    )
    return {
        "networks:choose": {"consent": consent.ref},
        "networks:account": {"account": account.ref},
        "networks:read_now": {"account": account.ref},
        "networks:disconnect": {"account": account.ref},
        "networks:by_hand": {"network": "instagram"},
        "networks:sign_in": {"network": "bluesky"},
        **_looks(organisation, communicator, account),
    }


def _looks(organisation: Organisation, communicator: Person, account: Account) -> Places:
    """An account by hand with a profile that changed, and one that costs money."""
    by_hand = connect_by_hand(
        by=communicator,
        organisation=organisation,
        network="instagram",
        name=account.name,
        url="https://www.instagram.com/drita",
    )
    told = {"name": account.name, "bio": "We are here.", "link": "https://drita.example"}
    record_profile(by=communicator, account=by_hand, **told, picture=make_jpeg(), cover=make_jpeg(640, 240))
    snapshot = ProfileSnapshot.objects.of(organisation).filter(account=by_hand)[0]
    dear = make_account(organisation, communicator, network="x", remote_id=account.remote_id, name=account.name)
    return {
        "networks:looks": {"account": by_hand.ref},
        "networks:profile": {"account": by_hand.ref},
        "networks:picture": {"ref": snapshot.picture.ref if snapshot.picture else ""},
        "networks:ceiling": {"account": dear.ref},
    }


def _studio(organisation: Organisation, communicator: Person, account: Account) -> Places:
    """A draft with one variant and one picture."""
    piece = _piece(organisation, communicator, account, "Draft")
    variant = piece.variants.get()
    picture = add_picture(
        by=communicator,
        variant=variant,
        file=io.BytesIO(make_jpeg()),
        name="IMG_1.jpg",
        alt_text="A table with three cups of tea",
    )
    one = {"piece": piece.ref}
    return {
        "studio:piece": one,
        "studio:edit": one,
        "studio:add_variant": one,
        "studio:compose": {**one, "variant": variant.ref},
        "studio:count": {**one, "variant": variant.ref},
        "studio:read": {**one, "variant": variant.ref},
        "studio:remove_variant": {**one, "variant": variant.ref},
        "studio:asset": {"ref": picture.asset.ref},
        "studio:small": {"ref": picture.asset.ref},
    }


def _audits(cast: Cast, organisation: Organisation, communicator: Person, number: int) -> Places:
    """One finding, and one fact only the owner can recognise."""
    control = FAILED[number - 1]
    audit_actions.answer_control(by=cast.trainer, organisation=organisation, control=control, result="fail")
    asks = ControlReading(
        control="SEC-10",
        result="unknown",
        why=say("Two programs may write in your name."),
        facts=(say("A program called {name}.", name=f"Lule {number}"),),
        asks=say("Do you know each of them?"),
        if_yes="pass",
        if_no="fail",
    )
    exhibit = audit_actions.add_exhibit(
        by=cast.trainer, organisation=organisation, control=control, file=io.BytesIO(make_jpeg()), name="ekrani.jpg"
    )
    archive = ArchiveReading("facebook", clock.now(), ("apps.json",), 1, (asks,))
    (kept,) = store_readings(by=communicator, organisation=organisation, holder=communicator, readings=[archive])
    opened = Finding.objects.of(organisation).filter(control=control)
    opened.update(due_on=clock.today() - LONG_MISSED)
    finding = {"ref": opened.get().ref}
    kinds = sorted(flows())
    incident = report_incident(by=communicator, organisation=organisation, kind=kinds[number - 1])
    tick_move(by=communicator, incident=incident, move=incident.flow.moves[0].id, done=True)
    proof = keep_file(by=communicator, incident=incident, file=io.BytesIO(make_jpeg()), name="ekrani.jpg")
    happening = {"ref": incident.ref}
    report = {"ref": audit_actions.make_report(by=cast.trainer, organisation=organisation, language="en").ref}
    return {
        "audits:finding_paper": finding,
        "audits:report": report,
        "audits:report_file": {**report, "form": "pdf"},
        "audits:report_page": {**report, "control": control},
        "audits:ask": {"control": control},
        "audits:attach": {"control": control},
        "audits:card": {"card": "facebook-two-step"},
        "audits:exhibit": {"ref": exhibit.ref},
        "audits:say_word": {"ref": kept.ref},
        "audits:finding": finding,
        "audits:assign": finding,
        "audits:close": finding,
        "audits:accept": finding,
        "audits:stand_in": finding,
        "audits:incident": happening,
        "audits:start_incident": happening,
        "audits:tick_move": happening,
        "audits:keep": happening,
        "audits:set_aside": happening,
        "audits:close_incident": happening,
        "audits:incident_paper": happening,
        "audits:keepsake": {"ref": proof.ref},
    }


def _registers(organisation: Organisation, director: Person, communicator: Person, number: int) -> Places:
    """Who decides, somebody who may post, and somebody who is leaving."""
    staff_actions.pull_workers(by=director, organisation=organisation)
    here, gone = (
        staff_actions.add_worker(by=director, organisation=organisation, name=f"{name} {number}")
        for name in ("Shpresa Gashi", "Ilirjana Berisha")
    )
    account = _note(organisation, director, "accounts", name=f"Faqja {number}", kind="facebook", owner=here.ref)
    _note(organisation, director, "rights", person=gone.ref, account=account, right="full")
    _note(organisation, director, "recovery", what="codes", accounts=[account], where="Te kasaforta", knows=[here.ref])
    line = _note(organisation, director, "duties", duty="decides", person=here.ref)
    leaving = staff_actions.start_leaving(by=director, worker=gone, left_on=clock.today())
    duty, paper = {"register": "duties", "ref": line}, {"paper": "crisis"}
    return {
        "audits:register": {"register": "duties"},
        "audits:new_line": {"register": "duties"},
        "audits:review": {"register": "duties"},
        "audits:edit_line": duty,
        "audits:remove_line": duty,
        "audits:edit_worker": {"ref": here.ref},
        "audits:start_leaving": {"ref": here.ref},
        "audits:leaving": {"ref": leaving.ref},
        "audits:tick": {"ref": leaving.ref},
        "audits:paper": paper,
        "audits:agree_paper": paper,
        "audits:take_paper": {**paper, "language": "sq", "form": "docx"},
    }


def _note(organisation: Organisation, by: Person, register: str, **said: Any) -> str:
    return register_actions.add_line(by=by, organisation=organisation, register=register, said=said).ref


def _impact(organisation: Organisation, communicator: Person, account: Account) -> Places:
    rows = [fb_row(f"{account.pk}7", **{"Page ID": account.remote_id}), fb_row("5", Reach="many")]
    made = import_readings(
        by=communicator, organisation=organisation, content=as_csv(FB_31, rows), file_name="a.csv", account=account
    )
    return {"impact:import": {"ref": made.ref}}


def _publishing(organisation: Organisation, director: Person, communicator: Person, account: Account) -> Places:
    """Three deliveries of three approved pieces: waiting, failed, and one a person has to check."""
    asked = _piece(organisation, communicator, account, "Asked")
    question = publishing_actions.ask_approval(by=communicator, piece=asked)
    waiting, failed, unclear, in_hand = (
        _delivery(organisation, director, communicator, account, title)
        for title in ("Waits", "Failed", "Unclear", "By hand")
    )
    rows = Delivery.objects.of(organisation)
    rows.filter(pk=failed.pk).update(state=rules.FAILED, next_attempt_at=None)
    rows.filter(pk=unclear.pk).update(state=rules.PLEASE_CHECK, next_attempt_at=None)
    unclear.sendings.create(organisation=organisation, text="Unclear: come on Friday.", asked_at=clock.now())
    publishing_actions.take_in_hand(by=communicator, delivery=in_hand)
    approved = _piece(organisation, communicator, account, "Approved")
    publishing_actions.approve(by=director, approval=publishing_actions.ask_approval(by=communicator, piece=approved))
    return {
        "publishing:approval": {"piece": asked.ref},
        "publishing:ask_approval": {"piece": _piece(organisation, communicator, account, "New").ref},
        "publishing:approve": {"approval": question.ref},
        "publishing:return_piece": {"approval": question.ref},
        "publishing:schedule": {"piece": approved.ref},
        "publishing:delivery": {"delivery": waiting.ref},
        "publishing:stop_delivery": {"delivery": waiting.ref},
        "publishing:take_in_hand": {"delivery": waiting.ref},
        "publishing:send_again": {"delivery": failed.ref},
        "publishing:by_hand": {"delivery": in_hand.ref},
        "publishing:check": {"delivery": unclear.ref},
    }


def _piece(organisation: Organisation, author: Person, account: Account, title: str) -> Piece:
    piece = write_piece(
        by=author, organisation=organisation, title=title, body=f"{title}: come on Friday.", language="en"
    )
    add_variant(by=author, piece=piece, account=account)
    return piece


def _delivery(
    organisation: Organisation, director: Person, communicator: Person, account: Account, title: str
) -> Delivery:
    piece = _piece(organisation, communicator, account, title)
    publishing_actions.approve(by=director, approval=publishing_actions.ask_approval(by=communicator, piece=piece))
    piece.refresh_from_db()
    due_at = clock.now() + timedelta(days=1)
    made = publishing_actions.schedule(by=communicator, piece=piece, variants=list(piece.variants.all()), due_at=due_at)
    return made[0]


def furnish_programme(cast: Cast) -> Places:
    """The places of every programme route that has more than `programme`."""
    report = make_report(by=cast.lead, programme=cast.programme)
    key = sorted(report.evidence)[0]
    return {
        **furnish_learning_programme(cast),
        "impact:version": {"version": report.version},
        "impact:pdf": {"version": report.version},
        "impact:evidence": {"version": report.version, "key": key},
    }


# --- many rows


ROUNDS = 4
ORGANISATIONS = 27


def furnish_more(cast: Cast) -> None:
    """As much again and again behind every list of organisation A and of the programme."""
    for number in range(2, ROUNDS + 1):
        furnish(cast, cast.org_a, cast.director_a, cast.communicator_a, number)
    _crowd(cast)
    _enlarge_cohort(cast)
    for piece in Piece.objects.of(cast.org_a).filter(title="Draft"):
        for account in Account.objects.of(cast.org_a):
            add_variant(by=cast.communicator_a, piece=piece, account=account)
    furnish_programme(cast)


def _crowd(cast: Cast) -> None:
    """More people, more notices, more posts of one account, more evidence of one finding."""
    for number in range(6):
        for place, role in ((cast.org_a, "volunteer"), (cast.programme, "trainer")):
            make_person(f"{role}{number} {place.slug}", role, place)
        notices.tell(cast.communicator_a, say("Somebody asks you."), organisation=cast.org_a, link="/")
    account = Account.objects.of(cast.org_a).order_by("pk")[0]
    source = make_source(account)
    for number in range(2, 20):
        post = make_post(account, remote_id=f"{account.remote_id}_{number}", url=f"https://www.facebook.com/{number}")
        make_reading(source, remote_post=post, metric="post_reach")
        make_reading(source, day=number, metric="followers", value=120 + number)
    for _ in range(3):
        audit_actions.answer_control(by=cast.trainer, organisation=cast.org_a, control=FAILED[0], result="fail")


def _enlarge_cohort(cast: Cast) -> None:
    for number in range(ORGANISATIONS):
        organisation = people_actions.add_organisation(
            by=cast.lead,
            programme=cast.programme,
            name=f"Hidden Garden {number}",
            kind="shelter",
            language="sq",
            region="Pejë",
        )
        communicator = make_person(f"garden{number} Person", "communicator", organisation)
        account = _account(organisation, communicator, number)
        make_reading(make_source(account), day=2, metric="followers", value=120)
        audit_actions.answer_control(by=cast.trainer, organisation=organisation, control=FAILED[0], result="fail")
