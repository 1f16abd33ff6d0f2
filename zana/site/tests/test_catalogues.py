from babel.messages.catalog import Message

from zana.site import catalogues


def fault(msgid, string, **kwargs):
    return catalogues._fault(Message(msgid, string, **kwargs), "sq")


def test_a_missing_a_fuzzy_and_an_english_text_are_faults():
    assert fault("Save", "") == "missing"
    assert fault("Save", "Ruaj", flags=["fuzzy"]) == "fuzzy"
    assert fault("Save", "Save") == "same as English"
    assert fault("Zana", "Zana") == ""
    assert fault("Save", "Ruaj") == ""


def test_a_text_that_lost_a_place_is_a_fault():
    assert fault("{name} waits.", "Dikush pret.") == "places differ"
    assert fault("{name} waits.", "{name} pret.") == ""
    assert fault(["%(n)s post", "%(n)s posts"], ["%(n)s postim", "%(n)s postime"]) == ""


def test_a_plural_has_all_its_forms():
    assert fault(["%(n)s post", "%(n)s posts"], ["%(n)s postim", ""]) == "missing"


def test_templates_and_python_are_extracted(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "HOUSE", tmp_path / "zana")
    room = tmp_path / "zana" / "room"
    (room / "templates").mkdir(parents=True)
    (room / "rules.py").write_text('x = say("{n} posts wait.", n=2)')
    (room / "templates" / "page.html").write_text('{% translate "Hello" %}{% include "a" with words=_("Now") %}')

    found = {message.id for message in catalogues.extract_room(room) if message.id}

    assert found == {"{n} posts wait.", "Hello", "Now"}


def test_extracting_twice_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "HOUSE", tmp_path / "zana")
    room = tmp_path / "zana" / "room"
    room.mkdir(parents=True)
    (room / "rules.py").write_text('x = say("Hello")')
    catalogues.extract_all([room])
    path = catalogues.po_file(room, "sq")
    path.write_text(path.read_text().replace('msgid "Hello"\nmsgstr ""', 'msgid "Hello"\nmsgstr "Tung"'))
    before = path.read_bytes()

    catalogues.extract_all([room])

    assert path.read_bytes() == before
    assert b'msgstr "Tung"' in before
    assert [f.language for f in catalogues.find_faults([room])] == ["sr"]


def test_two_rooms_that_differ_are_a_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "HOUSE", tmp_path / "zana")
    rooms = [tmp_path / "zana" / name for name in ("a", "b")]
    for room, word in zip(rooms, ("Ruaj", "Ruaje"), strict=True):
        room.mkdir(parents=True)
        (room / "rules.py").write_text('x = say("Save")')
        catalogues.extract_all([room])
        for language in catalogues.LOCALES:
            path = catalogues.po_file(room, language)
            path.write_text(path.read_text().replace('msgid "Save"\nmsgstr ""', f'msgid "Save"\nmsgstr "{word}"'))

    found = [(fault.room, fault.language, fault.what) for fault in catalogues.find_faults(rooms)]

    assert found == [("b", "sq", "said otherwise in a"), ("b", "sr", "said otherwise in a")]
