from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zana.kernel.words import say
from zana.learning.rules.feedback import HIGHEST, HINDRANCES, ITEMS, LOWEST, OPEN_ITEMS, POOL_ITEMS, UNSURE, USED
from zana.people.models import Person
from zana.ui.words import words


class Scale(forms.RadioSelect):
    is_scale = True  # ui draws the numbers in one row


def _text(item: str) -> forms.CharField:
    return forms.CharField(
        label=words(OPEN_ITEMS[item]), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


def _choose(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=_("1: I disagree. 5: I agree."),
        choices=FeedbackForm.CHOICES,
        coerce=int,
        required=False,
        empty_value=str(UNSURE),
        widget=Scale,
    )


class FeedbackForm(forms.Form):
    """Eight sentences, two questions, and one for the safeguarding person. No item asks for a trainer's name.

    Everything may be left out: who says nothing about a sentence cannot say.
    """

    CHOICES: ClassVar[list[tuple[int, Any]]] = [
        *((number, str(number)) for number in range(LOWEST, HIGHEST + 1)),
        (UNSURE, _("I cannot say")),
    ]
    prefix_of_items = "i_"

    def __init__(
        self, *args: Any, safeguard: Person | None, is_named: bool = False, team: Sequence[Person] = (), **given: Any
    ) -> None:
        """`team`: who held an individual day; about each of them one question is asked without a name."""
        super().__init__(*args, **given)
        self.team = dict(zip(("again", "again_2"), team, strict=False))
        for name, saying in ITEMS.items():
            self.fields[self.prefix_of_items + name] = _choose(words(saying))
        for item in ("first", "change"):
            self.fields[item] = _text(item)
        for name, trainer in self.team.items():
            about = say("I would gladly have another day with {name}.", name=trainer.name)
            again = self.fields[name] = _choose(words(about if len(self.team) > 1 else POOL_ITEMS["again"]))
            again.help_text = _("Without your name: it is counted together with others' at the end of the quarter.")
        if safeguard is not None:
            self._ask_if_uneasy(safeguard, is_named=is_named)

    def _ask_if_uneasy(self, safeguard: Person, *, is_named: bool) -> None:
        """Says honestly who could guess whose words they are."""
        promise = (
            _("Only %(name)s reads this, never the trainer. Few of you were there, so she may guess who wrote it.")
            if is_named
            else _("Only %(name)s reads this, never the trainer. It is sealed and stands apart from your answers.")
        )
        self.fields["uneasy"] = forms.CharField(
            label=_("Did anything make you uncomfortable?"),
            help_text=promise % {"name": safeguard.name},
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["may_be_called"] = forms.BooleanField(
            label=_("Tell %(name)s that it was me, so that we can talk") % {"name": safeguard.name}, required=False
        )

    def again(self) -> dict[Person, int]:
        """What she said about each of them; who says nothing is not counted."""
        said = {person: int(self.cleaned_data[name]) for name, person in self.team.items()}
        return {person: degree for person, degree in said.items() if degree != UNSURE}

    def given(self) -> dict[str, Any]:
        """What both actions want."""
        clean = self.cleaned_data
        return {
            "answers": {name: int(clean[self.prefix_of_items + name]) for name in ITEMS},
            "words": {item: clean[item] for item in ("first", "change")},
            "uneasy": clean.get("uneasy", ""),
            "may_be_called": clean.get("may_be_called", False),
        }


class FollowUpForm(forms.Form):
    used = forms.ChoiceField(label=_("Did you use what we practised?"), widget=forms.RadioSelect)
    hindered = forms.MultipleChoiceField(
        label=_("What stood in the way?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name, sayings in (("used", USED), ("hindered", HINDRANCES)):
            field: Any = self.fields[name]
            field.choices = [(code, words(saying)) for code, saying in sayings.items()]
        self.fields["wanted"] = _text("help")


class ExtendForm(forms.Form):
    until = forms.DateField(label=_("Open until"), widget=forms.DateInput(attrs={"type": "date"}))


class SafeguardForm(forms.Form):
    person = forms.ModelChoiceField(
        label=_("Who hears it"), queryset=Person.objects.none(), to_field_name="ref", empty_label=_("nobody yet"),
        help_text=_("Neither a trainer here nor somebody of one of the organisations."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: QuerySet[Person], **given: Any) -> None:
        super().__init__(*args, **given)
        person: Any = self.fields["person"]
        person.queryset = people
