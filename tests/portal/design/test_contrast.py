"""Every pair of colours the portal declares, in both themes, against WCAG 2.2: 4.5 for text, 3 for what is drawn."""

import re

import pytest

from portal.settings.environment import BASE_DIR

CSS = BASE_DIR / "portal" / "static" / "css"
TEXT = 4.5
DRAWN = 3.0

# (colour, ground): text, wherever the style sheets put the one on the other.
PAIRS = [
    *[(text, ground) for text in ("ink", "slate", "sky") for ground in ("paper", "sand")],
    *[("ink", ground) for ground in ("sand-deep", "oasis-soft", "sky-soft", "success-soft", "warning-soft")],
    *[("ink", ground) for ground in ("danger-soft", "field")],
    ("slate", "oasis-soft"),
    ("slate", "field"),
    ("on-oasis", "oasis"),
    ("on-oasis", "oasis-strong"),
    ("oasis", "paper"),
    ("oasis", "sand"),
    ("oasis", "oasis-soft"),
    ("on-deep", "deep"),
    ("on-deep-soft", "deep"),
    ("ochre", "ochre-soft"),
    ("ochre", "paper"),
    ("paper", "ochre"),
    ("sky", "sky-soft"),
    ("success", "success-soft"),
    ("success", "paper"),
    ("warning", "warning-soft"),
    ("danger", "danger-soft"),
    ("danger", "paper"),
    ("on-danger", "danger"),
    ("on-danger", "danger-strong"),
    ("paper", "slate"),
]
# Borders of inputs, the ring of the focus, icons, the bar of progress.
SHAPES = [
    ("line-strong", "paper"),
    ("line-strong", "sand"),
    ("line-strong", "field"),
    ("focus", "paper"),
    ("focus", "sand"),
    ("ochre", "sand-deep"),
    ("oasis", "sand"),
]


def _tokens(source):
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", source))


def themes():
    light, dark = (CSS / "tokens.css").read_text(encoding="utf-8").split("@media (prefers-color-scheme: dark)")
    return {"light": _tokens(light), "dark": {**_tokens(light), **_tokens(dark)}}


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(PAIRS, TEXT), (SHAPES, DRAWN)], ids=["text", "shapes"])
def test_every_declared_pair_can_be_read(theme, pairs, least):
    colours = themes()[theme]
    weak = {f"{a} on {b}": round(c, 2) for a, b in pairs if (c := contrast(colours[a], colours[b])) < least}
    assert weak == {}


def test_both_themes_give_a_value_to_every_colour_that_differs():
    light, dark = (CSS / "tokens.css").read_text(encoding="utf-8").split("@media (prefers-color-scheme: dark)")
    assert set(_tokens(light)) == set(_tokens(dark))


@pytest.mark.parametrize("name", ["elements.css", "portal.css", "admin.css"])
def test_a_colour_used_is_a_token(name):
    source = (CSS / name).read_text(encoding="utf-8")
    used = set(re.findall(r"var\(--([\w-]+)\)", source))
    known = set(re.findall(r"--([\w-]+):", (CSS / "tokens.css").read_text(encoding="utf-8") + source))
    assert used <= known


def test_style_sheets_know_no_left_and_right():
    physical = re.compile(
        r"(?<![\w-])(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)|(?<![\w-])(?:left|right)\s*:"
        r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
    )
    found = {path.name: physical.findall(path.read_text(encoding="utf-8")) for path in CSS.glob("*.css")}
    assert {name: hits for name, hits in found.items() if hits} == {}
