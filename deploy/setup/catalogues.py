"""The translation catalogues: brought up to date with the code, checked, compiled. Needs neither gettext nor a database.

    catalogues.py update [--from WORDS.json ...] [--replace]
    catalogues.py check
    catalogues.py compile

A file of words is `{"English sentence": {"ar": "…", "fr": "…", "zgh": "…"}}`; the key of a plural is `"one|many"` and its
values are lists in the order of the language's plural forms; a context stands before the sentence, `"context::sentence"`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import polib
from messages import Message, NotLiteral, collect
from readers import for_citizens

ROOT = Path(__file__).resolve().parents[2]
PLURAL_FORMS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
    "fr": "nplurals=2; plural=(n > 1);",
    # CLDR has no rule for Standard Moroccan Amazigh; French's is used.
    "zgh": "nplurals=2; plural=(n > 1);",
}
COMPLETE = ("ar", "fr")
"""Languages in which every sentence of the code has its words; Amazigh has those of the citizen (`readers`)."""
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")

Words = str | Sequence[str]


def main(arguments: Sequence[str]) -> int:
    """Run one of the three commands; 1 when the check finds something."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    commands = parser.add_subparsers(dest="command", required=True)
    update_parser = commands.add_parser("update", help="add new sentences, drop those the code no longer has")
    update_parser.add_argument("--from", dest="words", type=Path, nargs="*", default=[], metavar="WORDS.json")
    update_parser.add_argument("--replace", action="store_true", help="replace translations that are already there")
    commands.add_parser("check", help="fail on a missing sentence, translation or placeholder")
    commands.add_parser("compile", help="write the .mo files")
    options = parser.parse_args(arguments)
    try:
        if options.command == "update":
            for line in update(ROOT, options.words, replace=options.replace):
                sys.stdout.write(f"{line}\n")
            return 0
        if options.command == "check":
            return _report(list(check(ROOT)))
    except NotLiteral as error:
        return _report([str(error)])
    for path in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    return 0


def update(root: Path, words: Sequence[Path] = (), *, replace: bool = False) -> Iterator[str]:
    """Bring the catalogues of `root` up to date; yields one line a language, and one for each contradiction met.

    A translation already there is kept unless `replace`. A sentence of a library (given in a file of words, not in the
    code) is kept for ever; one that stood in the code and no longer does is dropped.
    """
    found = collect(root)
    given, contradictions = _read(words)
    yield from contradictions
    for language in PLURAL_FORMS:
        path = catalogue_path(root, language)
        catalogue = _open(path, language)
        entries = {_key(entry): entry for entry in catalogue}
        for message in {**found, **given}:
            if message not in entries:
                entries[message] = _new_entry(message, language)
        kept = {m: e for m, e in entries.items() if m in found or m in given or not e.occurrences}
        for message, entry in kept.items():
            entry.occurrences = [(name, "") for name in found.get(message, ())]
            translation = given.get(message, {}).get(language, "")
            if translation and (replace or not _translated(entry)):
                _translate(entry, translation)
        catalogue.clear()
        catalogue.extend(sorted(kept.values(), key=lambda entry: (entry.msgid, entry.msgctxt or "")))
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
        empty = sum(not _translated(entry) for entry in catalogue)
        yield f"{language}: {len(catalogue)} sentences, {empty} without translation"


def check(root: Path) -> Iterator[str]:
    """What is wrong with the catalogues of `root`: one sentence for each fault."""
    found = collect(root)
    if not found:
        yield "no sentence was found in the code: the search itself must be broken"
    for language in PLURAL_FORMS:
        path = catalogue_path(root, language)
        if not path.exists():
            yield f"{language}: {path.relative_to(root)} does not exist"
            continue
        entries = {_key(entry): entry for entry in polib.pofile(str(path), wrapwidth=110)}
        for message, files in found.items():
            if message not in entries:
                yield f"{language}: missing from the catalogue: {message.text!r} ({files[0]})"
        for message, entry in entries.items():
            if entry.fuzzy:
                yield f"{language}: still marked as uncertain: {message.text!r}"
            elif not _translated(entry) and message in found and _owed(language, message, found[message]):
                # A sentence of a library may stay empty: its own catalogue then serves that language.
                yield f"{language}: not translated: {message.text!r} ({found[message][0]})"
            yield from _placeholder_faults(language, entry)


def _owed(language: str, message: Message, files: Sequence[str]) -> bool:
    """Whether `language` must have words for what `files` say."""
    return language in COMPLETE or for_citizens(message.text, files)


def catalogue_path(root: Path, language: str) -> Path:
    """Where the catalogue of `language` lies."""
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def _placeholder_faults(language: str, entry: polib.POEntry) -> Iterator[str]:
    wanted = set(_PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    if entry.msgid_plural:
        # Arabic says one and two without a figure: a form may leave a placeholder out, none may bring one in.
        for text in filter(None, entry.msgstr_plural.values()):
            if not set(_PLACEHOLDER.findall(text)) <= wanted:
                yield f"{language}: a placeholder is not the sentence's: {text!r}"
    elif entry.msgstr and set(_PLACEHOLDER.findall(entry.msgstr)) != wanted:
        yield f"{language}: placeholders differ: {entry.msgid!r} and {entry.msgstr!r}"


def _open(path: Path, language: str) -> polib.POFile:
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Project-Id-Version": "Turagt",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    return catalogue


def _read(paths: Sequence[Path]) -> tuple[dict[Message, dict[str, Words]], list[str]]:
    """The words of all files; where two files differ the first wins and the difference is reported."""
    given: dict[Message, dict[str, Words]] = {}
    contradictions: list[str] = []
    for path in paths:
        content: Mapping[str, Mapping[str, Words]] = json.loads(path.read_text(encoding="utf-8"))
        for key, translations in content.items():
            context, _, sentence = key.rpartition("::")
            plural = any(not isinstance(words, str) for words in translations.values())
            text, _, many = sentence.partition("|") if plural else (sentence, "", "")
            kept = given.setdefault(Message(text, many, context), {})
            for language, words in translations.items():
                if words and kept.setdefault(language, words) != words:
                    contradictions.append(f"{path.name}: {text!r} is {kept[language]!r} elsewhere in {language}")
    return given, contradictions


def _key(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def _new_entry(message: Message, language: str) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.text, msgid_plural=message.plural, msgctxt=message.context or None)
    if message.plural:
        forms = int(PLURAL_FORMS[language].split("=")[1].split(";")[0])
        entry.msgstr_plural = dict.fromkeys(range(forms), "")
    return entry


def _translated(entry: polib.POEntry) -> bool:
    if entry.msgid_plural:
        return bool(entry.msgstr_plural) and all(entry.msgstr_plural.values())
    return bool(entry.msgstr)


def _translate(entry: polib.POEntry, words: Words) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = dict(enumerate([words] if isinstance(words, str) else words))
    else:
        entry.msgstr = words if isinstance(words, str) else words[0]


def _report(faults: Sequence[str]) -> int:
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    if faults:
        sys.stderr.write(f"{len(faults)} faults in the catalogues. `make messages` adds the missing sentences.\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
