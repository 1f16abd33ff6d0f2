from pathlib import Path

import allauth
import django
from babel.messages.pofile import read_po
from django.utils.functional import Promise

from zana.ui import borrowed


def read_sentences():
    known: set[str] = set()
    for package, place in [(allauth, "locale"), (django, "conf/locale"), (django, "contrib/auth/locale")]:
        path = Path(str(package.__file__)).parent / place / "sr_Latn" / "LC_MESSAGES" / "django.po"
        with path.open("rb") as file:
            for message in read_po(file, locale="sr_Latn"):
                known.update([message.id] if isinstance(message.id, str) else message.id)
    return known


def test_borrowed_sentences_are_still_those_of_the_packages():
    # An update that rewords a sentence would quietly bring back the package's own translation of it.
    listed = [*borrowed.BORROWED, *borrowed.FORMS, *borrowed.PASSWORDS, *borrowed.MONTHS]
    plain = {sentence for sentence in listed if not isinstance(sentence, Promise)}

    assert plain - read_sentences() == set()
