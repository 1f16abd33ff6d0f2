from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zana.kernel.refs import new_ref
from zana.people.models import Person


class AskForm(forms.Form):
    """`once` makes the form that is sent twice one question."""

    words = forms.CharField(
        label=_("What do you need?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("No names of women you help, and no address that must stay hidden."),
    )
    once = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_ref)


class TurnForm(forms.Form):
    words = forms.CharField(label=_("Your words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        label=_("Who answers it"), queryset=Person.objects.none(), to_field_name="ref", empty_label=_("choose")
    )

    def __init__(self, *args: Any, trainers: QuerySet[Person], **given: Any) -> None:
        super().__init__(*args, **given)
        to: Any = self.fields["to"]
        to.queryset = trainers
