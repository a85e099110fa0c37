"""Whatever a stranger uploads, a check answers with a report, and never with *intact*."""

from __future__ import annotations

import hashlib
import tracemalloc
import zlib
from time import perf_counter

import pytest

from tracking.signature.check import MAX_BYTES
from tracking.signature.report import Problem, Verdict


def noise(size: int, seed: bytes = b"noise") -> bytes:
    """The same bytes at every run, in no order a parser knows."""
    blocks = (hashlib.sha256(seed + number.to_bytes(4)).digest() for number in range(size // 32 + 1))
    return b"".join(blocks)[:size]


def pdf_with_root(root: bytes, *others: bytes) -> bytes:
    """A PDF of which only the catalogue and some objects matter."""
    objects = [root, *others]
    body = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + table + trailer


SIGNATURE = b"<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange %s /Contents <%s> >>"
FIELD = b"<< /FT /Sig /T (a) /V 3 0 R >>"
CATALOGUE = b"<< /Type /Catalog /AcroForm << /Fields [2 0 R] /SigFlags 3 >> >>"

HOSTILE = {
    "nothing": b"",
    "one byte": b"%",
    "text": "هذا ليس مستندا".encode(),
    "noise": noise(20_000),
    "noise with a header": b"%PDF-1.7\n" + noise(20_000),
    "zeros": bytes(100_000),
    "header alone": b"%PDF-1.7\n%%EOF\n",
    "far startxref": b"%PDF-1.7\nstartxref\n99999999999999999999\n%%EOF\n",
    "startxref to itself": b"%PDF-1.7\nstartxref\n9\n%%EOF\n",
    "endless nesting": pdf_with_root(b"[" * 20_000),
    "endless dictionary": pdf_with_root(b"<< /A " * 20_000),
    "catalogue that is itself": pdf_with_root(b"1 0 R"),
    "fields that are no list": pdf_with_root(b"<< /Type /Catalog /AcroForm << /Fields 7 >> >>"),
    "fields that hold each other": pdf_with_root(
        b"<< /Type /Catalog /AcroForm << /Fields [2 0 R] >> >>", b"<< /T (a) /Kids [2 0 R] >>"
    ),
    "signature without contents": pdf_with_root(CATALOGUE, FIELD, b"<< /Type /Sig >>"),
    "signature of noise": pdf_with_root(CATALOGUE, FIELD, SIGNATURE % (b"[0 1 2 3]", noise(64).hex().encode())),
    "signature of nothing": pdf_with_root(CATALOGUE, FIELD, SIGNATURE % (b"[]", b"")),
    "byte range of words": pdf_with_root(CATALOGUE, FIELD, SIGNATURE % (b"[/a /b /c /d]", b"3000")),
    "immense byte range": pdf_with_root(CATALOGUE, FIELD, SIGNATURE % (b"[0 9e99 -1 99999999999]", b"3000")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_answered(name, check):
    began = perf_counter()
    report = check(HOSTILE[name])
    assert report.verdict in {Verdict.UNREADABLE, Verdict.ALTERED, Verdict.UNSIGNED}
    assert report.sha256 == hashlib.sha256(HOSTILE[name]).hexdigest()
    assert perf_counter() - began < 5


def test_a_file_cut_anywhere_is_never_intact(sealed_twice, sealed, check):
    size = len(sealed_twice.data)
    for length in [*range(0, size, 997), *range(size - 20, size)]:
        if length != len(sealed.data):
            assert not check(sealed_twice.data[:length]).is_intact, length


def test_a_file_with_noise_inside_is_never_intact(sealed, check):
    for number in range(40):
        place = int.from_bytes(noise(4, b"place%d" % number)) % len(sealed.data)
        blob = noise(1 + number * 3, b"blob%d" % number)
        assert not check(sealed.data[:place] + blob + sealed.data[place + len(blob) :]).is_intact
        assert not check(sealed.data[:place] + blob + sealed.data[place:]).is_intact


def test_a_huge_file_is_refused_without_being_parsed(check):
    report = check(b"%PDF-1.7\n" + bytes(MAX_BYTES))
    assert (report.verdict, report.problem) == (Verdict.UNREADABLE, Problem.TOO_LARGE)


def test_a_stream_that_unfolds_without_end_takes_no_memory(check):
    bomb = zlib.compress(bytes(100 * 1024 * 1024), 9)
    stream = (
        b"<< /Type /XRef /Size 9999999 /W [1 8 1] /Root 1 0 R /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
    )
    body = b"%PDF-1.7\n1 0 obj\n" + stream % (len(bomb), bomb) + b"\nendobj\nstartxref\n9\n%%EOF\n"
    tracemalloc.start()
    try:
        report = check(body)
        assert tracemalloc.get_traced_memory()[1] < 75 * 1024 * 1024
    finally:
        tracemalloc.stop()
    assert report.verdict is Verdict.UNREADABLE
