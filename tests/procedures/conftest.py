"""A small procedure in a file, loaded as the catalogue is; two communes; the pages of one province."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from portal.accounts.models import User
from portal.territory.models import Commune, Province, Region
from procedures import catalogue_file, catalogue_loader
from procedures.models import Procedure, ProcedureKey

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EXAMPLE = Path(__file__).with_name("repair.yaml")


class Catalogue:
    """A catalogue file that a test can edit and load again."""

    def __init__(self, path: Path, capture) -> None:
        self.path = path
        self._capture = capture

    def edit(self, change) -> None:
        plain = yaml.safe_load(self.path.read_text(encoding="utf-8"))
        change(plain)
        self.path.write_text(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def load(self):
        """Load the file as a process of its own would: what waits for the commit runs."""
        file = catalogue_file.read(self.path)
        with self._capture(execute=True):
            return catalogue_loader.load(file, at=AT)

    @property
    def key(self) -> ProcedureKey:
        return ProcedureKey.objects.get(code="T1")

    def row(self, language: str) -> Procedure:
        return Procedure.objects.get(key__code="T1", locale__language_code=language)


def change_row(procedure: Procedure, relation: str, number: int = 0, **values) -> None:
    """Change one child row in memory, as the editor's form does."""
    rows = list(getattr(procedure, relation).all())
    for name, value in values.items():
        setattr(rows[number], name, value)
    setattr(procedure, relation, rows)


@pytest.fixture
def catalogue(tmp_path, db, django_capture_on_commit_callbacks) -> Catalogue:
    path = tmp_path / "T1.yaml"
    shutil.copy(EXAMPLE, path)
    return Catalogue(path, django_capture_on_commit_callbacks)


@pytest.fixture
def loaded(catalogue) -> Catalogue:
    catalogue.load()
    return catalogue


@pytest.fixture
def publish(django_capture_on_commit_callbacks):
    """Publish a changed procedure as the editor would."""

    def _publish(procedure: Procedure) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            procedure.save_revision().publish()

    return _publish


@pytest.fixture
def province(db) -> Province:
    region = Region.objects.create(code="98", slug="region", name_fr="Région d'essai", name_ar="جهة الاختبار")
    return Province.objects.create(
        code="98.001", slug="province-essai", name_fr="Province d'essai", name_ar="إقليم الاختبار", region=region
    )


@pytest.fixture
def commune(province) -> Commune:
    return Commune.objects.create(
        code="98.001.01.01",
        slug="ville",
        name_fr="Ville",
        name_ar="مدينة",
        population=60000,
        province=province,
        is_urban=True,
    )


@pytest.fixture
def cms(client, settings):
    """A superuser at the desk; the door's second factor is tested with the accounts."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("OfficerDoorMiddleware")]
    user = User.objects.create(email="root@example.org", is_superuser=True, language="fr")
    client.force_login(user, backend="portal.accounts.backends.DoorBackend")
    return client
