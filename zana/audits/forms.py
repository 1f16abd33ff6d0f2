from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zana.kernel.words import Saying, say
from zana.people.models import Person

MOST_BYTES = 50 * 1024 * 1024


class AnswerForm(forms.Form):
    """What was seen of one control. What may be answered in which way, the action decides."""

    result = forms.CharField(max_length=10, error_messages={"required": _("Choose one of the answers.")})
    way = forms.CharField(max_length=10, required=False)
    note = forms.CharField(max_length=500, required=False)
    key = forms.CharField(max_length=40, required=False)
    knew = forms.IntegerField(min_value=0, required=False)
    harms = forms.BooleanField(required=False)
    hidden = forms.BooleanField(required=False)


class BeginForm(forms.Form):
    """Scope, and whose yes it is."""

    scope = forms.ChoiceField(choices=[("minimum", ""), ("full", "")])
    consented = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=_("Who of the organisation says yes to it?"),
        empty_label=None,
        error_messages={"required": _("Choose who says yes: nobody is looked at without knowing it.")},
    )
    has_shelter = forms.BooleanField(required=False)
    staff_at_risk = forms.BooleanField(required=False)
    told = forms.BooleanField(error_messages={"required": _("Read it together first, then tick.")})

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consented"].queryset = Person.objects.filter(pk__in=[p.pk for p in people])  # type: ignore[attr-defined]  # a choice of models


class ExhibitForm(forms.Form):
    file = forms.FileField(
        label=_("Photo, screenshot or PDF"),
        widget=forms.FileInput(attrs={"accept": "image/*,.heic,.pdf,application/pdf"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Choose it again."),
        },
    )

    @property
    def refusal(self) -> Saying:
        return say("{thing}", thing=" ".join(str(error) for errors in self.errors.values() for error in errors))


class SeveralFiles(forms.FileInput):
    """A large archive comes in several ZIPs; the page takes them together."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.get(name)  # one to see that there is any; the reader judges all of them


class ArchiveForm(forms.Form):
    holder = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        required=False,
        label=_("Whose archive is it?"),
        empty_label=_("Somebody who does not sign in here"),
    )
    file = forms.FileField(
        required=False,  # a browser that reads the ZIP itself sends parts instead
        label=_("The ZIP file as you downloaded it; if there are several, all of them"),
        widget=SeveralFiles(attrs={"multiple": True, "accept": ".zip,application/zip"}),
        error_messages={
            "empty": _("The file is empty. The download probably broke off: fetch it again."),
        },
    )

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = Person.objects.filter(pk__in=[p.pk for p in people])  # type: ignore[attr-defined]  # a choice of models

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file and not self.files.getlist("part"):
            raise forms.ValidationError(_("Choose the ZIP file first."))
        return file


class AssignForm(forms.Form):
    owner = forms.ModelChoiceField(
        queryset=Person.objects.none(), required=False, label=_("Who does it"), empty_label=_("nobody yet")
    )
    deputy = forms.ModelChoiceField(
        queryset=Person.objects.none(), required=False, label=_("Who steps in for her"), empty_label=_("nobody yet")
    )

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("owner", "deputy"):
            self.fields[name].queryset = Person.objects.filter(pk__in=[p.pk for p in people])  # type: ignore[attr-defined]  # a choice of models


class AcceptForm(forms.Form):
    reason = forms.CharField(
        max_length=500,
        label=_("Why it stays as it is"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write in a sentence why it stays as it is.")},
    )
