"""The QR code of a document: the address that checks it, as the squares to be drawn.

The mask is fixed: choosing the best of eight costs more time than the rest of the page and readers take any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import segno

_MASK = 4
_QUIET = 4  # light modules around the symbol (ISO/IEC 18004)


@dataclass(frozen=True)
class QrCode:
    """What the code opens, and the lines beside it that say how to check. The address is printed below them.

    `after`: what else stands beside the code, under the address.
    """

    url: str
    caption: tuple[str, ...]
    after: tuple[str, ...] = ()


@lru_cache(maxsize=512)
def dark_runs(url: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """Side of the symbol with its quiet zone, in modules, and the dark runs as (column, row from below, length)."""
    symbol = segno.make_qr(url, error="m", mask=_MASK, boost_error=False)
    matrix = symbol.matrix
    side = len(matrix) + 2 * _QUIET
    runs: list[tuple[int, int, int]] = []
    for line, modules in enumerate(matrix):
        row = side - _QUIET - 1 - line
        start = None
        for column, dark in enumerate((*modules, 0)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                runs.append((start + _QUIET, row, column - start))
                start = None
    return side, tuple(runs)
