"""Identity numbers are made uniform or refused with a sentence."""

import pytest

from portal.kernel.errors import Invalid
from portal.kernel.identifiers import check_cnie, check_ice, check_phone

GOOD = [
    (check_cnie, "ab123456", "AB123456"),
    (check_cnie, " P 12 345 ", "P12345"),
    (check_cnie, "JB-٤٥٦٧٨", "JB45678"),
    (check_ice, "001561191000066", "001561191000066"),
    (check_ice, "002 136 093 000 040", "002136093000040"),
    (check_phone, "06 12 34 56 78", "+212612345678"),
    (check_phone, "0712345678", "+212712345678"),
    (check_phone, "+33 6 12 34 56 78", "+33612345678"),
    (check_phone, "٠٦١٢٣٤٥٦٧٨", "+212612345678"),
]
BAD = [
    (check_cnie, "", "cnie_wrong"),
    (check_cnie, "123456", "cnie_wrong"),
    (check_cnie, "ABCD1", "cnie_wrong"),
    (check_cnie, "AB123456789", "cnie_wrong"),
    (check_cnie, "AB12'; DROP", "cnie_wrong"),
    (check_ice, "001561191000065", "ice_wrong"),
    (check_ice, "1561191000066", "ice_wrong"),
    (check_ice, "00156119100006X", "ice_wrong"),
    (check_phone, "0812345678", "phone_wrong"),
    (check_phone, "06 12 34", "phone_wrong"),
    (check_phone, "", "phone_wrong"),
    (check_phone, "appelez-moi", "phone_wrong"),
]


@pytest.mark.parametrize(("check", "typed", "kept"), GOOD)
def test_a_good_number_is_made_uniform(check, typed, kept):
    assert check(typed) == kept


@pytest.mark.parametrize(("check", "typed", "code"), BAD)
def test_a_bad_number_is_refused(check, typed, code):
    with pytest.raises(Invalid) as refusal:
        check(typed)
    assert refusal.value.code == code
