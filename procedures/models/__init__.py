"""The law as rows: the key, the editable procedure, its frozen versions with their periods, and a commune's publication."""

from .key import ProcedureKey
from .local_publication import LocalPublication
from .version import FreezeAttempt, ProcedureVersion, VersionPeriod

__all__ = ["FreezeAttempt", "LocalPublication", "ProcedureKey", "ProcedureVersion", "VersionPeriod"]
