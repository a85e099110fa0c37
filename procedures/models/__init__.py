"""The law as rows: the key, the editable procedure, its frozen versions with their periods, and a commune's publication."""

from .key import ProcedureKey
from .loaded import LoadedCatalogue
from .local_publication import LocalPublication
from .page import ProcedurePage
from .procedure import Procedure
from .rows import DocumentRow, FeeRow, LegalBasisRow, StageRow, TermRow
from .version import FreezeAttempt, ProcedureVersion, VersionPeriod

__all__ = [
    "DocumentRow",
    "FeeRow",
    "FreezeAttempt",
    "LegalBasisRow",
    "LoadedCatalogue",
    "LocalPublication",
    "Procedure",
    "ProcedureKey",
    "ProcedurePage",
    "ProcedureVersion",
    "StageRow",
    "TermRow",
    "VersionPeriod",
]
