"""Which HTML a frozen text may hold."""

from __future__ import annotations

import pytest

from procedures.rich import clean


@pytest.mark.parametrize(
    ("typed", "frozen"),
    [
        ("<p>Bonjour <b>à tous</b></p>", "<p>Bonjour <b>à tous</b></p>"),
        ("<h3>Titre</h3><ul><li>Un</li></ul>", "<h3>Titre</h3><ul><li>Un</li></ul>"),
        ('<p data-block-key="a1">Mots</p>', "<p>Mots</p>"),
        ('<a href="https://example.org">ici</a>', '<a href="https://example.org">ici</a>'),
        ('<a href="tel:+212500000000">ici</a>', '<a href="tel:+212500000000">ici</a>'),
        ('<a href="javascript:alert(1)">ici</a>', "<a>ici</a>"),
        ('<a href="java\tscript:alert(1)">ici</a>', "<a>ici</a>"),
        ('<a href="data:text/html,x">ici</a>', "<a>ici</a>"),
        ('<p onclick="x()" style="color:red" class="c">Mots</p>', "<p>Mots</p>"),
        ("<p>Avant<script>alert(1)</script>Après</p>", "<p>AvantAprès</p>"),
        ("<style>p{}</style><p>Mots</p>", "<p>Mots</p>"),
        ('<p>Mots<img src="x" onerror="x()"></p>', "<p>Mots</p>"),
        ('<iframe src="https://example.org"></iframe>', ""),
        ("<!-- note -->Mots", "Mots"),
        ("<div><p>Mots</p></div>", "<p>Mots</p>"),
        ("2 < 3 & 4", "2 &lt; 3 &amp; 4"),
        ("", ""),
    ],
)
def test_only_the_allowed_elements_are_left(typed, frozen):
    assert clean(typed) == frozen
