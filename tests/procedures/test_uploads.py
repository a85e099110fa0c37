"""What a file given for a document must be: one rule, for the wizard and for the page of a file."""

from __future__ import annotations

import pytest

from portal.kernel.errors import Invalid
from procedures.snapshot import DocumentRule, Text
from procedures.uploads import check_kind, check_size, check_total

MEGABYTE = 1024 * 1024


def rule(*kinds: str) -> DocumentRule:
    return DocumentRule("plan", "main", Text(fr="Plan", ar="تصميم"), kinds=kinds, max_megabytes=2)


@pytest.mark.parametrize(
    ("kinds", "content_type", "taken"),
    [
        (("pdf",), "application/pdf", True),
        (("pdf",), "image/jpeg", False),
        (("image",), "image/jpeg", True),
        (("image",), "image/webp", True),
        (("image",), "application/pdf", False),
        (("pdf", "image"), "application/pdf", True),
        (("pdf", "image"), "image/png", True),
        (("pdf", "image"), "text/html", False),
    ],
)
def test_a_document_takes_only_its_own_kinds(kinds, content_type, taken):
    if taken:
        check_kind(rule(*kinds), content_type)
        return
    with pytest.raises(Invalid) as refused:
        check_kind(rule(*kinds), content_type)
    assert refused.value.code == "file_kind"


def test_the_refusal_says_what_the_document_must_be():
    with pytest.raises(Invalid, match="JPEG"):
        check_kind(rule("image"), "application/pdf")
    with pytest.raises(Invalid, match="PDF"):
        check_kind(rule("pdf"), "image/png")


def test_a_file_may_be_as_large_as_the_limit_and_no_larger():
    check_size(rule("pdf"), 2 * MEGABYTE)
    with pytest.raises(Invalid, match="2"):
        check_size(rule("pdf"), 2 * MEGABYTE + 1)
    check_total(5 * MEGABYTE, megabytes=5)
    with pytest.raises(Invalid):
        check_total(5 * MEGABYTE + 1, megabytes=5)
