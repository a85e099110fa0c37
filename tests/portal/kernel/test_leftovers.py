"""Files that a dead process left to nobody go after some days; a file with an owner never does."""

import os
import threading
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.utils import IntegrityError

from portal.kernel import leftovers
from portal.kernel import now as clock
from portal.kernel.files import path_of, store
from portal.kernel.leftovers import owners, sweep_leftovers, unowned
from portal.kernel.models import StoredFile
from tests.factories import MONDAY, filed_dossier, make_town
from tests.portal.kernel.test_files import pdf
from tracking.models import Piece

OLD = MONDAY + timedelta(days=8)
NOTHING = "0 rows, 0 files without a row removed"


@pytest.fixture(autouse=True)
def _week(settings, private_files):
    settings.LEFTOVER_FILE_DAYS = 7


def kept(at=MONDAY):
    stored = store(pdf(), name="a.pdf", at=at)
    touch(path_of(stored.key), at)
    return stored


def touch(path, at):
    os.utime(path, (at.timestamp(), at.timestamp()))


def swept(at=OLD):
    with clock.at(at):
        return sweep_leftovers()


def attach(stored, dossier):
    return Piece.objects.create(
        dossier=dossier, document_code="identity_copy", file=stored, name="a.pdf", given_at=MONDAY
    )


def test_every_column_that_names_a_file_is_an_owner():
    columns = {
        (model.__name__, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, models.ForeignKey | models.ManyToManyField) and field.related_model is StoredFile
    }
    assert {(owner.field.model.__name__, owner.field.name) for owner in owners()} == columns
    assert columns >= {("Piece", "file"), ("Act", "file"), ("Dossier", "pad_scan"), ("Upload", "file")}


def test_the_tables_have_no_owner_that_the_models_do_not_name(db):
    """A column bound to the files by the database alone would lose its file to the sweep."""
    with connection.cursor() as cursor:
        bound = {
            (table, column)
            for table in connection.introspection.table_names(cursor)
            for column, target in connection.introspection.get_relations(cursor, table).items()
            if StoredFile._meta.db_table in target
        }
    assert {(owner.field.model._meta.db_table, owner.field.column) for owner in owners()} == bound


def test_no_owner_lets_its_file_go_with_it():
    """The database refuses to remove a file that has an owner, should the sweep ever be wrong."""
    assert {owner.on_delete for owner in owners()} == {models.PROTECT}


def test_what_nobody_owns_goes_with_its_bytes_and_only_once(db):
    stored = kept()
    assert swept() == "1 rows, 0 files without a row removed"
    assert not StoredFile.objects.filter(pk=stored.pk).exists()
    assert not path_of(stored.key).exists()
    assert swept() == NOTHING


def test_what_was_kept_a_moment_ago_may_still_find_its_owner(db):
    stored = kept(OLD - timedelta(days=6))
    assert swept() == NOTHING
    assert path_of(stored.key).exists()


@pytest.mark.parametrize("owner", ["piece", "pad"])
def test_what_has_an_owner_stays(db, owner):
    stored, dossier = kept(), filed_dossier(make_town())
    if owner == "piece":
        attach(stored, dossier)
    else:
        dossier.pad_scan = stored
        dossier.save()
    swept()
    assert StoredFile.objects.filter(pk=stored.pk).exists()
    assert path_of(stored.key).exists()


def test_bytes_without_a_row_go_too(db, private_files):
    """The process died between writing the bytes and the row, or between removing the row and the bytes."""
    old, fresh, owned = private_files / "2026/10/old", private_files / "2026/10/fresh", kept()
    attach(owned, filed_dossier(make_town()))
    for path, at in ((old, MONDAY), (fresh, OLD)):
        path.write_bytes(b"%PDF-")
        touch(path, at)
    assert swept() == "0 rows, 1 files without a row removed"
    assert (old.exists(), fresh.exists(), path_of(owned.key).exists()) == (False, True, True)


def test_bytes_taken_back_while_the_folder_is_read_do_not_stop_the_sweep(db, private_files, monkeypatch):
    old = private_files / "2026/10/old"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"%PDF-")
    touch(old, MONDAY)
    monkeypatch.setattr(leftovers, "_files_under", lambda _store: iter([old.with_name("gone"), old]))
    assert swept() == "0 rows, 1 files without a row removed"
    assert not old.exists()


def test_a_store_not_yet_made_is_swept_quietly(db, private_files):
    assert not private_files.exists()
    assert swept() == NOTHING


def test_a_file_taken_up_after_the_sweep_looked_stays(db, monkeypatch):
    stored, dossier = kept(), filed_dossier(make_town())
    looked = list(unowned(before=OLD).filter(pk=stored.pk).values_list("pk", flat=True))
    attach(stored, dossier)
    assert [leftovers._remove(pk) for pk in looked] == [False]
    assert path_of(stored.key).exists()


@pytest.mark.django_db(transaction=True)
def test_a_file_taken_up_at_the_same_moment_is_whole_or_was_never_taken():
    dossier = filed_dossier(make_town())
    for _turn in range(5):
        stored, barrier, taken = kept(), threading.Barrier(2), []

        def take_up(stored=stored, barrier=barrier, taken=taken):
            barrier.wait()
            try:
                taken.append(attach(stored, dossier))
            except IntegrityError:
                pass
            finally:
                connection.close()

        thread = threading.Thread(target=take_up)
        thread.start()
        barrier.wait()
        leftovers._remove(stored.pk)
        thread.join(timeout=60)
        assert StoredFile.objects.filter(pk=stored.pk).exists() == path_of(stored.key).exists() == bool(taken)
