from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zana.api.actions import LASTS
from zana.api.models import Key


class KeyForm(forms.Form):
    name = forms.CharField(
        max_length=60,
        label=_("What is the key for?"),
        error_messages={"required": _("Say what the key is for, so that you know it again.")},
    )
    scope = forms.ChoiceField(
        label=_("What may the program do?"),
        choices=[(Key.READ, _("only look")), (Key.ANSWER, _("look, answer questions and make reports"))],
    )
    days = forms.TypedChoiceField(
        label=_("How many days does it last?"), coerce=int, choices=[(days, str(days)) for days in LASTS], initial=90
    )
