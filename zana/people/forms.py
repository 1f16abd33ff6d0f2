from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from zana.kernel.tables import MAX_BYTES
from zana.people.labels import GENDERS, KINDS, LANGUAGES, ROLES
from zana.people.models import Person
from zana.people.roles import ORGANISATION_ROLES, PROGRAMME_ROLES
from zana.ui.words import words

ORDER = list(ROLES)


def _role_choices(allowed: frozenset[str]) -> list[tuple[str, str]]:
    return [(role, words(ROLES[role])) for role in ORDER if role in allowed]


class InvitationForm(forms.Form):
    name = forms.CharField(label=_("Her name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), help_text=_("The link goes only to this address and opens once."))
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGES.items()))

    def __init__(self, *args: Any, programme: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = _role_choices(PROGRAMME_ROLES if programme else ORGANISATION_ROLES)


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name of the organisation"), max_length=160)
    kind = forms.ChoiceField(label=_("What it is"))
    region = forms.CharField(label=_("Town or region"), max_length=60)
    language = forms.ChoiceField(label=_("Language it works in"), choices=list(LANGUAGES.items()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [(code, words(saying)) for code, saying in KINDS.items()]


class AcceptForm(forms.Form):
    name = forms.CharField(label=_("Your name, as colleagues know it"), max_length=120)
    password = forms.CharField(
        label=_("A password of your own"),
        help_text=_("At least 12 letters. Four words that only you would put together are good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, Person(name=self.cleaned_data.get("name", ""), email=self.email))
        return password


class PlaceForm(forms.Form):
    names = forms.CharField(
        label=_("Its names, one a line"),
        help_text=_("What it is called, its street, its nickname, its telephone. Texts that contain one are stopped."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        max_length=2000,
    )


class TableField(forms.FileField):
    max_bytes = MAX_BYTES  # the page says so before anything is sent


class PeopleFileForm(forms.Form):
    file = TableField(
        label=_("Excel file (.xlsx) or CSV"),
        help_text=_("One row for each person. You see everything before anything is stored."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,text/csv"}),
    )


class AboutMeForm(forms.Form):
    name = forms.CharField(label=_("Your name, as colleagues know it"), max_length=120)
    gender = forms.ChoiceField(
        label=_("How shall we count you?"),
        help_text=_(
            "Only if you like. Funders ask how many women and men took part. Nobody sees your answer: "
            "it counts only in groups of five or more, from three organisations or more."
        ),
        widget=forms.RadioSelect,
        required=False,
    )
    may_be_named = forms.BooleanField(
        label=_("My name may stand in the record of learning that the programme hands on"),
        help_text=_("Without this you stand there as a number that cannot be traced back to you."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gender: Any = self.fields["gender"]
        gender.choices = [(code, words(saying)) for code, saying in GENDERS.items()]
