"""One address for every page of the house, and somebody who may open it.

Organisations' and programmes' pages are furnished in `furniture`; here stand the others: the pages of the library
that signs people in, public pages, and the practice network.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.http import int_to_base36
from fido2.cose import ES256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)

from tests.cast import PASSWORD, Cast, make_person
from tests.furniture import furnish_programme
from tests.routes import Places, Route, all_routes
from zana.kernel.words import say
from zana.learning.models import Block, Certificate
from zana.people import invitations, notices, roles
from zana.people.access import declared
from zana.people.models import Person
from zana.people.roles import PERMISSIONS, roles_in, roles_of_programme
from zana.practice.actions.access import register_application
from zana.practice.actions.marks import mark
from zana.practice.actions.posts import Draft, add_answer, publish_post, upload_picture
from zana.practice.actions.settings import shut_out, sign_in_from
from zana.practice.actions.talks import say_privately
from zana.practice.actions.worlds import (
    create_instagram_account,
    create_page,
    create_person,
    create_world,
    create_x_account,
)
from zana.practice.actions.x_access import begin_handshake
from zana.practice.models import Actor, Application, Item, World
from zana.practice.tests.conftest import picture_bytes

NO_PAGE = {
    "account_confirm_login_code": "no codes by mail here",
    "api:answers": "for programs",
    "api:attendance": "for programs",
    "api:api-root": "for programs",
    "api:archives": "for programs",
    "api:findings": "for programs",
    "api:held": "for programs",
    "api:make_report": "for programs",
    "api:openapi-json": "for programs",
    "api:organisations": "for programs",
    "api:plan": "for programs",
    "api:report_file": "for programs",
    "api:reports": "for programs",
    "api:results": "for programs",
    "api:scores": "for programs",
    "api:trainings": "for programs",
    "audits:finding_paper": "a paper",
    "audits:report_file": "a paper",
    "audits:report_page": "a paper",
    "audits:exhibit": "a picture",
    "audits:take_paper": "a paper",
    "audits:incident_paper": "a paper",
    "audits:keepsake": "a file",
    "impact:pdf": "a paper",
    "learning:take_quiz": "a file",
    "learning:attendance_list": "a list to keep",
    "learning:calendar": "for programs",
    "learning:joint_paper": "a paper",
    "learning:my_certificate": "a paper",
    "learning:scan": "a picture",
    "learning:worker": "for programs",
    "mfa_download_recovery_codes": "a text to keep",
    "mfa_login_webauthn": "for programs",
    "networks:hook": "for programs",
    "networks:picture": "a picture",
    "networks:rehearsal_hook": "for programs",
    "networks:returned": "a way on",
    "people:own_data": "a file",
    "practice:avatar": "a picture",
    "practice:clip": "a film",
    "practice:graph": "for programs",
    "practice:instagram": "for programs",
    "practice:instagram_media": "a way on",
    "practice:instagram_profile": "a way on",
    "practice:instagram_story": "a way on",
    "practice:picture": "a picture",
    "practice:rupload": "for programs",
    "practice:stage": "for programs",
    "practice:still": "a picture",
    "practice:x": "for programs",
    "practice:x_post": "a way on",
    "practice:x_profile": "a way on",
    "site:alive": "for machines",
    "site:ready": "for machines",
    "studio:asset": "a picture",
    "studio:public_media": "a picture",
    "studio:small": "a picture",
    "learning:came": "a part of the page of a drill",
}

# Belongs to the one person who began it.
HERS = {"networks:choose", "learning:quiz", "learning:drill", "learning:debrief"}
HERS |= {"learning:training", "learning:show_name"}
HERS |= {f"learning:{name}" for name in ("give_feedback", "give_day_feedback", "give_follow_up")}
THEIRS = {"learning:question"}  # hers and her trainer's


@dataclass(frozen=True)
class Sample:
    """A page as one visitor opens it."""

    route: str
    visitor: str
    address: str


@dataclass
class Visitors:
    """Browsers of people, by name; each is signed in once."""

    cast: Cast
    clients: dict[str, Client] = field(default_factory=dict)
    stage: Practised | None = None

    def enter(self, name: str, person: Person | None) -> Client:
        client = self.clients[name] = Client(raise_request_exception=False)
        client.cookies["zana_language"] = "en"
        if person is not None:
            client.force_login(person)
        return client

    def confirm(self, name: str) -> None:
        """She has just given her password again, as the pages about the second step want it."""
        self.of(name).post(reverse("account_reauthenticate"), {"password": PASSWORD})

    def of(self, name: str) -> Client:
        return self.clients.get(name) or self.enter(name, self.cast.persons.get(name))


def list_samples(cast: Cast, visitors: Visitors, places: Places) -> tuple[list[Sample], list[str]]:
    """The samples of every route that is a page, and the names of routes nobody made one for."""
    places = {**places, **furnish_programme(cast)}
    samples: list[Sample] = [*_sign_in_samples(cast, visitors), *_open_samples(cast, visitors)]
    samples += _practice_samples(visitors)
    for route in all_routes():
        samples += _members_samples(route, cast, places)
    known = {sample.route for sample in samples}
    return samples, [route.name for route in all_routes() if route.name not in known and route.name not in NO_PAGE]


def _members_samples(route: Route, cast: Cast, places: Places) -> list[Sample]:
    """The page as each of the cast who may open it."""
    mark = None if route.is_library else declared(route.view)
    if mark is None or mark.kind not in ("organisation", "programme") or route.name in NO_PAGE:
        return []
    where: dict[str, Any] = dict(places.get(route.name, {}))
    where |= {"org": cast.org_a.ref} if mark.kind == "organisation" else {"programme": cast.programme.ref}
    if set(where) != set(route.places):
        return []
    address = reverse(route.name, kwargs=where)
    names = ["communicator_a"] if route.name in HERS else list(cast.persons)
    names = ["communicator_a", "trainer"] if route.name in THEIRS else names
    return [
        Sample(route.name, name, address)
        for name in names
        if PERMISSIONS[mark.permission] & _roles(cast.persons[name], cast, mark.kind)
    ]


def _roles(person: Person, cast: Cast, kind: str) -> frozenset[str]:
    return roles_in(person, cast.org_a) if kind == "organisation" else roles_of_programme(person, cast.programme)


def _open_samples(cast: Cast, visitors: Visitors) -> list[Sample]:
    """Pages that are neither an organisation's nor a programme's."""
    _, link = invitations.invite(
        by=cast.director_a, name="Era", email="era@zana.example", role="volunteer", organisation=cast.org_a
    )
    _, known = invitations.invite(
        by=cast.lead, name="Arta", email=cast.communicator_a.email or "", role="trainer", programme=cast.programme
    )
    notices.tell(cast.communicator_a, say("Somebody asks you."), organisation=cast.org_a, link="/")
    visitors.enter("homeless", make_person("Nora Newcomer", roles.VOLUNTEER, cast.org_a))
    two = make_person("Teuta Twice", roles.COMMUNICATOR, cast.org_a)
    two.memberships.create(role=roles.TRAINER, programme=cast.programme)
    visitors.enter("two_places", two)
    return [
        Sample("people:accept", "nobody", link),
        Sample("people:accept", "communicator_a", known),
        *(Sample("people:me", name, reverse("people:me")) for name in ("communicator_a", "lead")),
        *(Sample("people:kept", name, reverse("people:kept")) for name in ("communicator_a", "lead")),
        Sample("api_pages:keys", "communicator_a", reverse("api_pages:keys")),
        Sample("api_pages:revoke", "communicator_a", reverse("api_pages:revoke")),
        Sample("learning:feedback", "communicator_a", reverse("learning:feedback")),
        Sample("learning:care", "lead", reverse("learning:care")),
        Sample("people:notices", "communicator_a", reverse("people:notices")),
        *_training_samples(),
        Sample("site:home", "nobody", "/"),
        Sample("site:home", "two_places", "/"),
        Sample("site:danger", "nobody", reverse("site:danger")),
        Sample("site:danger", "communicator_a", reverse("site:danger")),
        Sample("ui:look", "nobody", reverse("ui:look")),
        Sample("ui:language", "nobody", reverse("ui:language")),
    ]


def _training_samples() -> list[Sample]:
    """Her calendar, the code on the trainer's screen, and the page that tells whether a paper is genuine."""
    block = Block.objects.all()[0]
    here = {"block": block.ref, "code": "ABCDEFGHIJ"}
    serial = Certificate.objects.across_organisations().all()[0].serial
    return [
        Sample("learning:my_calendar", "communicator_a", reverse("learning:my_calendar")),
        Sample("learning:check_in", "communicator_a", reverse("learning:check_in", kwargs=here)),
        Sample("learning:verify", "nobody", reverse("learning:verify")),
        Sample("learning:certificate", "nobody", reverse("learning:certificate", kwargs={"serial": serial})),
    ]


# --- signing in


def _sign_in_samples(cast: Cast, visitors: Visitors) -> list[Sample]:
    plain = ["account_change_password", "account_email", "account_logout", "account_reauthenticate", "mfa_index"]
    plain += ["mfa_activate_totp", "mfa_add_webauthn"]
    shut = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
    shut += ["account_reset_password_from_key_done", "account_email_verification_sent", "account_inactive"]
    guarded = ["mfa_deactivate_totp", "mfa_reauthenticate", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"]
    guarded += ["mfa_index"]
    careful = make_person("Zana Careful", roles.DIRECTOR, cast.org_a)
    _give_second_step(careful)
    visitors.enter("careful", careful)
    visitors.confirm("careful")
    visitors.confirm("communicator_a")
    halfway = visitors.enter("halfway", None)
    halfway.post(reverse("account_login"), {"login": careful.email, "password": PASSWORD})
    return [
        *(Sample(name, "communicator_a", reverse(name)) for name in plain),
        *(Sample(name, "nobody", reverse(name)) for name in shut),
        *(Sample(name, "careful", reverse(name)) for name in guarded),
        Sample("mfa_authenticate", "halfway", reverse("mfa_authenticate")),
        *_key_samples(cast, visitors),
        *_letter_samples(cast, visitors),
    ]


def _give_second_step(person: Person) -> None:
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)


def _key_samples(cast: Cast, visitors: Visitors) -> list[Sample]:
    """Passkeys: somebody who has one."""
    owner = make_person("Kaltrina Key", roles.COMMUNICATOR, cast.org_a)
    visitors.enter("key_owner", owner)
    visitors.confirm("key_owner")
    key = Authenticator.objects.create(
        user=owner, type=Authenticator.Type.WEBAUTHN, data={"name": "Her phone", "credential": _make_key()}
    )
    return [
        Sample("mfa_list_webauthn", "key_owner", reverse("mfa_list_webauthn")),
        Sample("mfa_edit_webauthn", "key_owner", reverse("mfa_edit_webauthn", kwargs={"pk": key.pk})),
        Sample("mfa_remove_webauthn", "key_owner", reverse("mfa_remove_webauthn", kwargs={"pk": key.pk})),
        Sample("mfa_reauthenticate_webauthn", "key_owner", reverse("mfa_reauthenticate_webauthn")),
    ]


def _make_key() -> dict[str, Any]:
    """What a phone sends when it registers a passkey."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    facts = AuthenticatorData.create(
        bytes(32), flags, 0, AttestedCredentialData.create(Aaguid.NONE, b"one key", public)
    )
    response = AuthenticatorAttestationResponse(
        client_data=CollectedClientData.create(CollectedClientData.TYPE.CREATE, bytes(16), "http://localhost"),
        attestation_object=AttestationObject.create("none", facts, {}),
    )
    return dict(RegistrationResponse(raw_id=b"one key", response=response))


def _letter_samples(cast: Cast, visitors: Visitors) -> list[Sample]:
    """Pages that links in letters open."""
    reader = make_person("Lule Letter", roles.VOLUNTEER, cast.org_a)
    address = EmailAddress.objects.create(user=reader, email="lule@letters.example")
    forgetful = visitors.enter("forgetful", None)
    parts = {"uidb36": int_to_base36(reader.pk), "key": default_token_generator.make_token(reader)}
    forgetful.get(reverse("account_reset_password_from_key", kwargs=parts))  # the key moves into the session
    without = make_person("Pranvera Passkey", roles.VOLUNTEER, cast.org_a)
    without.set_unusable_password()
    without.save()
    visitors.enter("without_password", without)
    key = EmailConfirmationHMAC(address).key
    return [
        Sample("account_confirm_email", "nobody", reverse("account_confirm_email", kwargs={"key": key})),
        Sample(
            "account_reset_password_from_key",
            "forgetful",
            reverse("account_reset_password_from_key", kwargs={**parts, "key": "set-password"}),
        ),
        Sample("account_set_password", "without_password", reverse("account_set_password")),
    ]


# --- the practice network


@dataclass
class Practised:
    """Rows of a world that pages show."""

    world: World
    person: Actor
    page: Actor
    item: Item
    gram: Actor
    other: Actor
    talk: int


def rehearse(number: int = 1) -> Practised:
    """A world with a person, her accounts, a post with a picture and a comment under it."""
    world = create_world(name=f"Prizren {number}")
    person = create_person(world=world, name="Arta Shembull")
    page = create_page(owner=person, name="Shoqata Kopshti", followers=400)
    create_x_account(owner=person, name="Shoqata Kopshti", followers=300)
    gram = create_instagram_account(owner=person, name="Shoqata Kopshti", page=page, followers=300)
    other = create_page(owner=create_person(world=world, name="Besa Shembull"), name="Drita", followers=90)
    item = _post(page)
    return Practised(world, person, page, item, gram, other, _meet(page, gram, other))


def _meet(page: Actor, gram: Actor, other: Actor) -> int:
    """Somebody writes, likes, mentions, is blocked. Returns the talk."""
    guest = other.roles.get().person
    message = say_privately(account=page, guest=guest, author=guest, text="A mund të vij?", network="facebook")
    mark(item=_post(page), actor=guest)
    publish_post(wall=other, network="facebook", draft=Draft(text=f"Faleminderit @{page.handle}"))
    shut_out(account=page, other=other, by=page.roles.get().person)
    _post(gram, "instagram")
    return message.talk_id


def _post(page: Actor, network: str = "facebook") -> Item:
    content = picture_bytes()
    picture = upload_picture(
        owner=page, network=network, content=content, mime="image/png", size=(40, 30), alt_text="A garden"
    )
    item = publish_post(wall=page, network=network, draft=Draft(text="Sot hapim kopshtin", pictures=(picture,)))
    add_answer(author=page, to=item, text="Mirë se vini")
    return item


def rehearse_more(made: Practised) -> None:
    for number in range(4):
        person = create_person(world=made.world, name=f"Vesa {number}")
        page = create_page(owner=made.person, name=f"Kopshti {number}")
        create_x_account(owner=made.person, name=f"Kopshti {number}")
        for wall in (made.page, page):
            item = _post(wall)
            add_answer(author=page, to=made.item, text=f"Faleminderit {person.name}")
            add_answer(author=page, to=item, text="Po vij")
        say_privately(account=page, guest=person, author=person, text="Mirëdita", network="facebook")
        say_privately(account=made.page, guest=person, author=person, text="Mirëdita", network="facebook")
        shut_out(account=made.page, other=person, by=made.person)
        sign_in_from(person=made.person)
        rehearse(number + 2)


def _practice_samples(visitors: Visitors) -> list[Sample]:
    made = visitors.stage = rehearse()
    rehearse(99)
    player = visitors.enter("player", None)
    here = {"world": made.world.ref}
    player.post(reverse("practice:who", kwargs=here), {"person": made.person.remote_id})
    register_application(name="Zana", client_id="zana", client_secret="s", redirect_uris=["https://zana.example/back"])
    asks = {"client_id": "zana", "redirect_uri": "https://zana.example/back", "response_type": "code", "state": "s"}
    proof = {"code_challenge": "x" * 43, "code_challenge_method": "S256"}
    graph = "/practice/graph/v25.0/dialog/oauth?" + urlencode({**asks, "scope": "pages_show_list"})
    instagram = "/practice/instagram/oauth/authorize?" + urlencode({**asks, "scope": "instagram_business_basic"})
    x = "/practice/x/2/oauth2/authorize?" + urlencode({**asks, **proof, "scope": "tweet.read tweet.write"})
    begun = begin_handshake(application=Application.objects.get(client_id="zana"), callback="")
    signed = f"/practice/x/oauth/authorize?oauth_token={begun.request_token}"
    world_pages: dict[str, dict[str, Any]] = {
        "practice:feed": here,
        "practice:who": here,
        "practice:join": here,
        "practice:open_account": here,
        "practice:write": here,
        "practice:profile": {**here, "actor": made.page.remote_id},
        "practice:post": {**here, "item": made.item.remote_id},
        "practice:answer": {**here, "item": made.item.remote_id},
        "practice:moderate": {**here, "item": made.item.remote_id},
        "practice:mark": {**here, "item": made.item.remote_id},
        "practice:answer_privately": {**here, "item": made.item.remote_id},
        "practice:describe": {**here, "item": made.item.remote_id},
        "practice:boost": {**here, "item": made.item.remote_id},
        "practice:talk": {**here, "talk": made.talk},
        "practice:sort_talk": {**here, "talk": made.talk},
        "practice:delete_talk": {**here, "talk": made.talk},
        "practice:write_to": {**here, "actor": made.other.remote_id},
    }
    own = ["inbox", "notices", "settings", "set_two_step", "set_password", "set_contacts", "end_session"]
    own += ["remove_app", "archives", "support", "report", "keep_copy", "link"]
    world_pages |= {f"practice:{name}": here for name in own}
    settings = ["account", "edit_profile", "set_part", "set_words", "set_doors", "set_link", "set_block"]
    world_pages |= {f"practice:{name}": {**here, "actor": made.page.remote_id} for name in settings}
    stage_hand = ["backstage", "turn_clock", "plan_fault", "turn_mood", "let_happen", "make_copy"]
    gram = {**here, "actor": made.gram.remote_id}
    behind = {f"practice:{name}": here for name in stage_hand}
    return [
        Sample("practice:worlds", "nobody", reverse("practice:worlds")),
        Sample("practice:open_world", "trainer", reverse("practice:open_world")),
        *(Sample(name, "trainer", reverse(name, kwargs=where)) for name, where in behind.items()),
        *(Sample(name, "player", reverse(name, kwargs=where)) for name, where in world_pages.items()),
        Sample("practice:account", "player", reverse("practice:account", kwargs=gram)),
        Sample("practice:profile", "player", reverse("practice:profile", kwargs=gram)),
        Sample("practice:feed", "nobody", reverse("practice:feed", kwargs=here)),
        Sample("practice:find", "player", reverse("practice:find", kwargs=here) + "?q=a"),
        *(Sample("practice:graph_consent", visitor, graph) for visitor in ("player", "nobody")),
        *(Sample("practice:instagram_consent", visitor, instagram) for visitor in ("player", "nobody")),
        *(Sample("practice:x_consent", visitor, x) for visitor in ("player", "nobody")),
        *(Sample("practice:signed_consent", visitor, signed) for visitor in ("player", "nobody")),
    ]
