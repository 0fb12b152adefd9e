"""``duongthu found``: a new post on an empty database: communes, units from Excel, tariffs, and the first administrator."""

import sys
from argparse import Namespace
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from duongthu.cli.answers import FINE, FOUND, Answer, EnvironmentMissing, WrongUse
from duongthu.cli.startup import build_tables, need_empty_books, stand_up
from duongthu.cli.verbs.import_verb import read, tell
from duongthu.cli.words import Parser, day

if TYPE_CHECKING:
    from duongthu.acts.api import Outcome

SHORTEST_PHRASE = 12


def arguments(parser: Parser) -> None:
    """The workbook of units, and who will be the administrator."""
    parser.add_argument(
        "workbook", type=Path, metavar="TỆP", help="tệp Excel đơn vị (mẫu: duongthu import --template)"
    )
    parser.add_argument(
        "--admin-code", default="QT0001", metavar="MÃ", help="mã nhân viên của người quản trị"
    )
    parser.add_argument("--admin-name", required=True, metavar="HỌ_TÊN", help="họ tên người quản trị")
    parser.add_argument(
        "--director-name",
        default="",
        metavar="HỌ_TÊN",
        help="họ tên giám đốc, người thứ hai để trao quyền (mật khẩu ở dòng hai)",
    )
    parser.add_argument("--director-code", default="GD0001", metavar="MÃ", help="mã nhân viên của giám đốc")
    parser.add_argument(
        "--director-user",
        default="giamdoc",
        metavar="TÊN",
        help="tên đăng nhập của giám đốc (mặc định giamdoc)",
    )
    parser.add_argument("--user-name", default="admin", metavar="TÊN", help="tên đăng nhập (mặc định admin)")
    parser.add_argument(
        "--from-on", type=day, metavar="NGÀY", help="ngày các đơn vị bắt đầu (mặc định hôm nay)"
    )


def run(options: Namespace, answer: Answer) -> int:
    """Found it in one transaction: when something is refused, the database is as empty as before."""
    content = read(options.workbook)
    stand_up()
    build_tables()
    need_empty_books()
    phrases = [_pass_phrase("người quản trị")]
    if options.director_name:
        phrases.append(_pass_phrase("giám đốc"))
    from django.db import transaction

    with transaction.atomic():
        outcomes = _found(options, content)
        refused = next((outcome for outcome in outcomes if not outcome.done), None)
        if refused is None:
            _let_in(options, phrases)
        else:
            transaction.set_rollback(True)
    if refused is not None and refused.refusal:
        answer.complaint(refused.refusal["code"], refused.refusal["message"])
        return FOUND
    tell(outcomes[1].result, answer)
    answer.line(
        f"Người quản trị {options.admin_name} ({options.admin_code}) đăng nhập bằng tên «{options.user_name}»."
    )
    if options.director_name:
        answer.line(
            f"Giám đốc {options.director_name} ({options.director_code}) đăng nhập bằng tên «{options.director_user}»."
        )
    else:
        answer.line("Chưa có người thứ hai để cùng trao quyền: hãy chạy «duongthu appoint».")
    answer.line("Mở trang web: duongthu serve")
    return FINE


def _found(options: Namespace, content: bytes) -> "list[Outcome]":
    """The acts in their order: communes, units, person, sign-in; the first refused one is the last."""
    from duongthu.acts.api import perform, system_actor
    from duongthu.kernel.clock import today
    from duongthu.mail.api import load_tariffs
    from duongthu.network.api import import_workbook, network_on

    opened_on = options.from_on or today()
    founder = system_actor("Lập bưu điện", frozenset(), roles=frozenset({"admin", "system"}))
    load_tariffs()
    done = [perform(founder, "network.load_communes", {})]
    done.append(import_workbook(founder, content, options.workbook.name, opened_on))
    province = next((u.id for u in network_on(opened_on).units.values() if u.kind == "province"), None)
    if province is None:
        wrong = done[1].result.get("wrong", [])[:5]
        reasons = "".join(f" {row['sheet']} dòng {row['row']}: {row['reason']}." for row in wrong)
        raise EnvironmentMissing(
            f"Tệp không có đơn vị nào hợp lệ ở trang «Bưu điện tỉnh»: chưa lập được gì.{reasons}"
        )
    founder = system_actor("Lập bưu điện", frozenset({province}), province, frozenset({"admin", "system"}))
    people = [(options.admin_code, options.admin_name, "admin", options.user_name)]
    if options.director_name:
        people.append((options.director_code, options.director_name, "director", options.director_user))
    for act, params in (step for one in people for step in _welcome(province, *one)):
        done.append(perform(founder, act, params))
        if not done[-1].done:
            break
    return done


def _welcome(
    province: int, code: str, name: str, role: str, user_name: str
) -> list[tuple[str, dict[str, object]]]:
    """The acts that make somebody one of the two who can give power."""
    from duongthu.kernel.clock import today

    return [
        ("staff.hire", {"code": code, "name": name, "unit_id": province}),
        ("staff.assign_post", {"person_code": code, "role": role, "unit_id": province, "from_on": today()}),
        ("staff.open_sign_in", {"person_code": code, "user_name": user_name}),
    ]


def _let_in(options: Namespace, phrases: list[str]) -> None:
    from duongthu.kernel.refusal import Refusal
    from duongthu.staff.api import set_pass_phrase

    for user_name, phrase in zip((options.user_name, options.director_user), phrases, strict=False):
        try:
            set_pass_phrase(user_name, phrase)
        except Refusal as refusal:
            raise WrongUse(refusal.message) from refusal


def _pass_phrase(whose: str) -> str:
    """Asked twice on a terminal, else one line of the input; it never stands on a command line."""
    asked = sys.stdin.isatty()
    phrase = getpass(f"Mật khẩu của {whose}: ") if asked else sys.stdin.readline().rstrip("\n")
    if len(phrase) < SHORTEST_PHRASE:
        raise WrongUse(f"Mật khẩu cần ít nhất {SHORTEST_PHRASE} ký tự.")
    if asked and getpass("Nhập lại: ") != phrase:
        raise WrongUse("Hai lần nhập mật khẩu không giống nhau.")
    return phrase
