"""The journal: append-only by the database, bound by hashes, readable after erasure (docs/decisions/0005)."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import MONDAY, awaiting_decision, filed_dossier
from tracking import journal, triggers
from tracking.journal import Break, Finding
from tracking.models import ClockSegment, Event, EventDetail


@pytest.fixture
def unfenced(db):
    """The tables as a database's owner could leave them."""
    triggers.drop(connection)
    yield
    triggers.install(connection)


def refused(run):
    with pytest.raises(DatabaseError), transaction.atomic():
        run()


def test_an_entry_cannot_be_changed_or_removed(town):
    dossier = filed_dossier(town)
    event = dossier.events.first()
    refused(lambda: Event.objects.filter(pk=event.pk).update(kind="nothing"))
    refused(lambda: Event.objects.filter(pk=event.pk)._raw_delete("default"))
    refused(lambda: ClockSegment.objects.filter(dossier=dossier).update(cause="nothing"))


@pytest.mark.only_on("sqlite")
def test_insert_or_replace_does_not_go_round_the_fence(town):
    event = filed_dossier(town).events.first()
    columns = ", ".join(f'"{field.column}"' for field in Event._meta.concrete_fields)
    changed = columns.replace('"kind"', "'nothing'")

    def replace():
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT OR REPLACE INTO {Event._meta.db_table} ({columns}) "
                f"SELECT {changed} FROM {Event._meta.db_table} WHERE id = %s",
                [event.pk],
            )

    refused(replace)


def test_the_personal_detail_can_be_erased_once_and_changed_never(town):
    dossier = awaiting_decision(town)
    rows = EventDetail.objects.filter(event=dossier.events.get(kind="prepare_decision"))
    refused(lambda: rows.update(content={"finding": "Autre"}))
    refused(lambda: rows.update(content={"finding": "Autre"}, erased_at=MONDAY))
    assert rows.update(content={}, erased_at=MONDAY) == 1
    refused(lambda: rows.update(content={"finding": "Autre"}, erased_at=MONDAY))
    assert journal.verify(dossier) == []


def test_a_table_without_its_fence_is_found_and_fenced_again(unfenced):
    assert set(triggers.missing(connection)) == {*triggers.APPEND_ONLY, triggers.ERASABLE}
    (error,) = triggers.check_fences(databases=["default"])
    assert error.id == "tracking.E001"
    triggers.install(connection)
    assert triggers.missing(connection) == []
    assert triggers.check_fences(databases=["default"]) == []


def test_an_intact_chain_has_nothing_to_tell(town):
    dossier = awaiting_decision(town)
    assert [event.sequence for event in dossier.events.all()] == [1, 2, 3]
    assert journal.verify(dossier) == []


def change(event, **columns):
    Event.objects.filter(pk=event.pk).update(**columns)


@pytest.mark.parametrize(
    "columns",
    [{"facts": {"reference": "x"}}, {"actor_role": "clerk"}, {"at": MONDAY - timedelta(days=1)}, {"kind": "refuse"}],
    ids=str,
)
def test_a_changed_entry_is_found(town, unfenced, columns):
    dossier = awaiting_decision(town)
    change(dossier.events.get(sequence=2), **columns)
    assert journal.verify(dossier) == [Finding(2, Break.HASH)]


def test_an_entry_hashed_again_breaks_the_next_link(town, unfenced):
    dossier = awaiting_decision(town)
    event = dossier.events.get(sequence=2)
    event.facts = {"forged": True}
    change(event, facts=event.facts, hash=journal.hash_of(event))
    assert journal.verify(dossier) == [Finding(3, Break.LINK)]


def test_an_entry_taken_away_is_found(town, unfenced):
    dossier = awaiting_decision(town)
    gone = dossier.events.filter(sequence=2)
    EventDetail.objects.filter(event__in=gone).delete()
    gone._raw_delete("default")
    assert journal.verify(dossier) == [Finding(3, Break.SEQUENCE), Finding(3, Break.LINK)]


def test_a_forged_detail_is_found(town, unfenced):
    dossier = awaiting_decision(town)
    EventDetail.objects.filter(event__kind="prepare_decision").update(content={"finding": "Autre"})
    assert journal.verify(dossier) == [Finding(3, Break.DETAIL)]


def test_an_unknown_format_is_told(town, unfenced):
    dossier = filed_dossier(town)
    change(dossier.events.get(sequence=2), format=2)
    assert journal.verify(dossier) == [Finding(2, Break.FORMAT)]


def test_the_bytes_that_are_hashed_are_those_of_the_decision_record(town):
    event = filed_dossier(town).events.get(sequence=2)
    first = event.dossier.events.get(sequence=1)
    written = {
        "act": None,
        "actor": None,
        "at": "2026-10-05T09:00:00.000000+00:00",
        "detail": "",
        "dossier": event.dossier.reference,
        "facts": {},
        "format": 1,
        "from": "filed",
        "key": None,
        "kind": "admit",
        "previous": first.hash,
        "role": "system",
        "sequence": 2,
        "to": "admitted",
    }
    text = json.dumps(written, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert event.hash == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("value", [1.5, MONDAY, {1: "x"}, [{"deep": 0.1}]], ids=repr)
def test_what_has_more_than_one_spelling_is_not_written(value):
    with pytest.raises(TypeError):
        journal.canonical({"value": value})


def test_keys_in_any_order_give_the_same_bytes():
    assert journal.canonical({"b": 1, "a": "ⵜ"}) == journal.canonical({"a": "ⵜ", "b": 1}) == '{"a":"ⵜ","b":1}'.encode()


@pytest.mark.django_db(transaction=True)
def test_the_journal_is_written_in_a_transaction_only():
    from tests.factories import make_town

    dossier = filed_dossier(make_town())
    with pytest.raises(transaction.TransactionManagementError):
        journal.append(dossier, kind="x", at=MONDAY, actor=None, role="system")
