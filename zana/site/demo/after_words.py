"""What trainers noted and people wrote after the days of the demonstration, in their own languages. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """`reviews`: weeks -> (what was talked about, next step); `day`: (what she does first, what should change)."""

    reviews: Mapping[int, tuple[str, str]]
    lost_touch: tuple[str, str]
    call: tuple[str, str]
    seen: str
    levels: Mapping[str, str]
    day: tuple[tuple[str, str], ...]
    wanted: tuple[str, ...]


WORDS: Mapping[str, Words] = {
    "sq": Words(
        reviews={
            4: (
                "Hyrja me dy hapa është ndezur te të gjitha, kodet rezervë janë në kasafortë. Plani ende jo.",
                "Një plan për dy javë, me dy postime në javë",
            ),
            12: (
                "Çfarë ka mbetur: fjalët e bllokuara punojnë, përgjigjet vijnë brenda ditës. Një gjë u lirua.",
                "Ta kthejmë në vend atë që u lirua, dhe një infografik në muaj",
            ),
            26: (
                "Gjysmë viti pas ditës: plani mbahet, faqja ka dy përgjegjëse, të rejat i mësojnë vetë.",
                "Të shkruajnë si e bënë, për organizatat që vijnë",
            ),
        },
        lost_touch=(
            "Dy data kaluan sepse vullnetarja që i bënte këto u largua. Pa faj të askujt; i ndamë punët rishtas.",
            "Drejtoresha merr edhe ajo hyrjen e faqes; fillojmë nga dy gjërat më të shpejta",
        ),
        call=(
            "Kishin mbetur dy gjëra të vogla. I bëmë bashkë në telefon, hap pas hapi.",
            "Një foto e rregullimit, kur ta kenë provuar vetë",
        ),
        seen="E bënë vetë në telefonin e tyre, unë vetëm shikova.",
        levels={
            "first": "Si e thamë bashkë në ditën e tyre.",
            "up": "E pashë në punën e javëve të fundit.",
            "down": "Ajo që e bënte u largua; ende askush s'e ka marrë përsipër.",
        },
        day=(
            ("Do t'i ndez njoftimet për hyrje të reja.", "Më shumë kohë për telefonin tim."),
            ("Do ta bëj planin e muajit me drejtoreshën.", "Asgjë, ishte pikërisht për ne."),
            ("Do t'i bllokoj fjalët e rënda.", "Një shembull nga një organizatë e vogël si jona."),
        ),
        wanted=(
            "Dikush që ma shikon postimin e parë para se ta nxjerr.",
            "Një listë e shkurtër për murin.",
            "Edhe një gjysmë dite për infografikë.",
            "Të takohemi përsëri, që të shohim si e bëjnë të tjerat.",
            "Një telefon që nuk e ndajmë tri veta.",
            "Drejtoresha të miratojë brenda ditës.",
            "Shembuj me fotografi ku nuk duket askush.",
            "Të di kë thërras kur na shkruajnë keq natën.",
            "Pak para për një postim të paguar në muaj.",
            "Fjali të gatshme për komentet e vështira.",
        ),
    ),
    "sr": Words(
        reviews={
            4: (
                "Prijava u dva koraka je uključena kod svih, rezervni kodovi su u sefu. Plana objava još nema.",
                "Plan za dve nedelje, sa dve objave nedeljno",
            ),
            12: (
                "Šta je ostalo: blokirane reči rade, odgovori stižu istog dana. Jedna stvar je popustila.",
                "Vratiti ono što je popustilo, i jedna infografika mesečno",
            ),
            26: (
                "Pola godine posle dana: plan se drži, stranicu vode dve osobe, nove uče od njih.",
                "Da napišu kako su to uradile, za organizacije koje dolaze",
            ),
        },
        lost_touch=(
            "Dva roka su prošla jer je volonterka koja je to radila otišla. Ničija krivica; podelile smo poslove.",
            "I direktorka dobija pristup stranici; počinjemo od dve najbrže stvari",
        ),
        call=(
            "Ostale su dve sitnice. Uradile smo ih zajedno preko telefona, korak po korak.",
            "Slika podešavanja, kad probaju same",
        ),
        seen="Uradile su to same na svom telefonu, ja sam samo gledala.",
        levels={
            "first": "Kako smo zajedno rekle na njihovom danu.",
            "up": "Videla sam u radu poslednjih nedelja.",
            "down": "Ona koja je to radila je otišla; niko još nije preuzeo.",
        },
        day=(
            ("Uključujem obaveštenja o novim prijavama.", "Više vremena za moj telefon."),
            ("Pravim plan za mesec sa direktorkom.", "Ništa, bilo je baš za nas."),
            ("Blokiram teške reči.", "Primer iz male organizacije kao što je naša."),
        ),
        wanted=(
            "Neko ko pogleda moju prvu objavu pre nego što izađe.",
            "Kratak spisak za zid.",
            "Još pola dana za infografike.",
            "Da se opet vidimo i čujemo kako druge rade.",
            "Da direktorka odobri istog dana.",
            "Gotove rečenice za teške komentare.",
        ),
    ),
}
