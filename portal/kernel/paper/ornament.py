"""The one ornament of a document: a thin band of eight-pointed stars, the khatam of Moroccan woodwork and tiles."""

from __future__ import annotations

from functools import cache
from math import cos, pi, sin

from .look import DEEP_GREEN, GREEN, OCHRE, Colour
from .sheet import number

BAND_HEIGHT = 9.0
_INNER = cos(pi / 4) / cos(pi / 8)  # the notch of two squares crossed at 45 degrees, as a share of the tip


def _star(x: float, y: float, tip: float) -> str:
    points = []
    for corner in range(16):
        radius = tip if corner % 2 == 0 else tip * _INNER
        angle = corner * pi / 8
        points.append(f"{number(x + radius * cos(angle))} {number(y + radius * sin(angle))}")
    return f"{points[0]} m " + " ".join(f"{point} l" for point in points[1:]) + " h"


def _paint(colour: Colour, operator: str) -> str:
    return f"{colour[0]:g} {colour[1]:g} {colour[2]:g} {operator}"


@cache
def band(width: float) -> str:
    """Operators of the band, `width` by `BAND_HEIGHT` points, its lower left corner at the origin."""
    half = BAND_HEIGHT / 2
    count = round(width / BAND_HEIGHT)
    pitch = width / count
    star = _star(pitch / 2, half, half * 0.86)
    heart = _star(pitch / 2, half, half * 0.3)
    lozenge = half * 0.3
    # Every tile is the same text moved by one pitch: the compressed page hardly grows.
    tile = (
        f"{_paint(GREEN, 'rg')} {star} f {_paint(OCHRE, 'rg')} "
        f"0 {number(half - lozenge)} m {number(lozenge)} {number(half)} l 0 {number(half + lozenge)} l "
        f"{number(-lozenge)} {number(half)} l h f 1 1 1 rg {heart} f\n1 0 0 1 {pitch:.4f} 0 cm\n"
    )
    rails = (
        f"{_paint(DEEP_GREEN, 'RG')} 0.6 w 0 -2 m {number(width)} -2 l "
        f"0 {number(BAND_HEIGHT + 2)} m {number(width)} {number(BAND_HEIGHT + 2)} l S\n"
    )
    clip = f"0 0 {number(width)} {number(BAND_HEIGHT)} re W n\n"
    return f"q\n{rails}{clip}{tile * count}Q"
