"""Example content of the style guide: the people, items and sums are invented, and the page says so."""

from datetime import timedelta
from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext as _

from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import (
    Bar,
    Chart,
    Column,
    Figure,
    Link,
    MapBoard,
    MapPlace,
    Mark,
    Pair,
    Row,
    Step,
    Tab,
    Table,
    Tone,
)
from duongthu.desks.ui.shell import Seat, Section
from duongthu.kernel.clock import now

CODE = "EB123456785VN"


def seat() -> Seat:
    """Who looks at the example."""
    return Seat("Trần Thu Hà", _("Giao dịch viên"), _("Bưu cục Phố Hiến"))


def sections(here: str) -> list[Section]:
    """Sections of the example; all lead to places of the page itself."""
    named = [
        (_("Điều hành"), "D"),
        (_("Quầy"), "Q"),
        (_("Khai thác"), "K"),
        (_("Thủ quỹ"), "T"),
        (_("Kế toán"), "S"),
    ]
    parts = ("", "#bieu-mau", "#bang", "#so-lieu", "#hanh-trinh")
    return [Section(label, here + part, key) for (label, key), part in zip(named, parts, strict=True)]


def figures() -> list[Figure]:
    """The strip of the day."""
    return [
        Figure(
            _("Đã phát"), formats.count(1204), f"{formats.percent(1204, 1544)} {_('của ngày')}", Tone.DONE
        ),
        Figure(_("Đang trên tuyến"), formats.count(286)),
        Figure(_("Quá hạn"), formats.count(17), _("thêm 5 từ 12:00"), Tone.LATE, href="#bang"),
        Figure(_("Tiền thu hộ chưa nộp"), formats.money(84_350_000)),
    ]


def work() -> Table:
    """A list of items to see to."""
    columns = [
        Column(_("Mã bưu gửi"), "code"),
        Column(_("Người nhận")),
        Column(_("Địa chỉ"), wide=True),
        Column(_("Tình trạng"), "mark"),
        Column(_("Khối lượng"), "weight", phone=False),
        Column(_("Thu hộ"), "money"),
    ]
    seen = [
        (
            "EB123456785VN",
            "Nguyễn Thị Hồng Đào",
            "Thôn Đặng Xá, xã Đức Hợp",
            Mark(Tone.LATE, _("Quá hạn 2 giờ")),
            1250,
            1_250_000,
        ),
        (
            "CP100000024VN",
            "Phạm Quỳnh Như",
            "Chợ Gạo, phường Phố Hiến",
            Mark(Tone.HOLD, _("Sai địa chỉ")),
            12_500,
            385_000,
        ),
        (
            "RB100000038VN",
            "Hợp tác xã nhãn lồng Hồng Nam",
            "Thôn Nễ Châu, xã Tân Hưng",
            Mark(Tone.GOING, _("Đang phát")),
            480,
            None,
        ),
        (
            "EB100000041VN",
            "Đặng Ngọc Ẩn",
            "12 Điện Biên, phường Phố Hiến",
            Mark(Tone.DONE, _("Đã phát 14:05")),
            900,
            94_000,
        ),
        (
            "EB100000055VN",
            "Lê Văn Hưởng",
            "Thôn Bình Dân, xã Lương Bằng",
            Mark(Tone.IDLE, _("Chưa giao bưu tá")),
            310,
            None,
        ),
    ]
    rows = [Row(cells, href="#hanh-trinh", id=f"row-{n}") for n, cells in enumerate(seen)]
    foot = [_("5 bưu gửi"), None, None, None, sum(s[4] for s in seen), sum(s[5] or 0 for s in seen)]
    return Table(_("Bưu gửi cần xử lý"), columns, rows, foot)


def journey() -> list[Step]:
    """What befell one item, newest first."""
    at = now()
    return [
        Step(
            _("Phát không thành"),
            at - timedelta(minutes=12),
            _("Xã Đức Hợp"),
            "Trần Văn Lộc",
            _("Người nhận hẹn lại chiều nay."),
            Tone.HOLD,
        ),
        Step(
            _("Giao bưu tá, tuyến 07"),
            at - timedelta(hours=4),
            _("Bưu cục Phố Hiến"),
            "Trần Thu Hà",
            tone=Tone.GOING,
        ),
        Step(_("Đến bưu cục phát"), at - timedelta(hours=6), _("Bưu cục Phố Hiến")),
        Step(
            _("Rời trung tâm khai thác"),
            at - timedelta(hours=8),
            _("Trung tâm Khai thác Hưng Yên"),
            href="#ban-do",
        ),
        Step(_("Nhận gửi"), at - timedelta(days=1, hours=2), _("Bưu cục Mỹ Hào"), "Đỗ Thị Mai"),
    ]


def item() -> list[Pair]:
    """The facts of one item."""
    return [
        Pair(_("Mã bưu gửi"), CODE, "code"),
        Pair(_("Dịch vụ"), _("Chuyển phát nhanh, phát hàng thu tiền")),
        Pair(_("Đang giữ"), "Trần Văn Lộc", href="#hanh-trinh"),
        Pair(_("Hạn phát"), now() + timedelta(hours=4), "moment"),
        Pair(_("Điện thoại"), "0905123456", "phone"),
        Pair(_("Cước"), 41_148, "money"),
        Pair(_("Tiền thu hộ"), 1_250_000, "money"),
    ]


def week() -> Chart:
    """Items delivered, a week."""
    names = (_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN"))
    values = (1533, 1418, 1622, 1490, 1204, 1105, 310)
    bars = [Bar(name, value, strong=name == _("T6")) for name, value in zip(names, values, strict=True)]
    return Chart(_("Phát trong tuần"), _("bưu gửi"), bars, 1450, _("Kế hoạch 1.450"))


def hours() -> Chart:
    """Cash in the safe through a day, in million đồng."""
    values = (42, 42, 55, 71, 96, 124, 131, 128, 90, 101, 133, 158, 160, 74)
    return Chart(
        _("Tiền trong két theo giờ"), _("triệu đồng"), [Bar(f"{i + 6}h", v) for i, v in enumerate(values)]
    )


def province() -> MapBoard:
    """A small map with its list."""
    base = static("ui/sample")
    places = [
        MapPlace(
            "trip-2",
            _("Chuyến HY-07 đi Tiên Lữ"),
            Mark(Tone.LATE, _("Chậm 25 phút")),
            _("38 bưu gửi có thể trễ hạn"),
            "#bang",
        ),
        MapPlace("u3", _("Bưu cục Tiên Lữ"), Mark(Tone.LATE, _("17 quá hạn")), _("Còn 62 bưu gửi, 3 bưu tá")),
        MapPlace("u4", _("Điểm Hiệp Cường"), Mark(Tone.HOLD, _("Tồn 9")), _("Chưa có người nhận ca chiều")),
        MapPlace(
            "trip-1", _("Chuyến HY-03 đi Lương Bằng"), Mark(Tone.GOING, _("Đúng giờ")), _("Đến lúc 15:10")
        ),
        MapPlace("u2", _("Bưu cục Lương Bằng"), Mark(Tone.GOING, _("Đang phát"))),
        MapPlace("u1", _("Trung tâm khai thác"), Mark(Tone.DONE, _("Xong ca sáng"))),
        MapPlace("u5", _("Điểm Đức Hợp"), Mark(Tone.IDLE, _("Mở lúc 13:30"))),
    ]
    return MapBoard(
        _("Bản đồ ví dụ quanh Phố Hiến"),
        f"{base}/areas.geojson",
        f"{base}/points.geojson",
        f"{base}/lines.geojson",
        places,
        _("Cần xem trước"),
    )


def everything() -> dict[str, Any]:
    """All example content."""
    return {
        "figures": figures(),
        "tabs": [
            Tab(_("Cần xử lý"), "#bang", 17, current=True),
            Tab(_("Đang phát"), "#bang", 286),
            Tab(_("Đã phát"), "#bang", 1204),
        ],
        "work": work(),
        "nothing": Table(_("Danh sách trống"), [], [], empty=_("Không còn bưu gửi nào chờ ở bưu cục này.")),
        "journey": journey(),
        "item": item(),
        "week": week(),
        "hours": hours(),
        "board": province(),
        "links": [Link(_("Bưu cục Phố Hiến"), "#"), Link(_("Phát"), "#bang")],
        "tones": [
            Mark(Tone.DONE, _("Đã phát")),
            Mark(Tone.GOING, _("Đang phát")),
            Mark(Tone.HOLD, _("Chờ xử lý")),
            Mark(Tone.LATE, _("Quá hạn")),
            Mark(Tone.IDLE, _("Chưa bắt đầu")),
            Mark(Tone.VOID, _("Đã huỷ")),
        ],
        "lately": now() - timedelta(minutes=5),
        "themes": ("light", "dark"),
        "trend": [12, 15, 11, 18, 22, 19, 26],
    }
