"""What an invented organisation posts in a simulated year."""

POSTS: dict[str, tuple[str, ...]] = {
    "sq": (
        "Sot hapim kopshtin tonë të përbashkët. Ejani të gjitha në orën 17.",
        "Nëse në shtëpi nuk jeni e sigurt: linja e ndihmës përgjigjet ditë e natë, falas.",
        "Tre gra e mbaruan kursin e rrobaqepësisë dhe tani marrin porosi.",
        "Gjykata e dha vendimin. Të premten e lexojmë bashkë, me avokaten tonë.",
        "Faleminderit të gjithëve që dhuruat për dhomën e leximit.",
        "Rrëfimi i javës: si u kthye një grua në punë pas dhjetë vjetësh.",
        "Punëtoria e së martës: si ta mbrojmë telefonin tonë.",
        "Dimri erdhi. Në qendër ka çaj, ngrohje dhe dikë që dëgjon.",
    ),
    "sr": (
        "Danas otvaramo našu zajedničku baštu. Dođite sve u 17 časova.",
        "Ako kod kuće niste bezbedni: linija pomoći se javlja danju i noću, besplatno.",
        "Tri žene su završile kurs šivenja i sada primaju porudžbine.",
        "Sud je doneo odluku. U petak je čitamo zajedno, s našom advokaticom.",
        "Hvala svima koji su donirali za čitaonicu.",
        "Priča nedelje: kako se jedna žena vratila na posao posle deset godina.",
        "Radionica utorkom: kako da zaštitimo svoj telefon.",
        "Stigla je zima. U centru ima čaja, topline i nekoga ko sluša.",
    ),
    "en": (
        "Today we open our shared garden. Come, all of you, at five.",
        "If you are not safe at home: the help line answers day and night, free of charge.",
        "Three women finished the sewing course and now take orders.",
        "The court has given its decision. On Friday we read it together, with our lawyer.",
        "Thank you to all who gave for the reading room.",
        "Story of the week: how a woman went back to work after ten years.",
        "Tuesday's workshop: how to protect our phone.",
        "Winter is here. At the centre there is tea, warmth and somebody who listens.",
    ),
}
