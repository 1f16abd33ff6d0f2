from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zana.learning import curriculum
from zana.learning.models.plans import BAN, PIN
from zana.learning.queries.wording import title_of_topic, title_of_unit
from zana.people.models import Membership, Person, Programme
from zana.people.roles import TRAINER


class ChangeForm(forms.Form):
    """A unit into the day or out of it. The reason is printed in the plan."""

    unit = forms.ChoiceField(label=_("Lesson"))
    kind = forms.ChoiceField(
        label=_("What to do"), choices=[(PIN, _("Put it in")), (BAN, _("Take it out"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("The reason is printed in the plan. The organisation reads it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.choices = [
            (
                title_of_topic(topic),
                [(one.id, title_of_unit(one.id)) for one in curriculum.units().values() if one.topic == topic],
            )
            for topic in curriculum.topics()
        ]


class DateForm(forms.Form):
    held_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    trainer = forms.ModelChoiceField(label=_("Trainer"), queryset=Person.objects.none(), to_field_name="ref")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        trainer: Any = self.fields["trainer"]
        live = Membership.live.filter(programme=programme, role=TRAINER)
        trainer.queryset = Person.objects.filter(memberships__in=live).distinct().order_by("name")
