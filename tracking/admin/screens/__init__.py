"""Every screen of the desk, in the order in which one of them is the next act of whoever can do several."""

from __future__ import annotations

from typing import Final

from . import cash, decision, desk, review, signing
from .base import ActionForm, Done, Offers

# What moves the file on; the first that can be done is the one button of the page.
LEADING: Final[tuple[type[ActionForm], ...]] = (
    signing.Sign,
    decision.Grant,
    decision.Refuse,
    review.GiveOpinion,
    review.CloseSession,
    review.ReportVisit,
    review.PrepareDecision,
    review.OpenSession,
    review.ScheduleVisit,
    review.Consult,
    desk.Admit,
    desk.RegisterDeclaration,
    desk.ReceivePieces,
    desk.ReceiveModified,
    desk.ReceiveAnswer,
    signing.Notify,
    cash.RecordPayment,
    cash.EnterAmount,
    cash.Deliver,
    decision.PrepareCertificate,
)
ASIDE: Final[tuple[type[ActionForm], ...]] = (
    decision.RequestModifications,
    decision.NotifyReservations,
    review.AddMember,
    desk.AskPieces,
    desk.AddPiece,
    signing.SignOnPaper,
    decision.VoidNumber,
    desk.RequestSilenceCertificate,
    decision.DeclineCertificate,
    desk.NotRequired,
    desk.Redirect,
    desk.Withdraw,
)
# Posted by small buttons inside the page, never offered as a screen of their own.
INSIDE: Final[tuple[type[ActionForm], ...]] = (desk.CheckPiece,)

_BY_NAME: Final = {screen.name: screen for screen in (*LEADING, *ASIDE, *INSIDE)}

__all__ = ["ASIDE", "INSIDE", "LEADING", "ActionForm", "Done", "Offers", "find"]


def find(name: str) -> type[ActionForm] | None:
    """The screen whose address ends in `name`."""
    return _BY_NAME.get(name)
