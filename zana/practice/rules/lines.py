"""What the simulated audience says. Invented lines; the hostile ones are rude, never graphic."""

LINES: dict[str, dict[str, tuple[str, ...]]] = {
    "sq": {
        "kind": (
            "Faleminderit për punën që bëni.",
            "E ndava me motrën time. Na duhet ky lajm.",
            "Shumë e qartë, bravo!",
            "Ju përkrahim, mos u ndalni.",
            "Sa mirë që e thatë me zë.",
            "Krenare që jeni në qytetin tonë.",
            "Një përqafim për të gjithë ekipin.",
            "E lexova dy herë. Faleminderit.",
        ),
        "question": (
            "A mund të vij pa u lajmëruar më parë?",
            "Ku mund të marr më shumë informata?",
            "A është falas?",
            "Deri në çfarë ore punoni të shtunave?",
            "Si mund të ndihmoj si vullnetare?",
            "A flisni edhe serbisht?",
            "Kur është takimi i radhës?",
            "A mund të dhuroj rroba për fëmijë?",
        ),
        "hostile": (
            "Gjithë kjo vetëm për donatorë.",
            "Merruni me punët e shtëpisë.",
            "Askush nuk ju beson më.",
            "Propagandë e paguar.",
            "Po i prishni familjet.",
            "Turp të keni!",
        ),
    },
    "sr": {
        "kind": (
            "Hvala vam za sve što radite.",
            "Podelila sam sestri. Treba nam ovo.",
            "Jasno i lepo rečeno, svaka čast!",
            "Uz vas smo, samo napred.",
            "Dobro je da je neko to rekao naglas.",
            "Ponosna sam što ste u našem gradu.",
            "Zagrljaj celom timu.",
            "Pročitala sam dvaput. Hvala.",
        ),
        "question": (
            "Mogu li da dođem bez najave?",
            "Gde mogu da saznam više?",
            "Da li je besplatno?",
            "Do koliko sati radite subotom?",
            "Kako mogu da pomognem kao volonterka?",
            "Da li govorite i albanski?",
            "Kada je sledeći sastanak?",
            "Mogu li da poklonim dečju odeću?",
        ),
        "hostile": (
            "Sve je to samo zbog donacija.",
            "Gledajte svoja posla kod kuće.",
            "Niko vam više ne veruje.",
            "Plaćena propaganda.",
            "Uništavate porodice.",
            "Sram vas bilo!",
        ),
    },
    "en": {
        "kind": (
            "Thank you for the work you do.",
            "I shared it with my sister. We need this.",
            "So clear, well done!",
            "We stand with you, keep going.",
            "Good that somebody says it aloud.",
            "Proud that you are in our town.",
            "A hug for the whole team.",
            "I read it twice. Thank you.",
        ),
        "question": (
            "Can I come without an appointment?",
            "Where can I find out more?",
            "Is it free?",
            "Until when are you open on Saturdays?",
            "How can I help as a volunteer?",
            "Do you speak Albanian and Serbian too?",
            "When is the next meeting?",
            "Can I give children's clothes?",
        ),
        "hostile": (
            "All of this is only for donors.",
            "Mind your own household.",
            "Nobody believes you any more.",
            "Paid propaganda.",
            "You are breaking up families.",
            "Shame on you!",
        ),
    },
}

# Invented first names and initials of the simulated audience.
SPEAKERS = (
    "Elira K.", "Milica P.", "Besa G.", "Jelena S.", "Arta H.", "Dragana M.", "Vjosa B.", "Ana T.",
    "Shpresa L.", "Ivana R.", "Teuta D.", "Sanja V.", "Blerim A.", "Marko N.", "Liridon F.", "Petar J.",
    "Fitore Z.", "Tijana C.", "Agim R.", "Nikola B.", "Luljeta S.", "Maja D.", "Ilir M.", "Goran K.",
)  # fmt: skip


def say_line(language: str, tone: str, line: int) -> str:
    bank = LINES.get(language, LINES["sq"])[tone]
    return bank[line % len(bank)]
