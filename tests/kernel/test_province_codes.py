"""The province numbers of personal ids, one by one with the province's name: a wrong digit would turn a whole province away."""

import pytest

from duongthu.kernel.identity import CCCD_PROVINCES, FEMALE, MALE, cccd
from duongthu.kernel.refusal import Refusal

PROVINCES = """
001 Hà Nội, 002 Hà Giang, 004 Cao Bằng, 006 Bắc Kạn, 008 Tuyên Quang, 010 Lào Cai, 011 Điện Biên, 012 Lai Châu, 014 Sơn La, 015 Yên Bái,
017 Hòa Bình, 019 Thái Nguyên, 020 Lạng Sơn, 022 Quảng Ninh, 024 Bắc Giang, 025 Phú Thọ, 026 Vĩnh Phúc, 027 Bắc Ninh, 030 Hải Dương,
031 Hải Phòng, 033 Hưng Yên, 034 Thái Bình, 035 Hà Nam, 036 Nam Định, 037 Ninh Bình, 038 Thanh Hóa, 040 Nghệ An, 042 Hà Tĩnh,
044 Quảng Bình, 045 Quảng Trị, 046 Thừa Thiên Huế, 048 Đà Nẵng, 049 Quảng Nam, 051 Quảng Ngãi, 052 Bình Định, 054 Phú Yên,
056 Khánh Hòa, 058 Ninh Thuận, 060 Bình Thuận, 062 Kon Tum, 064 Gia Lai, 066 Đắk Lắk, 067 Đắk Nông, 068 Lâm Đồng, 070 Bình Phước,
072 Tây Ninh, 074 Bình Dương, 075 Đồng Nai, 077 Bà Rịa – Vũng Tàu, 079 Thành phố Hồ Chí Minh, 080 Long An, 082 Tiền Giang, 083 Bến Tre,
084 Trà Vinh, 086 Vĩnh Long, 087 Đồng Tháp, 089 An Giang, 091 Kiên Giang, 092 Cần Thơ, 093 Hậu Giang, 094 Sóc Trăng, 095 Bạc Liêu,
096 Cà Mau
"""
NAMES = dict(entry.strip().split(" ", 1) for entry in PROVINCES.split(","))


def test_each_of_the_sixty_three_is_known():
    """Decree 137/2015: all 63 provinces of before July 2025."""
    assert len(NAMES) == 63
    assert set(NAMES) == CCCD_PROVINCES


@pytest.mark.parametrize("code", sorted(NAMES), ids=NAMES.get)
def test_somebody_born_there_is_taken(code):
    """The positive side: a person of each province passes, with sex and century as the fourth digit says."""
    assert cccd(f"{code}090123456").sex == MALE
    assert cccd(f"{code}190123456", sex=FEMALE, birth_year=1990).birth_year == 1990
    assert cccd(f"{code}201123456").birth_year == 2001


def test_no_other_number_is():
    """Every gap of the numbering is refused."""
    for number in range(1_000):
        code = f"{number:03d}"
        if code not in NAMES:
            with pytest.raises(Refusal, match="wrong_number"):
                cccd(f"{code}090123456")
