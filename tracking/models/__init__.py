"""The register's rows, in order of dependence."""

from .dossier import Dossier, Piece
from .journal import Event, EventDetail
from .segment import ClockSegment
from .consultation import Consultation, Opinion
from .piece_request import PieceRequest, RequestedPiece
from .act import Act, Decision
from .fee import FeeLine, FeeOrder, Payment
from .notice import Notice

__all__ = [
    "Act",
    "ClockSegment",
    "Consultation",
    "Decision",
    "Dossier",
    "Event",
    "EventDetail",
    "FeeLine",
    "FeeOrder",
    "Notice",
    "Opinion",
    "Payment",
    "Piece",
    "PieceRequest",
    "RequestedPiece",
]
