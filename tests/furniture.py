"""Real rows for every route: what stands in an organisation of the cast, made with the rooms' own actions.

A route whose places nobody fills fails the walk: whoever adds a page adds its furniture here.
"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from tests.cast import Cast
from zana.audits.actions import answer_control, read_archive
from zana.audits.queries import awaiting_word, open_findings
from zana.audits.tests.archives import facebook_files
from zana.audits.tests.archives import pack as pack_archive
from zana.impact.actions.reports import make_report
from zana.kernel import clock
from zana.kernel.words import say
from zana.learning.actions.plans import compose_plan, confirm_plan, pin_unit
from zana.learning.actions.trainings import create_training
from zana.learning.models import Task
from zana.networks.models import Account, Consent
from zana.networks.tests.made import make_account, make_post, make_reading, make_source, make_token
from zana.people import actions as people_actions
from zana.people import invitations
from zana.people.models import Membership, Organisation, Person
from zana.publishing import actions as publishing_actions
from zana.publishing import rules
from zana.publishing.models import Delivery
from zana.studio.actions import add_picture, add_variant, write_piece
from zana.studio.models import Piece
from zana.studio.tests import pictures

Places = dict[str, dict[str, Any]]  # route -> name of the place -> value


def furnish(cast: Cast, organisation: Organisation, director: Person, communicator: Person) -> Places:
    """The places of every organisation route that has more than `org`."""
    return {
        **_people(organisation, director, communicator),
        **_networks(cast, organisation, communicator),
        **_studio(organisation, communicator),
        **_audits(cast, organisation, communicator),
        **_publishing(organisation, director, communicator),
        **_learning(cast, organisation),
    }


def _people(organisation: Organisation, director: Person, communicator: Person) -> Places:
    place = people_actions.hide_place(by=director, organisation=organisation, names="Shtëpia e Bardhë")
    invitation, _ = invitations.invite(
        by=director, name="Hana", email=f"hana@{organisation.slug}.example", role="volunteer", organisation=organisation
    )
    membership = Membership.live.get(person=communicator, organisation=organisation)
    return {
        "people:edit_place": {"ref": place.ref},
        "people:forget_place": {"ref": place.ref},
        "people:withdraw": {"ref": invitation.ref},
        "people:end": {"number": membership.pk},
    }


def _networks(cast: Cast, organisation: Organisation, communicator: Person) -> Places:
    account = make_account(organisation, communicator, remote_id=f"{organisation.slug}-1", name=organisation.name)
    make_token(account)
    source = make_source(account)
    make_reading(source, remote_post=make_post(account, remote_id=f"{organisation.slug}-1_1"))
    make_reading(source, day=2, metric="followers", value=120)
    consent = Consent.objects.of(organisation).create(
        person=communicator,
        network="facebook",
        practice=True,
        verifier="v",
        found="{}",
        expires_at=clock.now() + timedelta(minutes=5),
        returned_at=clock.now(),
    )
    return {
        "networks:choose": {"consent": consent.ref},
        "networks:account": {"account": account.ref},
        "networks:read_now": {"account": account.ref},
        "networks:disconnect": {"account": account.ref},
        "networks:by_hand": {"network": "instagram"},
    }


def _studio(organisation: Organisation, communicator: Person) -> Places:
    piece = _piece(organisation, communicator, "Written")
    variant = piece.variants.get()
    drawn = io.BytesIO(pictures.make_png())
    picture = add_picture(by=communicator, variant=variant, file=drawn, alt_text="Three cups of tea")
    here = {"piece": piece.ref}
    return {
        "studio:piece": here,
        "studio:edit": here,
        "studio:add_variant": here,
        "studio:compose": {**here, "variant": variant.ref},
        "studio:count": {**here, "variant": variant.ref},
        "studio:remove_variant": {**here, "variant": variant.ref},
        "studio:asset": {"ref": picture.asset.ref},
        "studio:small": {"ref": picture.asset.ref},
    }


def _publishing(organisation: Organisation, director: Person, communicator: Person) -> Places:
    """Three deliveries of three approved pieces: waiting, failed, and one a person has to check."""
    asked = _piece(organisation, communicator, "Asked")
    question = publishing_actions.ask_approval(by=communicator, piece=asked)
    waiting, failed, unclear, in_hand = (
        _delivery(organisation, director, communicator, title) for title in ("Waits", "Failed", "Unclear", "By hand")
    )
    rows = Delivery.objects.of(organisation)
    rows.filter(pk=failed.pk).update(state=rules.FAILED, next_attempt_at=None)
    rows.filter(pk=unclear.pk).update(state=rules.PLEASE_CHECK, next_attempt_at=None)
    unclear.sendings.create(organisation=organisation, text="Unclear: come on Friday.", asked_at=clock.now())
    publishing_actions.take_in_hand(by=communicator, delivery=in_hand)
    approved = _piece(organisation, communicator, "Approved")
    publishing_actions.approve(by=director, approval=publishing_actions.ask_approval(by=communicator, piece=approved))
    return {
        "publishing:approval": {"piece": asked.ref},
        "publishing:ask_approval": {"piece": _piece(organisation, communicator, "New").ref},
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


def _piece(organisation: Organisation, author: Person, title: str) -> Piece:
    piece = write_piece(
        by=author, organisation=organisation, title=title, body=f"{title}: come on Friday.", language="en"
    )
    account = Account.objects.of(organisation).filter(network="facebook").first()
    assert account is not None
    add_variant(by=author, piece=piece, account=account)
    return piece


def _delivery(organisation: Organisation, director: Person, communicator: Person, title: str) -> Delivery:
    piece = _piece(organisation, communicator, title)
    publishing_actions.approve(by=director, approval=publishing_actions.ask_approval(by=communicator, piece=piece))
    piece.refresh_from_db()
    due_at = clock.now() + timedelta(days=1)
    made = publishing_actions.schedule(by=communicator, piece=piece, variants=list(piece.variants.all()), due_at=due_at)
    return made[0]


def _audits(cast: Cast, organisation: Organisation, communicator: Person) -> Places:
    """Facts that wait for her word, and a finding that is not in place."""
    archive = pack_archive(facebook_files(), made=clock.now())
    read_archive(by=communicator, organisation=organisation, file=archive)
    answer_control(by=cast.trainer, organisation=organisation, control="SEC-15", result="fail")
    finding = open_findings(organisation)[0]
    return {
        "audits:ask": {"control": "SEC-14"},
        "audits:say_word": {"ref": awaiting_word(organisation)[0].ref},
        **{f"audits:{page}": {"ref": finding.ref} for page in ("finding", "assign", "close", "accept")},
    }


def _learning(cast: Cast, organisation: Organisation) -> Places:
    first = compose_plan(by=cast.trainer, organisation=organisation)
    confirm_plan(by=cast.trainer, plan=first, inputs_hash=first.inputs_hash)
    plan = pin_unit(by=cast.trainer, organisation=organisation, unit="F5.3", reason="She asked for it")
    why = say("no time: number {place} on the list for work on the job", place=1).as_json()
    task = Task.objects.of(organisation).create(plan=first, unit="F1.4", place=1, minutes=20, kept_why=why)
    return {
        "learning:finish_task": {"ref": task.ref},
        "learning:unit": {"unit": "F5.3"},
        "learning:release_unit": {"unit": "F5.3"},
        "learning:confirm_plan": {"ref": plan.ref},
    }


def furnish_programme(cast: Cast) -> Places:
    """The places of every programme route that has more than `programme`."""
    report = make_report(by=cast.lead, programme=cast.programme)
    key = sorted(report.evidence)[0]
    training = create_training(
        by=cast.lead, programme=cast.programme, title="Joint training", held_on=clock.today(), minutes=390
    )
    return {
        "learning:attendance": {"ref": training.ref},
        "impact:version": {"version": report.version},
        "impact:pdf": {"version": report.version},
        "impact:evidence": {"version": report.version, "key": key},
    }
