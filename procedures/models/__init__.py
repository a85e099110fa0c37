"""The law as rows: the key, the editable procedure, its frozen versions with their periods, and a commune's publication."""

from .approval import LawApproval
from .key import ProcedureKey
from .loaded import LoadedCatalogue
from .local_publication import LocalPublication
from .page import ProcedurePage
from .procedure import Procedure
from .recording import Recording
from .rehearsal_case import RehearsalCase
from .rows import DocumentRow, FeeRow, LegalBasisRow, StageRow, TermRow
from .version import FreezeAttempt, ProcedureVersion, VersionPeriod, WithdrawalProposal

__all__ = [
    "DocumentRow",
    "FeeRow",
    "FreezeAttempt",
    "LawApproval",
    "LegalBasisRow",
    "LoadedCatalogue",
    "LocalPublication",
    "Procedure",
    "ProcedureKey",
    "ProcedurePage",
    "ProcedureVersion",
    "Recording",
    "RehearsalCase",
    "StageRow",
    "TermRow",
    "VersionPeriod",
    "WithdrawalProposal",
]
