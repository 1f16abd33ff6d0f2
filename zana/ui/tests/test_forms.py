from django import forms

from zana.ui.rendering import FormField
from zana.ui.words import speaking


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As <registered>.")
    town = forms.CharField(label="Town", required=False)
    day = forms.DateField(label="Day")
    network = forms.ChoiceField(label="Network", choices=[("f", "Facebook"), ("x", "X")], widget=forms.RadioSelect)
    remind = forms.BooleanField(label="Remind me", required=False)
    photo = forms.FileField(label="Photo", required=False)
    kept = forms.CharField(widget=forms.HiddenInput, required=False)


def fields_of(form):
    return [field for field in form if isinstance(field, FormField)]


def test_field_ties_hint_and_error_to_its_input():
    with speaking("en"):
        shown = str(Sample({"name": ""})["name"].as_field_group())

    assert '<div class="hint" id="id_name_helptext">As &lt;registered&gt;.</div>' in shown
    assert '<div id="id_name_error">' in shown
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'aria-invalid="true"' in shown


def test_field_gets_the_classes_of_its_kind():
    form = Sample()

    assert [field.kind for field in fields_of(form)] == ["text", "text", "text", "picks", "switch", "file", "text"]
    assert 'class="in"' in str(form["name"])
    assert 'class="in short"' in str(form["day"])
    assert "class=" not in str(form["remind"])


def test_field_says_when_it_is_not_required():
    form = Sample()

    assert [field.name for field in fields_of(form) if field.is_optional] == ["town", "photo", "kept"]


def test_choices_stand_in_one_group_with_a_name():
    with speaking("en"):
        shown = str(Sample({"network": "no"})["network"].as_field_group())

    assert '<fieldset class="field" id="id_network"' in shown
    assert "<legend>Network</legend>" in shown
    assert shown.count('<label class="pick"') == 2


def test_form_with_errors_lists_them_and_says_what_was_kept():
    with speaking("en"):
        shown = str(Sample({"day": "nonsense", "network": "f", "name": "Arta"}))

    assert '<li><a href="#id_day">Day</a>: Enter a valid date.</li>' in shown
    assert "A file has to be chosen again." in shown
    assert shown.count("<li>") == 1


def test_form_without_errors_has_no_notice():
    assert "note stop" not in str(Sample())


def test_form_draws_no_style_of_its_own():
    assert "style=" not in str(Sample({}))
