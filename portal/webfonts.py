"""Makes the fonts of the pages: the scripts the portal writes, cut out of the published families, so that a page in Arabic
with its Latin digits and Tifinagh names needs some 65 kB of fonts instead of 130.

Run at set-up (`python -m portal.webfonts`); reads `node_modules`, writes `build/webfonts`. Decides nothing else.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from fontTools import subset

ROOT: Final = Path(__file__).resolve().parents[1]
SOURCES: Final = ROOT / "node_modules" / "@fontsource"
TARGET: Final = ROOT / "build" / "webfonts"

# Letters, marks and punctuation of Arabic, with the letters Morocco adds for g, v and p.
ARABIC: Final = (
    "U+060C,U+061B,U+061F,U+0621-063A,U+0640-0652,U+0670,U+067E,U+0686,U+06A4,U+06A9,U+06AD,U+06AF,U+200C-200F,U+FDFA"
)
LATIN: Final = (
    "U+0020-007E,U+00A0-00FF,U+0152-0153,U+0178,U+2007,U+2009,U+2010-2014,U+2018-201A,U+201C-201E,U+2022,U+2026,"
    "U+202F,U+2030,U+2039-203A,U+20AC,U+2190-2193,U+2212,U+2248,U+2264-2265"
)
# Amazigh in Latin letters, and the transliterations of Arabic names.
LATIN_MORE: Final = "U+0100-017F,U+01E6-01E7,U+0254,U+025B,U+0263,U+0194,U+02BF-02BE,U+02B7,U+1E00-1EFF"
TIFINAGH: Final = "U+2D30-2D67,U+2D6F-2D70,U+2D7F"

FONTS: Final = {
    "arabic-400": ("ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-400-normal.woff2", ARABIC),
    "arabic-600": ("ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-600-normal.woff2", ARABIC),
    "latin-400": ("ibm-plex-sans/files/ibm-plex-sans-latin-400-normal.woff2", LATIN),
    "latin-600": ("ibm-plex-sans/files/ibm-plex-sans-latin-600-normal.woff2", LATIN),
    "latin-more-400": ("ibm-plex-sans/files/ibm-plex-sans-latin-ext-400-normal.woff2", LATIN_MORE),
    "latin-more-600": ("ibm-plex-sans/files/ibm-plex-sans-latin-ext-600-normal.woff2", LATIN_MORE),
    "tifinagh-400": ("noto-sans-tifinagh/files/noto-sans-tifinagh-tifinagh-400-normal.woff2", TIFINAGH),
}


def make(target: Path = TARGET) -> dict[str, int]:
    """Write every font into `target` and give the size of each in bytes, by name.

    Raises `FileNotFoundError` when the front-end packages are not installed.
    """
    target.mkdir(parents=True, exist_ok=True)
    sizes = {}
    for name, (source, characters) in FONTS.items():
        path = target / f"{name}.woff2"
        subset.main(
            [
                str(SOURCES / source),
                f"--unicodes={characters}",
                # Without these the joined forms of Arabic and the marks of Amazigh would be cut away.
                "--layout-features=ccmp,locl,init,medi,fina,isol,rlig,liga,calt,mark,mkmk,kern,curs",
                "--flavor=woff2",
                "--no-hinting",
                f"--output-file={path}",
            ]
        )
        sizes[name] = path.stat().st_size
    return sizes


if __name__ == "__main__":
    for font, size in make().items():
        sys.stdout.write(f"{font} {size}\n")
