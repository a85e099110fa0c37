"""One page being drawn: lines of text, rules, filled shapes, links; each content marked for the structure or as an artifact.

Coordinates are points from the lower left corner. A sheet only collects the operators of its page; `assembly` makes the
file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from .embedding import EmbeddedFace
from .fonts import Face
from .lines import Line
from .look import Colour
from .structure import Content, Element


class Faces:
    """The faces one document uses, named in the order of use."""

    def __init__(self) -> None:
        self.used: dict[Face, EmbeddedFace] = {}

    def of(self, face: Face) -> EmbeddedFace:
        """The document's own record of `face`."""
        found = self.used.get(face)
        if found is None:
            found = self.used[face] = EmbeddedFace(face, f"F{len(self.used) + 1}")
        return found


@dataclass(frozen=True)
class Link:
    """A part of the page that opens an address."""

    box: tuple[float, float, float, float]
    url: str
    words: str
    element: Element


def number(value: float) -> str:
    """A length as PDF writes it: at most two decimals, no exponent."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _colour(value: Colour, operator: str) -> str:
    return f"{value[0]:g} {value[1]:g} {value[2]:g} {operator}"


@dataclass
class Sheet:
    """The operators of page `index` (from 0)."""

    index: int
    faces: Faces
    width: float
    height: float
    operators: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    forms: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def marked(self, element: Element) -> Iterator[None]:
        """What is drawn inside belongs to `element`."""
        mark = len(self.elements)
        self.elements.append(element)
        element.children.append(Content(self.index, mark))
        self.operators.append(f"/{element.tag} <</MCID {mark}>> BDC")
        yield
        self.operators.append("EMC")

    @contextmanager
    def artifact(self, kind: str = "") -> Iterator[None]:
        """What is drawn inside is no content: decoration, or repeated on every page (`Pagination`)."""
        self.operators.append(f"/Artifact <</Type /{kind}>> BDC" if kind else "/Artifact BMC")
        yield
        self.operators.append("EMC")

    @contextmanager
    def turned(self, matrix: tuple[float, float, float, float, float, float], state: str = "") -> Iterator[None]:
        """What is drawn inside is moved and turned by `matrix`, in the graphics state `state`."""
        self.operators.append("q")
        if state:
            self.operators.append(f"/{state} gs")
        self.operators.append(" ".join(f"{value:.4f}" for value in matrix) + " cm")
        yield
        self.operators.append("Q")

    def line(self, line: Line, x: float, y: float, size: float, colour: Colour) -> None:
        """Draw a line of text with its left end at `x` and its baseline at `y`."""
        if not line.pieces:
            return
        out = [f"BT {_colour(colour, 'rg')} 1 0 0 1 {number(x)} {number(y)} Tm"]
        current: Face | None = None
        bold = False
        for piece in line.pieces:
            if piece.face is not current:
                current = piece.face
                embedded = self.faces.of(current)
                its_size = size * current.scale
                out.append(f"/{embedded.name} {number(its_size)} Tf")
                if current.embolden:
                    stroke = number(its_size * current.embolden)
                    out.append(f"2 Tr {stroke} w {_colour(colour, 'RG')}")
                    bold = True
                elif bold:
                    out.append("0 Tr")
                    bold = False
            for rise, operands in embedded.fragments(piece):
                if rise:
                    out.append(f"{number(rise * its_size / 1000)} Ts [{operands}] TJ 0 Ts")
                else:
                    out.append(f"[{operands}] TJ")
        out.append("0 Tr ET" if bold else "ET")
        self.operators.append("\n".join(out))

    def rule(self, x0: float, y0: float, x1: float, y1: float, colour: Colour, width: float = 0.5) -> None:
        """Draw a straight line."""
        self.operators.append(
            f"{_colour(colour, 'RG')} {number(width)} w {number(x0)} {number(y0)} m {number(x1)} {number(y1)} l S"
        )

    def fill(self, boxes: Iterable[tuple[float, float, float, float]], colour: Colour) -> None:
        """Fill rectangles, each as left, bottom, width, height."""
        path = "\n".join(" ".join(map(number, box)) + " re" for box in boxes)
        if path:
            self.operators.append(f"{_colour(colour, 'rg')}\n{path}\nf")

    def modules(
        self, runs: Iterable[tuple[int, int, int]], left: float, bottom: float, side: float, colour: Colour
    ) -> None:
        """Fill the dark modules of a symbol, given as (column, row from below, length), each `side` points wide."""
        path = "\n".join(f"{column} {row} {length} 1 re" for column, row, length in runs)
        self.operators.append(
            f"q {_colour(colour, 'rg')} {side:.4f} 0 0 {side:.4f} {number(left)} {number(bottom)} cm\n{path}\nf Q"
        )

    def frame(
        self,
        box: tuple[float, float, float, float],
        colour: Colour,
        width: float = 0.75,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """Draw the outline of a rectangle given as left, bottom, width, height."""
        style = f"[{number(dash[0])} {number(dash[1])}] 0 d" if dash else ""
        self.operators.append(
            f"q {_colour(colour, 'RG')} {number(width)} w {style} {' '.join(map(number, box))} re S Q"
        )

    def form(self, name: str, operators: str) -> None:
        """Draw operators that several pages share; the document holds one copy for each name."""
        self.forms[name] = operators
        self.operators.append(f"/{name} Do")

    def link(self, box: tuple[float, float, float, float], url: str, words: str, element: Element) -> None:
        """Make the rectangle left, bottom, right, top open `url`; `words` say what it opens."""
        self.links.append(Link(box, url, words, element))
