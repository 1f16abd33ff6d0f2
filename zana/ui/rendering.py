"""How every form of the house is drawn; named in settings as FORM_RENDERER."""

from typing import Any

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    DateInput,
    DateTimeInput,
    FileInput,
    NumberInput,
    RadioSelect,
    TimeInput,
    Widget,
)

SHORT = (DateInput, DateTimeInput, NumberInput, TimeInput)
WITHOUT_FRAME = (CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect)


class FormField(BoundField):
    """A field that knows how it looks: its kind picks the markup, its widget gets the house's classes."""

    @property
    def kind(self) -> str:
        widget = self.field.widget
        if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
            return "picks"
        if isinstance(widget, CheckboxInput):
            return "switch"
        return "file" if isinstance(widget, FileInput) else "text"

    @property
    def anchor(self) -> str:
        """Where the list of errors on top leads: to the input, or to the group of choices."""
        return self.auto_id if self.kind == "picks" else self.id_for_label

    @property
    def is_row(self) -> bool:
        """A few short choices stand beside each other, like days or networks."""
        labels = [str(label) for _, label in getattr(self.field, "choices", [])]
        return len(labels) <= 4 and all(len(label) < 12 for label in labels)

    @property
    def is_scale(self) -> bool:
        """Numbers in a row, what is none of them below. A widget says so of itself."""
        return bool(getattr(self.field.widget, "is_scale", False))

    @property
    def is_optional(self) -> bool:
        """Said only where other fields of the form must be filled in: on a filter it would be noise."""
        if self.field.required or self.kind == "switch":
            return False
        return any(field.required for field in self.form.fields.values())

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        if not isinstance(widget, WITHOUT_FRAME):
            own = widget.attrs.get("class", "")
            built["class"] = " ".join(filter(None, ["in", "short" if isinstance(widget, SHORT) else "", own]))
        return built


class HouseForms(TemplatesSetting):
    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = FormField
