"""``duongthu appoint``: the second of the two who can give power, appointed at the server itself; never a third."""

from argparse import Namespace

from duongthu.cli.answers import FINE, FOUND, Answer
from duongthu.cli.startup import stand_up_with_tables
from duongthu.cli.words import Parser

NEEDED = 2


def arguments(parser: Parser) -> None:
    """Whom."""
    parser.add_argument("person", metavar="MÃ_NGƯỜI", help="mã nhân viên ở Bưu điện tỉnh")
    parser.add_argument(
        "--role", choices=("director", "admin"), default="director", help="chức danh (mặc định director)"
    )


def run(options: Namespace, answer: Answer) -> int:
    """Give the post while fewer than two at the province can decide together; after that only they can."""
    stand_up_with_tables()
    from duongthu.acts.api import perform, system_actor
    from duongthu.kernel.clock import today
    from duongthu.network.api import units_of_kind
    from duongthu.staff.api import staff_of

    province = next((unit.id for unit in units_of_kind(today(), "province")), 0)
    deciding = [one for one in staff_of([province], today()) if one.roles & {"director", "admin"}]
    if len(deciding) >= NEEDED:
        names = ", ".join(one.name for one in deciding)
        answer.complaint(
            "staff.needs_two", f"Đã có hai người trao được quyền ({names}): hãy làm trên trang Nhân sự."
        )
        return FOUND
    founder = system_actor("Dòng lệnh", frozenset({province}), province, frozenset({"admin"}))
    params = {"person_code": options.person, "role": options.role, "unit_id": province, "from_on": today()}
    outcome = perform(founder, "staff.assign_post", params)
    if outcome.refusal:
        answer.complaint(outcome.refusal["code"], outcome.refusal["message"])
        return FOUND
    answer.line(f"{options.person} nay giữ chức danh {options.role} ở Bưu điện tỉnh.")
    answer.value({"person": options.person, "role": options.role})
    return FINE
