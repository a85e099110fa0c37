"""What a page weighs on a slow line, in bytes after Brotli: P5 of the figures to reach."""

import brotli
import pytest

from portal.settings.environment import BASE_DIR
from portal.settings.storage import NODE_MODULES, PACKAGE_FILES, WEB_FONTS_DIR

STATIC = BASE_DIR / "portal" / "static"
SHEETS = ("css/tokens.css", "css/fonts.css", "css/elements.css", "css/portal.css", "img/icons.svg", "img/band.svg")
# The page itself takes some 6 kB of the 30 kB of a first view, before fonts.
SHEETS_LIMIT = 16_000
# 100 kB with the fonts of a page in Arabic, which also writes Latin digits and Tifinagh names.
FONTS_LIMIT = 70_000
FONTS = ("arabic-400", "arabic-600", "latin-400", "latin-600", "tifinagh-400")


def weight(path):
    return len(brotli.compress(path.read_bytes()))


def test_style_sheets_and_drawings_leave_room_for_the_page():
    reboot = max(weight(NODE_MODULES / source) for source in PACKAGE_FILES.values() if source.endswith(".css"))
    assert reboot + sum(weight(STATIC / name) for name in SHEETS) < SHEETS_LIMIT


def test_fonts_of_a_page_in_arabic_stay_within_the_budget():
    assert sum((WEB_FONTS_DIR / f"{name}.woff2").stat().st_size for name in FONTS) < FONTS_LIMIT


def test_nothing_is_asked_of_a_third_party():
    sources = [*STATIC.rglob("*.css"), *STATIC.rglob("*.js"), *(BASE_DIR / "portal" / "templates").rglob("*.html")]
    asked = ('src="http:', 'src="https:', "url(http:", 'url("https:')
    outside = [path.name for path in sources if any(address in path.read_text(encoding="utf-8") for address in asked)]
    assert outside == []


@pytest.mark.parametrize("name", ["base.html", "elements/site_header.html", "elements/site_footer.html"])
def test_public_pages_read_neither_session_nor_user_nor_token(name):
    source = (BASE_DIR / "portal" / "templates" / name).read_text(encoding="utf-8")
    for word in ("user", "messages ", "csrf", "session"):
        assert word not in source.replace("{% block messages %}", "")
