from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zana.audits.actions.incidents import MOST_BYTES


def _long(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(max_length=4000, label=label, widget=forms.Textarea(attrs={"rows": 3}), **more)


class KeepForm(forms.Form):
    """One thing or several at once; what each may be, the action decides."""

    file = forms.FileField(
        required=False, label=_("Screenshot, photo or file"), error_messages={"empty": _("The file is empty.")}
    )
    address = forms.CharField(
        required=False,
        max_length=4000,
        label=_("Address"),
        help_text=_("As it stands in the browser. We only write it down; nobody opens it from here."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "autocomplete": "off"}),
    )
    note = _long(_("What you saw"), required=False)
    seen_at = forms.DateTimeField(
        required=False,
        label=_("When you saw it"),
        help_text=_("Empty means now."),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Write day and time, for instance 2026-05-12 21:30.")},
    )

    def __init__(self, *args: Any, keeps_files: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not keeps_files:
            del self.fields["file"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("This is larger than 10 MB. Keep it on a stick in a safe place, and write a note about it.")
            )
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not any(given.get(name) for name in ("file", "address", "note")):
            raise forms.ValidationError(_("Choose a file, or write an address or a note."))
        return given


class AsideForm(forms.Form):
    reason = _long(
        _("Why nothing is happening"),
        error_messages={"required": _("Write in a sentence why nothing is happening.")},
    )


class CloseForm(forms.Form):
    happened = _long(_("What happened"))
    lost = _long(_("What was lost, or may have been seen"), help_text=_("“Nothing” is an answer too."))
    told = _long(_("Who was told"), help_text=_("Roles, not names of women."))
    following = _long(_("What comes next, by whom"))


class ExposureForm(forms.Form):
    reason = forms.CharField(max_length=500, label=_("Why more eyes are on them"))
    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))


class CompensationForm(forms.Form):
    instead = forms.ChoiceField(label=_("What stands in for it"))
    reason = forms.CharField(max_length=500, label=_("Why it does"))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instead"].choices = choices  # type: ignore[attr-defined]  # a field of choices
