"""Who plays in the demonstration. All of them, organisations and people, are invented."""

from __future__ import annotations

from dataclasses import dataclass

PROGRAMME = "Zërat 2026"
IMPLEMENTER = "Qendra për Mbështetje Mediale"
PARTNER_NETWORK = "Rrjeti i Grave për Zë të Lirë"
FUNDER = "Fondi Evropian për Barazi"

LEAD = ("Mirjana Kos", "mirjana@zana.example", "en")
DONOR = ("Dana Weiss", "dana@zana.example", "en")
TRAINERS = [
    ("Blerina Hysi", "blerina@zana.example", "sq"),
    ("Jelena Marić", "jelena@zana.example", "sr"),
    ("Vjosa Leka", "vjosa@zana.example", "sq"),
]


@dataclass(frozen=True)
class Ngo:
    """`people` are (name, roles); an organisation of one has everything in one pair of hands."""

    name: str
    kind: str
    region: str
    language: str
    people: tuple[tuple[str, tuple[str, ...]], ...]


def _alone(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ((name, ("director", "communicator")),)


def _pair(director: str, communicator: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ((director, ("director",)), (communicator, ("communicator",)))


NGOS = [
    Ngo(
        "Drita e Re",
        "shelter",
        "Pejë",
        "sq",
        (("Shpresa Gashi", ("director",)), ("Arta Berisha", ("communicator",)), ("Vesa Krasniqi", ("volunteer",))),
    ),
    Ngo("Nova Staza", "counselling", "Gračanica", "sr", _pair("Desanka Ilić", "Milica Savić")),
    Ngo("Strehëza", "shelter", "Gjakovë", "sq", _pair("Lule Morina", "Teuta Shala")),
    Ngo("Flatra", "association", "Prizren", "sq", _pair("Zana Hoti", "Rita Bytyqi")),
    Ngo("Arka e Vogël", "association", "Gjilan", "sq", _pair("Fatime Rexhepi", "Donika Ademi")),
    Ngo("Kujdesi", "counselling", "Pejë", "sq", _pair("Hatixhe Kelmendi", "Besa Nushi")),
    Ngo("Vatra e Re", "association", "Kaçanik", "sq", _pair("Merita Luta", "Ilire Dani")),
    Ngo("Blerta", "association", "Ferizaj", "sq", _pair("Sanije Pllana", "Blerta Vokshi")),
    Ngo("Fjala Jonë", "association", "Prishtinë", "sq", _pair("Nora Thaçi", "Albana Rama")),
    Ngo("Guri i Kalasë", "association", "Prizren", "sq", _pair("Emine Kryeziu", "Linda Spahiu")),
    Ngo("Hapi Ynë", "counselling", "Gjakovë", "sq", _pair("Shqipe Dula", "Arbnora Pula")),
    Ngo("Ženska Reč", "association", "Mitrovica", "sr", _pair("Snežana Jović", "Ivana Pavlović")),
    Ngo("Sigurno Mesto", "shelter", "Zvečan", "sr", _pair("Ljiljana Đokić", "Tamara Čolić")),
    Ngo("Hëna e Plotë", "association", "Vushtrri", "sq", _pair("Ajshe Mehmeti", "Gresa Beqiri")),
    Ngo("Rrënjët", "association", "Podujevë", "sq", _pair("Mihrije Salihu", "Erza Haliti")),
    Ngo("Ura e Mirë", "association", "Mitrovicë", "sq", _alone("Valbona Istrefi")),
    Ngo("Dora e Hapur", "counselling", "Lipjan", "sq", _alone("Nazmije Avdiu")),
    Ngo("Zëri i Saj", "association", "Suharekë", "sq", _alone("Kaltrina Gega")),
    Ngo("Topla Kuća", "shelter", "Leposavić", "sr", _alone("Gordana Stojić")),
    Ngo("Lule Dielli", "association", "Rahovec", "sq", _alone("Drenusha Limani")),
    Ngo("Pragu", "shelter", "Gjilan", "sq", _alone("Florije Osmani")),
    Ngo("Shtegu", "association", "Deçan", "sq", _alone("Mimoza Tahiri")),
    Ngo("Krug Podrške", "network", "Štrpce", "sr", _alone("Vesna Ristić")),
    Ngo("Bletët", "association", "Dragash", "sq", _alone("Elmaze Saliu")),
    Ngo("Agimi i Grave", "association", "Istog", "sq", _alone("Safete Muja")),
    Ngo("Rrjeti i Fshatit", "network", "Klinë", "sq", _alone("Hava Zeka")),
    Ngo("Kopshti", "association", "Obiliq", "sq", _alone("Remzije Uka")),
]
# Of the first organisation, these have been in a drill.
REHEARSING = ("Arta Berisha", "Shpresa Gashi")
# These sign in with a drawn password that `zana demo` prints; everybody else is counted and invited like in life.
SIGN_INS = [
    "Mirjana Kos",
    "Blerina Hysi",
    "Dana Weiss",
    "Shpresa Gashi",
    "Arta Berisha",
    "Vesa Krasniqi",
    "Milica Savić",
]
