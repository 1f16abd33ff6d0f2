"""Forms made from what a register asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zana.audits.actions.registers import LONGEST, FieldRefused
from zana.audits.queries.registers import Book
from zana.audits.rules.shapes import Field, Register
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.people.models import Membership, Person
from zana.ui.words import words

MISSING = {"required": _("Please fill this in."), "invalid_choice": _("Choose one of the list.")}


class LineForm(forms.Form):
    def __init__(self, *args: Any, register: Register, book: Book, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for asked in register.fields:
            made = make_field(asked, book, list(self._kept(asked)))
            made.required, made.label = asked.required, words(asked.label)
            made.help_text = words(asked.hint) if asked.hint else ""
            made.error_messages = {**made.error_messages, **MISSING}
            self.fields[asked.key] = made

    def _kept(self, asked: Field) -> list[str]:
        kept = self.initial.get(asked.key) or []
        return kept if isinstance(kept, list) else [str(kept)]


def show_refusal(form: forms.Form, no: Refusal) -> None:
    """Beside its field, where the refusal is about one."""
    key = no.key if isinstance(no, FieldRefused) and no.key in form.fields else None
    form.add_error(key, words(no.saying))


def make_field(asked: Field, book: Book, kept: list[str]) -> forms.Field:
    match asked.kind:
        case "tick":
            return forms.BooleanField()
        case "date":
            return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        case "phone":
            return forms.CharField(max_length=40, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}))
        case "link":
            return forms.URLField(max_length=LONGEST, assume_scheme="https")
        case "choice":
            return _choose([(code, words(label)) for code, label in asked.choices], asked)
        case "choices":
            pairs = [(code, words(label)) for code, label in asked.choices]
            return forms.MultipleChoiceField(choices=pairs, widget=forms.CheckboxSelectMultiple)
        case "person":
            return _choose(_people(book, kept), asked)
        case "people":
            return forms.MultipleChoiceField(choices=_people(book, kept), widget=forms.CheckboxSelectMultiple)
        case "account":
            return _choose(_accounts(book), asked)
        case "accounts":
            return forms.MultipleChoiceField(choices=_accounts(book), widget=forms.CheckboxSelectMultiple)
        case _:
            return forms.CharField(max_length=LONGEST, widget=forms.TextInput(attrs={"autocomplete": "off"}))


def _choose(pairs: list[tuple[str, str]], asked: Field) -> forms.ChoiceField:
    nobody = str(_("choose")) if asked.required else str(_("nobody"))
    return forms.ChoiceField(choices=[("", nobody), *pairs])


def _people(book: Book, kept: list[str]) -> list[tuple[str, str]]:
    """Who works here now, and who stands on this line already."""
    here = book.current | set(kept)
    return sorted(((w.ref, w.name) for w in book.staff if w.ref in here), key=lambda pair: pair[1].casefold())


def _accounts(book: Book) -> list[tuple[str, str]]:
    return [(line.ref, book.names[line.ref]) for line in book.lines.get("accounts", ())]


class WorkerForm(forms.Form):
    name = forms.CharField(max_length=120, label=_("Name"), error_messages={"required": _("Please fill this in.")})
    role = forms.CharField(max_length=120, required=False, label=_("What she does here"))
    since = forms.DateField(
        required=False,
        label=_("Since when"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        required=False,
        label=_("Signs in here as"),
        empty_label=_("does not sign in here"),
    )

    def __init__(self, *args: Any, book: Book, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.filter(organisation=book.organisation).values("person")
        chosen = self.fields["person"]
        assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101 - for the checker
        chosen.queryset = Person.objects.filter(pk__in=members).order_by("name")


class LeavingForm(forms.Form):
    left_on = forms.DateField(
        label=_("The day she leaves"),
        initial=clock.today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Please fill this in.")},
    )
