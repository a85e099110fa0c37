"""The register's rows, in order of dependence."""

from .act import Act, Decision
from .consultation import Consultation, Opinion
from .dossier import Dossier, Piece
from .fee import FeeLine, FeeOrder, Payment
from .journal import Event, EventDetail
from .legal_delay import CountingRule, LegalDelay
from .notice import Notice
from .piece_request import PieceRequest, RequestedPiece
from .remarks import Remark, RemarkList
from .segment import ClockSegment
from .session import AgendaItem, CommissionSession, SiteVisit
from .states import ActState, DossierState

__all__ = [
    "Act",
    "ActState",
    "AgendaItem",
    "ClockSegment",
    "CommissionSession",
    "Consultation",
    "CountingRule",
    "Decision",
    "Dossier",
    "DossierState",
    "Event",
    "EventDetail",
    "FeeLine",
    "FeeOrder",
    "LegalDelay",
    "Notice",
    "Opinion",
    "Payment",
    "Piece",
    "PieceRequest",
    "Remark",
    "RemarkList",
    "RequestedPiece",
    "SiteVisit",
]
