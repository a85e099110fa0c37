"""Who draws the papers: one renderer a kind of act and one for receipts, registered by `tracking.acts` when it is ready.

The register decides what a paper says (its frozen facts); how it looks stands with the acts. A renderer gives the same
bytes for the same act each time, and touches neither the network nor the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from .models import Act, Dossier
from .signature.protocol import SignerIdentity

ActRenderer = Callable[[Act], bytes]
ReceiptRenderer = Callable[[Dossier], bytes]
SealPainter = Callable[[Act, SignerIdentity, datetime], bytes]

_acts: Final[dict[str, ActRenderer]] = {}
_receipt: Final[list[ReceiptRenderer]] = []
_seal: Final[list[SealPainter]] = []


def register_renderer(kind: str, render: ActRenderer) -> None:
    """Draw acts of `kind` with `render`: an unsigned PDF."""
    _acts[kind] = render


def register_receipt(render: ReceiptRenderer) -> None:
    """Draw receipts with `render`."""
    _receipt[:] = [render]


def register_seal(paint: SealPainter) -> None:
    """Paint the visible seal with `paint`: a one-page PDF for the signature field that the papers leave empty."""
    _seal[:] = [paint]


def render(act: Act) -> bytes:
    """The unsigned PDF of `act`. Raises `LookupError` when no renderer of its kind is registered."""
    return _acts[act.kind](act)


def render_receipt(dossier: Dossier) -> bytes:
    """The receipt of `dossier`. Raises `LookupError` when no renderer is registered."""
    return _receipt[0](dossier)


def paint_seal(act: Act, identity: SignerIdentity, at: datetime) -> bytes:
    """The visible seal of `act`, signed by `identity` at `at`. Raises `LookupError` when no painter is registered."""
    return _seal[0](act, identity, at)
