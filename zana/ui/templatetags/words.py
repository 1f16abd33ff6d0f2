from django import template

from zana.ui import words as ui_words

register = template.Library()


@register.filter
def words(saying: object) -> str:
    """`{{ saying|words }}`: a Saying in the language of the page, escaped like any other text."""
    return ui_words.words(saying) if saying is not None else ""
