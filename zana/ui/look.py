"""Samples for the page that shows every component with its states. Invented, as the page says."""

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zana.kernel.words import say
from zana.ui import charts, states


class SampleForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the organisation"),
        help_text=gettext_lazy("As on the registration certificate."),
    )
    mail = forms.EmailField(label=gettext_lazy("E-mail"))
    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    seen = forms.ChoiceField(
        label=gettext_lazy("What did you see?"),
        choices=[
            ("yes", gettext_lazy("Yes, all of them")),
            ("no", gettext_lazy("No, or not all of them")),
            ("unknown", gettext_lazy("We do not know")),
        ],
        widget=forms.RadioSelect,
        initial="unknown",
    )
    networks = forms.MultipleChoiceField(
        label=gettext_lazy("Publish to"),
        choices=[("a", "Prova"), ("b", "Prova 2")],
        widget=forms.CheckboxSelectMultiple,
        initial=["a"],
    )
    remind = forms.BooleanField(label=gettext_lazy("Remind me by e-mail"), required=False, initial=True)
    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy("Location and device data are removed on arrival."),
        required=False,
    )


def collect_samples() -> dict[str, object]:
    filled = {
        "name": "Drita e Re",
        "mail": "arta.drita-e-re.example",
        "day": "2026-02-30",
        "seen": "yes",
        "networks": ["a"],
    }
    weeks = [str(week) for week in range(-6, 13, 2)]
    return {
        "form": SampleForm(prefix="empty"),
        "filled": SampleForm(filled),
        "kinds": [(kind, word) for kind, word in _words_of_states().items() if kind in states.KINDS],
        "notes": ["ok", "info", "warn", "stop", "unk"],
        "page": Paginator(range(50), 10).page(2),
        "chart": charts.draw_lines(
            weeks,
            [
                charts.Series("Drita e Re", [310, 312, 309, None, 330, 352, 371, 390, 402, 431]),
                charts.Series("Iskra Nade", [220, 221, 220, 223, 224, 226, 230, 229, 233, 236]),
            ],
            mark=(3, _("training day")),
        ),
        "ranges": charts.draw_lines(
            weeks[3:],
            [
                charts.Series(
                    "", [0, 2, 4, 9, 11, 13, 15], [(-4, 4), (-3, 7), (0, 9), (2, 15), (4, 18), (6, 21), (7, 25)]
                )
            ],
        ),
        "bars": charts.draw_bars([("Facebook", 14), ("Instagram", 9), ("X", None)]),
        "heads": [_("Organisation"), _("State"), _("Posts")],
        "rows": [
            ["Drita e Re", say("not known"), 14],
            ["Iskra Nade", say("done"), 1204],
        ],
        "parts": [
            {"starts": "09:00", "words": _("Welcome"), "minutes": 15, "rest": True},
            {
                "starts": "09:15",
                "words": _("Sign-in in two steps for all three administrators"),
                "minutes": 40,
                "chips": [("plum", _("practice"))],
                "why": _("Why: two of three have no second step."),
            },
            {"starts": "09:55", "words": _("Break"), "minutes": 15, "rest": True},
        ],
        "icons": ICONS,
        "colours": COLOURS,
    }


def _words_of_states() -> dict[str, str]:
    return {
        "ok": _("done"),
        "wait": _("planned"),
        "ask": _("waits for approval"),
        "warn": _("please look"),
        "stop": _("act now"),
        "info": _("good to know"),
        "unk": _("not known"),
        "draft": _("draft"),
    }


# fmt: off
COLOURS = [
    "paper", "card", "sunk", "line", "edge", "ink", "soft", "accent", "tint", "hero",
    "ok", "warn", "stop", "info", "unk",
]
ICONS = [
    "zana", "today", "pen", "chat", "calendar", "menu", "book", "stage", "users", "user", "shield", "shield-check",
    "lock", "key", "passkey", "phone", "care", "eye", "eye-off", "image", "link", "copy", "download", "upload",
    "print", "search", "filter", "right", "left", "next", "down", "plus", "close", "check", "chart", "flag", "globe",
    "exit", "send", "file", "coins", "bag", "cup",
    "s-ok", "s-warn", "s-stop", "s-unk", "s-wait", "s-draft", "s-ask", "s-info",
]
# fmt: on
