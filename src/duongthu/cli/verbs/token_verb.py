"""``duongthu token``: a token with which a person's machine speaks over HTTP; or the end of all of theirs."""

from argparse import Namespace

from duongthu.cli.answers import FINE, FOUND, Answer
from duongthu.cli.startup import stand_up_with_tables
from duongthu.cli.words import Parser, positive


def arguments(parser: Parser) -> None:
    """Whose token."""
    parser.add_argument("person", metavar="MÃ_NGƯỜI", help="mã nhân viên mà máy sẽ thay mặt")
    parser.add_argument(
        "--end", action="store_true", help="thu hồi mọi mã đã cấp cho người này (có hiệu lực trong 15 giây)"
    )

    parser.add_argument(
        "--device", default="", metavar="MÃ", help="thiết bị đã đăng ký (mặc định: máy riêng của người đó)"
    )
    parser.add_argument(
        "--acts",
        default="",
        metavar="TÊN,…",
        help="chỉ dùng cho các nghiệp vụ này, như mail.*,ledger.open_till",
    )
    parser.add_argument(
        "--days", type=positive, default=90, metavar="SỐ", help="số ngày có hiệu lực (mặc định 90)"
    )


def run(options: Namespace, answer: Answer) -> int:
    """Print one token, once; the program keeps none."""
    stand_up_with_tables()
    from duongthu.kernel.clock import today
    from duongthu.network.api import actor_of
    from duongthu.rest.api import make_token

    actor = actor_of(options.person, today())
    if options.end:
        return _end(options.person, actor.unit_id, answer)
    acts = tuple(filter(None, options.acts.split(",")))
    token = make_token(options.person, options.device, acts, options.days)
    answer.line(token)
    answer.value({"token": token, "person": options.person})
    return FINE


def _end(person: str, unit_id: int, answer: Answer) -> int:
    from duongthu.acts.api import perform, system_actor

    keeper = system_actor("Dòng lệnh", frozenset({unit_id}), unit_id, frozenset({"admin"}))
    outcome = perform(keeper, "staff.end_tokens", {"person_code": person})
    if outcome.refusal:
        answer.complaint(outcome.refusal["code"], outcome.refusal["message"])
        return FOUND
    answer.line(f"Đã thu hồi mọi mã truy cập của {person}.")
    answer.value({"ended": person})
    return FINE
