from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from zana.kernel.refs import new_ref
from zana.learning import curriculum
from zana.learning.actions.trainings import Presence
from zana.learning.curriculum.confidence import HIGHEST, LOWEST
from zana.learning.drills import drills
from zana.learning.feedback_forms import Scale
from zana.learning.models import DrillRun, Review, Training
from zana.learning.models.coaching import CALL, MESSAGE, VISIT
from zana.learning.models.plans import BAN, PIN
from zana.learning.queries.quizzes import GroupSheets
from zana.learning.queries.sessions import SheetLine
from zana.learning.queries.wording import title_of_topic, title_of_unit
from zana.people.forms import TableField
from zana.people.labels import LANGUAGES
from zana.people.models import Membership, Organisation, Person, Programme
from zana.people.roles import TRAINER
from zana.ui.words import language


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


def trainers_of(programme: Programme) -> QuerySet[Person]:
    live = Membership.live.filter(programme=programme, role=TRAINER)
    return Person.objects.filter(memberships__in=live).distinct().order_by("name")


class DateForm(forms.Form):
    held_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    trainer = forms.ModelChoiceField(
        label=_("Trainer"), queryset=Person.objects.none(), to_field_name="ref", empty_label=_("choose")
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        trainer: Any = self.fields["trainer"]
        trainer.queryset = trainers_of(programme)


class TrainingForm(DateForm):
    """`once` makes the form that is sent twice one training: a second one of that day would get a number."""

    title = forms.CharField(label=_("What it is called"), max_length=160)
    minutes = forms.IntegerField(
        label=_("Planned minutes"), min_value=1, max_value=2000, help_text=_("Without breaks.")
    )
    once = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_ref)
    field_order = ("title", "held_on", "minutes", "trainer")


class SittingForm(forms.Form):
    """A drill for some people of one organisation."""

    drill = forms.ChoiceField(label=_("Drill"))
    planned_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    people = forms.ModelMultipleChoiceField(
        label=_("For whom"),
        queryset=Person.objects.none(),
        to_field_name="ref",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each is asked first, and may say no without a reason."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drill: Any = self.fields["drill"]
        drill.choices = [(code, f"{code} · {one.title[language()]}") for code, one in drills().items()]
        people: Any = self.fields["people"]
        live = Membership.live.filter(organisation=organisation)
        people.queryset = Person.objects.filter(memberships__in=live).distinct().order_by("name")


class DidForm(forms.Form):
    """“I did this”: one thing from her sheet, and her own words to it."""

    act = forms.ChoiceField(label=_("What did you do?"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("How? Write the words you would send, or what you would enter in the log"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Invented names only."),
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        act: Any = self.fields["act"]
        act.choices = choices


class SeenForm(forms.Form):
    """What the trainer saw somebody do."""

    do = forms.CharField(widget=forms.HiddenInput, initial="seen")
    run = forms.ChoiceField(label=_("Whose"))
    what = forms.ChoiceField(label=_("What she did"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(
        self, *args: Any, runs: Sequence[DrillRun], acts: Sequence[tuple[str, str, bool]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        run, what = cast(Any, self.fields["run"]), cast(Any, self.fields["what"])
        run.choices = [(one.ref, one.person.name) for one in runs]
        named = [(act, _("RED LINE: %(words)s") % {"words": words} if red else words) for act, words, red in acts]
        what.choices = [("", "…"), *named]


class FeelingForm(forms.Form):
    feeling = forms.ChoiceField(
        label=_("How are you?"),
        choices=[
            ("fine", _("Fine")),
            ("shaken", _("A little shaken")),
            ("talk", _("Not well: I want to talk with somebody today")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Only your trainer reads it."),
    )


class SheetForm(forms.Form):
    """One box a person: ticked is the whole time, unless the minutes beside it say less."""

    def __init__(self, *args: Any, training: Training, lines: Sequence[SheetLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.planned = training.minutes
        for line in lines:
            self.fields[f"there_{line.person.ref}"] = forms.BooleanField(
                required=False, initial=line.minutes is None or line.minutes > 0
            )
            self.fields[f"minutes_{line.person.ref}"] = forms.IntegerField(
                required=False, min_value=0, max_value=training.minutes, initial=line.minutes or training.minutes
            )

    def rows(self) -> list[tuple[SheetLine, forms.BoundField, forms.BoundField]]:
        return [(one, self[f"there_{one.person.ref}"], self[f"minutes_{one.person.ref}"]) for one in self.lines]

    def presences(self) -> list[Presence]:
        given = self.cleaned_data
        return [Presence(one.person, one.organisation, self._minutes(given, one.person.ref)) for one in self.lines]

    def _minutes(self, given: dict[str, Any], ref: str) -> int:
        if not given[f"there_{ref}"]:
            return 0
        minutes: int | None = given[f"minutes_{ref}"]
        return self.planned if minutes is None else minutes


class ConfidenceForm(forms.Form):
    """Five sentences, each from 1 to 5, or "I cannot say"."""

    WORDS: ClassVar[dict[str, Any]] = {
        "before": _("Before the training: how far is this true today?"),
        "after": _("After the training: how far is this true now?"),
        "hindsight": _("Looking back: how far was it true before the training, as you see it now?"),
        "later": _("Twelve weeks later: how far is this true now?"),
    }
    CHOICES: ClassVar[list[tuple[int, Any]]] = [
        *((number, str(number)) for number in range(LOWEST, HIGHEST + 1)),
        (0, _("I cannot say")),
    ]

    def __init__(self, *args: Any, sheet: GroupSheets, occasion: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = sheet.given.get(occasion)
        for place, sentence in enumerate(sheet.sentences):
            self.fields[f"s{place}"] = forms.TypedChoiceField(
                label=sentence,
                choices=self.CHOICES,
                coerce=int,
                help_text=_("1: not at all. 5: fully."),
                widget=Scale,
                initial=given[place] if given else None,
            )

    def answers(self) -> list[int]:
        return [self.cleaned_data[name] for name in self.fields]


class ContactForm(forms.Form):
    """The trainer was there, called or wrote."""

    kind = forms.ChoiceField(
        label=_("How"),
        choices=[(VISIT, _("Visit")), (CALL, _("Call")), (MESSAGE, _("Message"))],
        widget=forms.RadioSelect,
    )
    held_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600)
    about = forms.CharField(
        label=_("What you did together"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The organisation reads it too. No names of people you helped."),
    )
    next_step = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_on = forms.DateField(label=_("Until when"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    review = forms.ChoiceField(label=_("Was it a review?"), required=False)

    def __init__(self, *args: Any, reviews: Sequence[Review], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reviews = {review.ref: review for review in reviews}
        review: Any = self.fields["review"]
        names = [
            (
                one.ref,
                ngettext("%(weeks)s week after the day", "%(weeks)s weeks after the day", one.weeks)
                % {"weeks": one.weeks},
            )
            for one in reviews
        ]
        review.choices = [("", _("No")), *names]

    def contact(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {**given, "review": self.reviews.get(given["review"])}


class LevelForm(forms.Form):
    """Where the organisation stands in one topic, by its anchors, and where it wants to be."""

    level = forms.TypedChoiceField(label=_("Where you stand today"), coerce=int, widget=forms.RadioSelect)
    target = forms.TypedChoiceField(label=_("Where you want to be"), coerce=int)
    note = forms.CharField(
        label=_("What it rests on"), max_length=300, help_text=_("What was seen or shown, and when.")
    )

    def __init__(self, *args: Any, anchors: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(number, f"{number}: {anchor}") for number, anchor in enumerate(anchors)]
        for name in ("level", "target"):
            field: Any = self.fields[name]
            field.choices = choices


# questions a programme brings along
class OwnQuizForm(forms.Form):
    """`once` makes the form that is sent twice one quiz."""

    title = forms.CharField(label=_("What the quiz is called"), max_length=160)
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGES.items()))
    file = TableField(
        label=_("GIFT, Excel (.xlsx) or CSV"),
        help_text=_("A table has the columns Question, A, B, C …, Right, Explanation."),
        widget=forms.FileInput(attrs={"accept": ".gift,.txt,.xlsx,.csv,text/plain"}),
    )
    once = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_ref)
