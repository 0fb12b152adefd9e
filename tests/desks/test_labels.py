"""Labels: read back by a scanner from the printed page, never overflowing, and never accepted with a changed digit."""

import random
import sys
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pypdfium2
import pytest
import zxingcpp
from reportlab.lib.units import mm

from duongthu.acts.api import ActRecord
from duongthu.desks.labels.content import Fact, Label, item_label
from duongthu.desks.labels.letters import BOLD, LEADING, MORE, PLAIN, Box, fit, shown, width_of
from duongthu.desks.labels.sheets import SHEETS, pdf
from duongthu.kernel import s10
from duongthu.mail.api import Scan, item_by_code

sys.path.append(str(Path(__file__).parents[2] / "tools"))
import make_label_fonts

DPI = 203  # what a label printer has
LONG_NAME = (
    "Công ty trách nhiệm hữu hạn một thành viên thương mại và dịch vụ Tôn Nữ Nguyễn Phước Hồng Ngọc " * 2
)[:120]
LONG_ADDRESS = (
    "Số 123 ngõ 45 ngách 6 hẻm 7/8 đường Nguyễn Văn Linh kéo dài, tổ dân phố số 9, thôn Đào Xá Thượng, " * 3
)[:250]


def read(body: bytes, dpi: int = DPI) -> list[list[tuple[str, str]]]:
    """The symbols on each page as a scanner reads them: kind and text."""
    with pypdfium2.PdfDocument(BytesIO(body)) as document:
        pictures = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    return [sorted((r.format.name, r.text) for r in zxingcpp.read_barcodes(p)) for p in pictures]


def words(body: bytes) -> str:
    """The letters of the first page, line breaks as spaces."""
    with pypdfium2.PdfDocument(BytesIO(body)) as document:
        return " ".join(document[0].get_textpage().get_text_range().split())


def both(*codes: str) -> list[tuple[str, str]]:
    return sorted([("Code128", code) for code in codes] + [("QRCode", code) for code in codes])


def sample(code: str = "EA123456785VN", **changes) -> Label:
    parts = {
        "code": code, "groups": code, "title": "Bưu kiện", "issuer": ("Bưu điện tỉnh Hưng Yên", LONG_NAME),
        "to": ("Người nhận", LONG_NAME, LONG_ADDRESS), "sender": ("Người gửi", LONG_NAME, ""),
        "facts": (Fact("Bưu cục phát", LONG_NAME, 3), Fact("Khối lượng", "31.500 g", 2)),
        "boxed": Fact("Thu hộ", "999.999.999.999\u00a0₫"),
    }  # fmt: skip
    return Label(**(parts | changes))


def test_a_letter_outside_the_fonts_is_seen_to_be_missing():
    """Cyrillic, Chinese and a picture leave a mark each; Vietnamese, also decomposed, and highland letters stay."""
    body = pdf([sample(to=("Người nhận", "Ольга 王 Đặng", "Số 5 \N{ROCKET}"))], SHEETS["a6"], "thử")
    read_back = words(body)
    assert "¿¿¿¿¿ ¿ Đặng" in read_back
    assert "Số 5 ¿" in read_back
    assert shown(normalize("NFD", "Nguyễn Thị Ữ, Čư Ŏi")) == "Nguyễn Thị Ữ, Čư Ŏi"


@pytest.fixture
def order(post, office):
    """A counter's order of ten items; gives their numbers."""
    commune = next(post.communes[c] for c, unit in post.units.items() if unit == office)
    drafts = [post.draft(commune, cod_dong=n * 10_000, recipient_name=f"Đỗ Thị Nhận {n}") for n in range(10)]
    return [line["code"] for line in post.accept(office, *drafts)]


@pytest.fixture
def bag(post, office, order):
    """A sealed bag of three of them to the district; gives its code."""
    clerk = post.actor(office, "sorter", person_id=21)
    scans = [Scan(post.key(), code) for code in order[:3]]
    done = post.do(
        clerk,
        "transport.pack_bag",
        unit_id=office,
        to_unit_id=post.unit("district"),
        seal="NP-0077",
        scans=scans,
    )
    return done["bag"]


@pytest.mark.feature(12)
@pytest.mark.django_db
@pytest.mark.parametrize("sheet", SHEETS)
def test_an_items_label_reads_back_as_its_number(enter, office, order, sheet):
    """Bar code and QR of the printed page say the thirteen characters, and their check digit is right."""
    answer = enter(office).get(f"/buu-gui/{order[3]}/nhan.pdf?kho={sheet}&tu=3")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert read(answer.content) == [both(order[3])]
    assert s10.parse(read(answer.content)[0][0][1]).code == order[3]
    written = words(answer.content)
    for told in ("EMS", "Đỗ Thị Nhận 3", "Thôn Đào Xá", "Lê Văn Gửi", "300", "30.000"):
        assert told in written


@pytest.mark.feature(12)
@pytest.mark.django_db
def test_a_counters_whole_order_is_printed_in_its_order(enter, office, order):
    """One page an item on a roll; on A4 eight to a sheet, beginning at the first free sticker."""
    client, act = enter(office), ActRecord.objects.get(act="mail.accept_items")
    page = client.get(f"/so-quy/nghiep-vu/{act.seq}/").content.decode()
    assert f"/so-quy/nghiep-vu/{act.seq}/nhan.pdf" in page
    roll = client.get(f"/so-quy/nghiep-vu/{act.seq}/nhan.pdf")
    assert read(roll.content) == [both(code) for code in order]
    stickers = client.get(f"/so-quy/nghiep-vu/{act.seq}/nhan.pdf?kho=a4&tu=6")
    assert read(stickers.content) == [both(*order[:3]), both(*order[3:])]


@pytest.mark.feature(12)
@pytest.mark.django_db
def test_a_bags_label_tells_seal_way_service_and_count(enter, office, bag):
    """The symbols say the bag's code; seal, units, service and count stand in words."""
    client = enter(office)
    page = client.get(f"/tui/{bag}/").content.decode()
    assert f"/tui/{bag}/nhan.pdf" in page
    body = client.get(f"/tui/{bag}/nhan.pdf").content
    assert read(body) == [both(bag)]
    written = words(body)
    for told in ("EMS", "NP-0077", "Số bưu gửi", "3", "900", "Đến", "Từ"):
        assert told in written


@pytest.mark.feature(12)
@pytest.mark.django_db
def test_a_changed_digit_is_refused_at_every_scan(enter, post, office, order):
    """Each digit of a printed number changed to each other digit: the desk names the check digit, the act the unknown thing."""
    client, clerk = enter(office), post.actor(office, "sorter", person_id=21)
    good = order[0]
    assert client.get(f"/quet/?so={good.lower()}").headers["Location"] == f"/buu-gui/{good}/"
    wrong = [good[:at] + d + good[at + 1 :] for at in range(2, 11) for d in "0123456789" if d != good[at]]
    for code in wrong:
        answer = client.get(f"/quet/?so={code}")
        assert (answer.status_code, answer.context["refusal"].code) == (
            422,
            "kernel.s10_wrong_check_digit",
        ), code
    scans = [Scan(post.key(), code) for code in wrong]
    lines = post.do(clerk, "mail.keep_here", unit_id=office, scans=scans)["lines"]
    assert {line["refusal"]["code"] for line in lines} == {"mail.unknown_thing"}


@pytest.mark.django_db
def test_a_scan_opens_a_bag_and_a_bag_beyond_reach_stays_shut(enter, post, office, bag):
    """The same field takes both; another district learns nothing, and who tried is in the act log."""
    assert enter(office).get(f"/quet/?so={bag.lower()}").headers["Location"] == f"/tui/{bag}/"
    stranger = enter(post.unit("district", 4))
    assert stranger.get(f"/tui/{bag}/").status_code == 404
    assert stranger.get(f"/tui/{bag}/nhan.pdf").status_code == 404
    assert stranger.get(f"/quet/?so={bag}").status_code == 422
    assert ActRecord.objects.filter(act="network.look_beyond_reach", status="refused").count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["kho=a5", "tu=9", "tu=0", "tu=x", "phan=2"])
def test_paper_that_does_not_exist_is_refused(enter, office, order, query):
    """A mistyped address prints nothing rather than something else."""
    assert enter(office).get(f"/buu-gui/{order[0]}/nhan.pdf?{query}").status_code == 400


@pytest.mark.django_db
def test_labels_are_for_those_whom_the_item_concerns(client, enter, post, office, order):
    """A label holds names and addresses: a stranger is sent to sign in, another district finds nothing."""
    assert client.get(f"/buu-gui/{order[0]}/nhan.pdf").status_code == 302
    assert enter(post.unit("district", 4)).get(f"/buu-gui/{order[0]}/nhan.pdf").status_code == 404
    act = ActRecord.objects.get(act="mail.accept_items")
    assert enter(post.unit("district", 3)).get(f"/so-quy/nghiep-vu/{act.seq}/nhan.pdf").status_code == 404


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.key)
def test_nothing_is_printed_beyond_the_margin(sheet):
    """With the longest texts the tables hold, a white frame remains around each label and both symbols still read."""
    body = pdf([sample()], sheet, "thử")
    assert read(body) == [both("EA123456785VN")]
    with pypdfium2.PdfDocument(BytesIO(body)) as document:
        picture = document[0].render(scale=DPI / 72, grayscale=True).to_pil()
    dots = DPI / 25.4
    width, height = (round(side * dots) for side in sheet.label)
    label = picture.crop((0, round(sheet.edge * dots), width, round(sheet.edge * dots) + height))
    ink = label.point(lambda grey: 255 if grey < 128 else 0).getbbox()
    frame = 3 * dots
    assert ink[0] >= frame
    assert ink[1] >= frame
    assert ink[2] <= width - frame
    assert ink[3] <= height - frame


@pytest.mark.django_db
def test_the_longest_name_and_address_are_printed_whole(post, office):
    """120 and 250 letters stand on the smallest label to the last word."""
    commune = next(post.communes[c] for c, unit in post.units.items() if unit == office)
    draft = post.draft(commune, recipient_name=LONG_NAME.strip(), recipient_address=LONG_ADDRESS.strip())
    (line,) = post.accept(office, draft)
    written = words(pdf([item_label(item_by_code(line["code"]))], SHEETS["100x75"], "thử"))
    assert LONG_NAME.strip() in written
    assert LONG_ADDRESS.strip() in written


def test_text_never_leaves_its_box():
    """Random words, giant words and no words, in boxes of every shape: each line is narrow, all lines are low enough."""
    dice = random.Random(12)
    for _ in range(60):
        length = dice.randrange(0, 60)
        text = " ".join("ẰệỞgW"[dice.randrange(5)] * dice.randrange(1, 40) for _ in range(length))
        box = Box(0, 0, dice.uniform(10, 90) * mm, dice.uniform(4, 40) * mm)
        font = dice.choice([PLAIN, BOLD])
        fitted = fit(text, font, box, 16, 5)
        assert all(width_of(line, font, fitted.size) <= box.width for line in fitted.lines)
        assert len(fitted.lines) * fitted.size * LEADING <= box.height + 0.001
        assert fitted.cut or "".join(fitted.lines).replace(" ", "") == text.replace(" ", "")
        assert not fitted.cut or fitted.lines[-1].endswith(MORE)


def test_one_list_of_labels_is_one_file_byte_for_byte():
    """A label printed again is the same label: nothing of the moment of printing stands in it."""
    assert pdf([sample()], SHEETS["a6"], "thử") == pdf([sample()], SHEETS["a6"], "thử")


@pytest.mark.parametrize("weight", make_label_fonts.WEIGHTS)
def test_the_embedded_fonts_are_made_from_the_committed_ones(weight):
    """Every letter of Vietnamese is in them, and nobody has to trust a binary of unknown origin."""
    assert (make_label_fonts.LABELS / f"inter-{weight}.ttf").read_bytes() == make_label_fonts.made(weight)
