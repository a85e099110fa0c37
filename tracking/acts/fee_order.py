"""The fee order notified with an approval and, once paid, its quittance (law 47-06; RGC art. 28).

An amount the commune has not published is said to be unknown; the total then is too.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from portal.kernel.paper import Paper, embed, isolate
from procedures.snapshot import Text

from ..addresses import dossier_address
from ..models import FeeLine, FeeOrder, Payment
from . import layout
from .wording import say, words


def render_fee_order(order: FeeOrder) -> bytes:
    """The order, or its quittance when it was paid."""
    dossier = order.dossier
    commune, province = layout.names_of(dossier.commune)
    payment: Payment | None = getattr(order, "payment", None)
    lines = list(order.lines.order_by("pk"))
    address = dossier_address(dossier.reference)
    paper = layout.new_paper(
        title=f"{_said('paid_heading' if payment else 'heading', 'ar')} {order.number}",
        created=payment.received_at if payment else order.issued_at,
        reference=dossier.reference,
        subject=address,
        spell=True,
    )
    layout.draw_head(paper, commune=commune, province=province)
    _draw(paper, order, lines, payment, "ar")
    paper.qr(address, [say("follow", "ar")])
    layout.draw_courtesy_head(paper, commune=commune, province=province)
    _draw(paper, order, lines, payment, "fr")
    layout.draw_follow(paper, address, "fr")
    return layout.finish(paper)


def _said(key: str, language: str, **values: object) -> str:
    return say(key, language, of="fee_order", **values)


def _draw(paper: Paper, order: FeeOrder, lines: list[FeeLine], payment: Payment | None, language: str) -> None:
    heading = "paid_heading" if payment else "heading"
    paper.heading(
        _said(heading, language), zgh=words("fee_order")[heading].zgh if language == "ar" else "", lang=language
    )
    paper.facts(_facts(order, payment, language), lang=language)
    if lines:
        _draw_lines(paper, lines, language)
    if payment:
        paper.notice(_said("total_paid", language, amount=number(payment.amount)), lang=language)
    else:
        paper.notice(_total(order, lines, language), lang=language)
    if not payment and not order.exempt and lines:
        paper.paragraph(_said("pay_at", language), lang=language)


def _facts(order: FeeOrder, payment: Payment | None, language: str) -> list[tuple[str, str]]:
    dossier = order.dossier
    rows = [
        (_said("number", language), isolate(order.number)),
        (_said("issued_on", language), layout.full_day(order.issued_at, language)),
        (say("receipt_number", language), isolate(dossier.reference)),
        (say("procedure", language), dossier.version.snapshot.prose.title.read(language).words),
        (say("applicant", language), dossier.applicant_name),
    ]
    if payment:
        rows += [
            (_said("quittance", language), isolate(payment.quittance_number)),
            (_said("paid_on", language), layout.full_day(payment.received_at, language)),
            (_said("means", language), _said(payment.means, language)),
        ]
    return rows


def _draw_lines(paper: Paper, lines: list[FeeLine], language: str) -> None:
    unknown = say("unknown", language)
    columns: list[tuple[str, float, Callable[[FeeLine], str]]] = [
        ("line", 3.7, lambda line: Text(**line.label).read(language).words),
        ("quantity", 1.3, lambda line: number(line.quantity)),
        ("periods", 1.5, lambda line: number(line.periods) if line.periods is not None else ""),
        ("rate", 1.6, lambda line: number(line.rate) if line.rate is not None else unknown),
        ("amount", 1.8, lambda line: number(line.amount) if line.amount is not None else unknown),
    ]
    if all(line.periods is None for line in lines):
        columns = [column for column in columns if column[0] != "periods"]
    paper.table(
        [_said(key, language) for key, _width, _told in columns],
        [[told(line) for _key, _width, told in columns] for line in lines],
        lang=language,
        widths=[width for _key, width, _told in columns],
    )
    for basis in dict.fromkeys(line.basis for line in lines if line.basis):
        told = embed(basis, within_rtl=language == "ar")
        paper.paragraph(_said("basis", language, basis=told), lang=language, voice="small")


def _total(order: FeeOrder, lines: list[FeeLine], language: str) -> str:
    if order.exempt:
        return _said("exempt", language, reason=order.reason)
    if not lines:
        return _said("nothing", language)
    known = [line.amount for line in lines if line.amount is not None]
    if len(known) < len(lines):
        return _said("total_unknown", language)
    return _said("total", language, amount=number(sum(known, Decimal(0))))


def number(value: Decimal) -> str:
    """A number as both languages write it: thousands apart, a comma, no idle zeros."""
    text = f"{value:,.2f}".replace(",", "\u202f").replace(".", ",")
    return text.removesuffix(",00")
