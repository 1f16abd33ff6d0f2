"""What Drita e Re keeps and has been through: lists that are filled, a paper agreed on, one incident that is over."""

from __future__ import annotations

from datetime import timedelta

from zana.audits.actions import incidents, registers, staff
from zana.audits.models import Incident, RegisterLine, Worker
from zana.kernel import clock
from zana.people.models import Membership, Notice, Organisation, Person

FILLED_DAYS_AGO, COPIED_DAYS_AGO = 24, 17
FORM = {
    "name": "Na shkruaj",
    "place": "website",
    "link": "https://dritaere.example/kontakti",
    "reason": "Që një grua të na thotë si ta thërrasim pa rrezik",
    "asks": ["name", "phone", "safe"],
    "notice": True,
    "empty": True,
}


def keep_safe(organisation: Organisation) -> None:
    if RegisterLine.objects.of(organisation).exists():
        return
    with clock.frozen(clock.now() - timedelta(days=FILLED_DAYS_AGO)):
        _fill_registers(organisation)
    _live_through_a_copy(organisation)


def _people(organisation: Organisation) -> dict[str, Person]:
    """{role: who has it}"""
    rows = Membership.live.filter(organisation=organisation).select_related("person").order_by("pk")
    return {row.role: row.person for row in rows}


def _fill_registers(organisation: Organisation) -> None:
    director = _people(organisation)["director"]
    staff.pull_workers(by=director, organisation=organisation)
    workers = {row.person_id: row.ref for row in Worker.objects.of(organisation)}
    role = {name: workers[person.pk] for name, person in _people(organisation).items()}

    def note(register: str, **said: object) -> RegisterLine:
        return registers.add_line(by=director, organisation=organisation, register=register, said=said)

    hers = {"owner": role["communicator"], "deputy": role["director"], "vault": "Bitwarden, dosja «Rrjetet»"}
    kinds = {"facebook": "Drita e Re në Facebook", "instagram": "Drita e Re në Instagram"}
    accounts = [note("accounts", name=name, kind=kind, **hers).ref for kind, name in kinds.items()]
    for account in accounts:
        note("rights", person=role["director"], account=account, right="full")
        note("rights", person=role["communicator"], account=account, right="full")
    knowing = [role["director"], role["communicator"]]
    note("recovery", what="codes", accounts=accounts, where="Zarf i mbyllur te kasaforta e zyrës", knows=knowing)
    note("forms", owner=role["communicator"], readers=knowing, **FORM)
    duties = {"decides": "director", "speaks": "director", "posts": "communicator", "comments": "volunteer"}
    for duty, who in duties.items():
        note("duties", duty=duty, person=role[who], phone="+383 38 555 010")
    note("duties", duty="deputy", person=role["communicator"])
    note("duties", duty="lawyer", outside="Avokatja e rrjetit")
    checked = clock.today().isoformat()
    line = {"service": "Linja e rrjetit për gratë", "number": "+383 38 555 020", "hours": "ditë e natë"}
    note("helplines", languages=["sq", "sr"], free=True, verified_on=checked, **line)
    for register in ("accounts", "forms", "duties", "helplines"):
        registers.review_register(by=director, organisation=organisation, register=register)
    registers.agree_paper(by=director, organisation=organisation, paper="crisis")


def _live_through_a_copy(organisation: Organisation) -> None:
    """A copy of the page asked people for money; the volunteer saw it first, and a day later it was gone."""
    people = _people(organisation)
    begun = clock.now() - timedelta(days=COPIED_DAYS_AGO)
    with clock.frozen(begun):
        incident = incidents.report_incident(by=people["volunteer"], organisation=organisation, kind="copy")
        incidents.keep_address(
            by=people["volunteer"], incident=incident, address="https://facebook.example/drita.e.re.ndihma"
        )
        _tick(incident, people["communicator"])
    with clock.frozen(begun + timedelta(days=1)):
        incidents.close_incident(
            by=people["director"],
            incident=incident,
            happened="Një faqe me emrin dhe logon tonë u kërkonte njerëzve para në mesazhe private.",
            lost="Asgjë nga llogaritë tona. Dy ndjekëse na thanë se u kishin shkruar.",
            told="Ekipi, audituesja, ndjekëset me një postim, policia.",
            following="Komunikuesja kërkon kopje të faqes çdo muaj, ditën e parë.",
        )
        Notice.objects.filter(person__in=people.values(), read_at=None).update(read_at=clock.now())


def _tick(incident: Incident, by: Person) -> None:
    for minutes, move in enumerate(incident.flow.moves, 1):
        clock.travel(timedelta(minutes=4 + minutes))
        incidents.tick_move(by=by, incident=incident, move=move.id, done=True)
