"""Whose page is whose: the named audiences of the desks. docs/reference/pages.md prints the table they make.

A role stands where its holder needs the page for his own work; customers' names and money stand nowhere else.
What a page shows within one's reach is narrowed further by the page: a courier sees his own lists and items only.
"""

from duongthu.kernel.doors import holders
from duongthu.staff.api import Role

_WATCH = frozenset({Role.CONTROLLER, Role.DIRECTOR, Role.AUDITOR})
_FLOOR = frozenset({Role.TELLER, Role.SORTER})

DAY = holders("người có chức danh hôm nay", Role)
ITEMS = holders(
    "người làm với bưu gửi",
    _WATCH | _FLOOR | {Role.COURIER, Role.HEAD, Role.DISPATCHER, Role.CASHIER, Role.ACCOUNTANT},
)
HELD = holders("người xem bưu gửi lưu quá hạn", ITEMS.roles - {Role.COURIER})
RETURN_ITEMS = holders("người chuyển hoàn", _FLOOR | {Role.HEAD, Role.CONTROLLER})
BAGS = holders("người làm với túi thư", _WATCH | _FLOOR | {Role.DRIVER, Role.HEAD, Role.DISPATCHER})
BAG_CONTENT = holders("người xem trong túi thư", BAGS.roles - {Role.DRIVER})
BAG_HANDS = holders("người giao nhận túi thư", BAGS.roles - {Role.DIRECTOR, Role.AUDITOR})
TAKE_BAGS = holders("người nhận túi thư", _FLOOR | {Role.HEAD})
COUNT_BAGS = holders("người đếm lại túi thiếu", TAKE_BAGS.roles | {Role.CONTROLLER})
DRIVE = holders("lái xe", {Role.DRIVER})
SCANS = holders("người quét bưu gửi, túi thư", ITEMS.roles | BAGS.roles)
LABELS = holders("người in nhãn", _FLOOR | {Role.HEAD, Role.CONTROLLER})
CONTROL = holders("điều hành", _WATCH | {Role.HEAD, Role.DISPATCHER})
DECIDE_TRIPS = holders("quyết định chuyến trễ", {Role.HEAD, Role.DISPATCHER, Role.DIRECTOR})
PLAN_ROUTES = holders("lập đường thư", {Role.DISPATCHER, Role.DIRECTOR})
ROUNDS = holders("xem tuyến phát", CONTROL.roles | _FLOOR)
PLAN_ROUNDS = holders("lập tuyến phát", _FLOOR | {Role.HEAD, Role.DISPATCHER})
MY_ROUND = holders("bưu tá", {Role.COURIER})
ROUND_SHEET = holders("bản kê tuyến phát", ROUNDS.roles | MY_ROUND.roles)
NOTICES = holders("tin báo khách", CONTROL.roles | {Role.ADMIN})
SEND_NOTICES = holders("gửi lại tin báo", {Role.HEAD, Role.DISPATCHER, Role.DIRECTOR, Role.ADMIN})
BOOKS = holders("người xem sổ quỹ", _WATCH | {Role.HEAD, Role.CASHIER, Role.ACCOUNTANT})
CASH = holders(
    "người giữ, mang hoặc trông coi tiền mặt",
    {Role.TELLER, Role.CASHIER, Role.HEAD, Role.COURIER, Role.DRIVER, Role.HELPER, Role.CONTROLLER, Role.ACCOUNTANT,
     Role.DIRECTOR, Role.DISPATCHER},
)  # fmt: skip
CLOSE_DAY = holders("người khóa sổ ngày", {Role.HEAD, Role.CONTROLLER})
UNDOERS = holders(
    "người hủy nghiệp vụ",
    _WATCH - {Role.AUDITOR}
    | _FLOOR
    | {Role.COURIER, Role.DRIVER, Role.HELPER, Role.HEAD, Role.CASHIER, Role.ACCOUNTANT},
)
OWN_ACTS = holders("người thực hiện, hoặc người xem sổ quỹ", Role)
CHECKERS = holders(
    "người duyệt",
    {
        Role.CONTROLLER,
        Role.HEAD,
        Role.DIRECTOR,
        Role.ACCOUNTANT,
        Role.ADMIN,
        Role.CASHIER,
        Role.TELLER,
        Role.COURIER,
        Role.DRIVER,
    },
)
PROPOSALS = holders(
    "người lập hoặc duyệt đề nghị",
    CHECKERS.roles | {Role.HELPER, Role.DISPATCHER, Role.SORTER, Role.AUDITOR},
)
PEOPLE = holders("người phân công nhân sự", {Role.HEAD, Role.DIRECTOR, Role.ADMIN})
STAFF_LIST = holders("người nhận danh sách nhân viên", {Role.DIRECTOR, Role.ADMIN})
SECURITY = holders("người giám sát an ninh ở Bưu điện tỉnh", {Role.ADMIN, Role.AUDITOR, Role.DIRECTOR})
THRESHOLDS = holders("người đặt ngưỡng duyệt", {Role.DIRECTOR, Role.ADMIN})
