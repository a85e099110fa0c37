"""The catalogues follow the code: nothing reaches a reader in English, nothing a translator wrote is lost."""

import fnmatch
import importlib
import json

import pytest

from tests.architecture.code import ROOT


@pytest.fixture
def tool(monkeypatch):
    """The command's module, imported as set-up runs it: from its own folder."""
    monkeypatch.syspath_prepend(str(ROOT / "deploy" / "setup"))
    return importlib.import_module("catalogues")


@pytest.fixture
def code(tmp_path):
    """A small tree of code: a sentence in Python, a plural, one with a context, two in a template."""
    (tmp_path / "home" / "templates").mkdir(parents=True)
    (tmp_path / "home" / "views.py").write_text(
        'x = _("Your file is "\n      "received.")\ny = ngettext("%(n)s day", "%(n)s days", n)\nz = pgettext("month", "May")\n'
    )
    (tmp_path / "home" / "templates" / "page.html").write_text(
        '{% translate "Search" %} {% blocktranslate trimmed %}\n  Hello\n  {{ name }}.\n{% endblocktranslate %}'
    )
    return tmp_path


def words(folder, name="words.json", **more):
    path = folder / name
    content = {
        "Your file is received.": {"ar": "توصلنا بملفكم.", "fr": "Votre dossier est reçu.", "zgh": "ⵉⵍⴽⵎ ⵓⵙⴷⴰⵡ ⵏⵏⵓⵏ."},
        "%(n)s day|%(n)s days": {
            "ar": ["0", "يوم", "يومان", "%(n)s أيام", "%(n)s يوما", "%(n)s يوم"],
            "fr": ["%(n)s jour"] * 2,
            "zgh": ["%(n)s ⵡⴰⵙⵙ"] * 2,
        },
        "month::May": {"ar": "ماي", "fr": "mai", "zgh": "ⵎⴰⵢⵢⵓ"},
        "Search": {"ar": "بحث", "fr": "Rechercher", "zgh": "ⵔⵣⵓ"},
        "Hello %(name)s.": {"ar": "مرحبا %(name)s.", "fr": "Bonjour %(name)s.", "zgh": "ⴰⵣⵓⵍ %(name)s."},
    } | more  # fmt: skip
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_every_sentence_of_the_code_is_found(tool, code):
    texts = {(message.context, message.text) for message in tool.collect(code)}
    assert texts == {
        ("", "Your file is received."),
        ("", "%(n)s day"),
        ("month", "May"),
        ("", "Search"),
        ("", "Hello %(name)s."),
    }


def test_a_sentence_of_the_citizen_without_its_words_is_a_fault_in_each_language(tool, code):
    list(tool.update(code))
    faults = list(tool.check(code))
    for language in ("ar", "fr", "zgh"):
        assert len([fault for fault in faults if fault.startswith(f"{language}: not translated")]) == 5


def test_complete_catalogues_have_no_fault(tool, code):
    list(tool.update(code, [words(code)]))
    assert list(tool.check(code)) == []


def test_a_new_sentence_is_a_fault_until_it_stands_in_every_catalogue(tool, code):
    list(tool.update(code, [words(code)]))
    (code / "home" / "late.py").write_text('_("Late.")')
    assert len([fault for fault in tool.check(code) if "missing from the catalogue: 'Late.'" in fault]) == 3


def test_a_lost_placeholder_is_a_fault(tool, code):
    list(tool.update(code, [words(code, **{"Hello %(name)s.": {"ar": "مرحبا.", "fr": "Bonjour %(nom)s."}})]))
    assert len([fault for fault in tool.check(code) if "placeholders differ" in fault]) == 2


def test_no_catalogue_is_a_fault(tool, code):
    assert len([fault for fault in tool.check(code) if "does not exist" in fault]) == 3


def test_no_sentence_at_all_is_a_fault(tool, tmp_path):
    assert "no sentence was found" in next(iter(tool.check(tmp_path)))


def test_what_a_translator_wrote_is_kept(tool, code):
    list(tool.update(code, [words(code)]))
    list(tool.update(code, [words(code, "other.json", Search={"fr": "Chercher"})]))
    catalogue = tool.polib.pofile(str(tool.catalogue_path(code, "fr")))
    assert catalogue.find("Search").msgstr == "Rechercher"


def test_sentences_gone_from_the_code_are_dropped_and_those_of_a_library_kept(tool, code):
    list(
        tool.update(
            code, [words(code, **{"Enter a valid value.": {"ar": "أدخلوا قيمة صحيحة.", "fr": "Saisissez une valeur."}})]
        )
    )
    (code / "home" / "templates" / "page.html").unlink()
    list(tool.update(code))
    texts = [entry.msgid for entry in tool.polib.pofile(str(tool.catalogue_path(code, "ar")))]
    assert "Search" not in texts
    assert "Enter a valid value." in texts


def test_two_files_that_contradict_each_other_are_reported(tool, code):
    lines = list(tool.update(code, [words(code), words(code, "other.json", Search={"fr": "Chercher"})]))
    assert [line for line in lines if "other.json" in line and "Rechercher" in line]


@pytest.mark.parametrize("source", ['_(f"Hello {name}")', "_(name)", '_("Hello " + name)', 'ngettext("day", n)'])
def test_what_nobody_could_translate_is_refused(tool, source):
    messages = importlib.import_module("messages")
    with pytest.raises(messages.NotLiteral, match=r"views\.py:1"):
        list(messages.in_python(source, "views.py"))


def test_what_a_citizen_reads_has_its_amazigh_and_what_an_officer_reads_may_lack_it(tool, code):
    (code / "tracking" / "admin").mkdir(parents=True)
    (code / "tracking" / "admin" / "inbox.py").write_text('_("Inbox")\n_("Search")')
    list(
        tool.update(
            code, [words(code, Inbox={"ar": "صندوق", "fr": "Corbeille"}, Search={"ar": "بحث", "fr": "Chercher"})]
        )
    )
    assert list(tool.check(code)) == ["zgh: not translated: 'Search' (home/templates/page.html)"]


@pytest.mark.parametrize(
    ("sentence", "files", "owed"),
    [
        ("Search", ["home/templates/home/search.html"], True),
        ("Send to the president", ["tracking/lifecycle/table.py", "tracking/admin/screens/desk.py"], False),
        ("Filed", ["tracking/admin/words.py", "tracking/models/states.py"], True),
        ("filed on", ["tracking/models/dossier.py"], False),
        ("calendar days", ["procedures/models/choices.py"], True),
        ("This procedure is not in force yet.", ["procedures/templates/procedures/procedure_page.html"], True),
        ("Withdraw the procedure", ["procedures/templates/procedures/editing/withdraw.html"], False),
        ("The condition is too long.", ["procedures/conditions.py"], False),
        ("The commune does not take this request online at the moment.", ["tracking/actions/open_dossier.py"], True),
        ("You may not sign this act.", ["tracking/actions/sign_act.py"], False),
        ("A part made tomorrow.", ["tracking/tomorrow.py"], True),
    ],
)
def test_who_reads_a_sentence_is_told_by_its_files(tool, sentence, files, owed):
    assert importlib.import_module("readers").for_citizens(sentence, files) is owed


def test_the_rule_names_only_files_there_are(tool):
    readers = importlib.import_module("readers")
    packages = importlib.import_module("messages").PACKAGES
    names = [path.relative_to(ROOT).as_posix() for package in packages for path in (ROOT / package).rglob("*.*")]
    for pattern in (*readers.OFFICERS, *readers.CITIZENS):
        assert fnmatch.filter(names, pattern), pattern
