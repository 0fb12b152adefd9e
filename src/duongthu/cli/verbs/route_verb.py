"""``duongthu route``: plans the rounds of a problem's file within a budget, and writes the plan."""

import json
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT, SIGTERM, Signals, signal
from threading import Event
from typing import TYPE_CHECKING, Any

from duongthu.cli.answers import FINE, FOUND, Answer, OnProgress, WrongUse, seconds
from duongthu.cli.route_words import percent, said
from duongthu.cli.words import Parser, positive, seconds_budget

if TYPE_CHECKING:
    from duongthu.routing.api import Plan, ProblemFile, Progress, StatedPlan


def arguments(parser: Parser) -> None:
    """The problem, the budget, where to begin, where to write, what to compare with."""
    parser.add_argument(
        "problem",
        type=Path,
        metavar="TỆP.vrp",
        help="bài toán theo dạng VRPLIB; đuôi .json: theo dạng của VROOM, phương án cũng vậy",
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="TỆP.sol", help="ghi phương án vào tệp này"
    )
    parser.add_argument(
        "--seconds",
        type=seconds_budget,
        default=60.0,
        metavar="GIÂY",
        help="thời gian tìm, giữ đúng đến một giây (mặc định 60)",
    )
    parser.add_argument(
        "--steps",
        type=positive,
        metavar="SỐ",
        help="tìm đúng số bước này thay cho thời gian; cùng số bước thì cùng phương án",
    )
    parser.add_argument("--seed", type=positive, default=1, metavar="SỐ", help="hạt giống (mặc định 1)")
    parser.add_argument("--workers", type=positive, default=1, metavar="SỐ", help="số luồng (mặc định 1)")
    parser.add_argument(
        "--start",
        type=Path,
        metavar="TỆP.sol",
        help="tìm tiếp từ phương án này; kết quả không bao giờ kém nó",
    )
    parser.add_argument(
        "--lang",
        choices=["vi", "en"],
        default="vi",
        help="tiếng của mọi lời: dòng báo, lý do, lời từ chối tệp (mặc định vi)",
    )
    parser.add_argument(
        "--best-known",
        metavar="TỆP.sol|GIÁ",
        help="giá tốt nhất đã biết, để nói phương án còn cách bao nhiêu",
    )
    parser.add_argument(
        "--distances",
        choices=["whole", "tenths", "thousandths"],
        help="cách làm tròn độ dài (mặc định theo TYPE của tệp)",
    )


def run(options: Namespace, answer: Answer) -> int:
    """Read, search, write; the plan is counted again before it is written."""
    from duongthu.routing.api import WrongFile

    try:
        return _planned(options, answer)
    except WrongFile as wrong:
        answer.complaint(wrong.code, wrong.in_words(options.lang))
        return FOUND


def _planned(options: Namespace, answer: Answer) -> int:
    if options.problem.suffix.lower() == ".json":
        return _planned_json(options, answer)
    return _planned_vrplib(options, answer)


def _planned_json(options: Namespace, answer: Answer) -> int:
    """VROOM's words in and out."""
    from duongthu.routing.api import need_writable, read_vroom, solve, vroom_answer, write_text

    if options.start or options.best_known or options.distances:
        raise WrongUse("duongthu route: --start, --best-known và --distances chỉ dùng với tệp .vrp.")
    asked = read_vroom(options.problem)
    need_writable(options.out)
    lang, stem = options.lang, options.problem.stem
    answer.line(said(lang, "asked_json", name=stem, stops=len(asked.tasks), vehicles=len(asked.vehicles)))
    with answer.progress(said(lang, "planning")) as step, _interrupt() as asked_to_stop:
        plan = solve(
            asked.problem,
            seconds=options.seconds,
            steps=options.steps,
            seed=options.seed,
            workers=options.workers,
            should_stop=asked_to_stop.is_set,
            on_better=_shown(options, step, str),
        )
    told = vroom_answer(asked, plan, lang)
    write_text(options.out, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    answer.line(said(lang, "planned", rounds=len(told["routes"]), cost=told["summary"]["cost"]))
    for one in told["unassigned"]:
        answer.line(said(lang, "unassigned", kind=one["type"], id=one["id"], reason=one.get("reason", "")))
    answer.value({"problem": stem, **told["summary"], "out": str(options.out)})
    return FOUND if told["unassigned"] else FINE


def _planned_vrplib(options: Namespace, answer: Answer) -> int:
    from duongthu.routing.api import Rounding, need_writable, read_problem, write_plan

    asked = read_problem(options.problem, Rounding(options.distances) if options.distances else None)
    start = _start(options.start, asked) if options.start else None
    best_known = _best_known(options.best_known, asked) if options.best_known else None
    need_writable(options.out)
    answer.line(_asked(asked, options.lang))
    began = time.perf_counter()
    plan = _searched(options, asked, start, best_known, answer)
    took_seconds = time.perf_counter() - began
    if start is not None and (len(start.left_out), start.price) < (len(plan.left_out), plan.price):
        plan = start
    write_plan(options.out, asked, plan)
    told = _told(asked, plan, best_known)
    _tell(told, options, took_seconds, answer)
    answer.value({**told, "seconds": round(took_seconds, 3),
                  "seed": options.seed, "out": str(options.out)})  # fmt: skip
    return FOUND if told["left_out"] else FINE


def _searched(
    options: Namespace, asked: "ProblemFile", start: "Plan | None", best_known: int | None, answer: Answer
) -> "Plan":
    from duongthu.routing.api import cost_text, solve

    with answer.progress(said(options.lang, "planning")) as step, _interrupt() as asked_to_stop:
        return solve(
            asked.problem,
            seconds=options.seconds,
            steps=options.steps,
            seed=options.seed,
            workers=options.workers,
            start=start.rounds if start else (),
            should_stop=asked_to_stop.is_set,
            on_better=_shown(
                options,
                step,
                lambda price: cost_text(asked, price) + _gap_text(price, best_known, options.lang),
            ),
        )


@contextmanager
def _interrupt() -> Iterator[Event]:
    """Ctrl-C and TERM end the search, not the command: the best plan so far is written; a second one ends it all."""
    asked = Event()

    def stop(number: int, _frame: object) -> None:
        asked.set()
        signal(number, before[Signals(number)])

    before = {number: signal(number, stop) for number in (SIGINT, SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal(number, handler)


def _shown(options: Namespace, step: OnProgress, words: Any) -> Any:
    """Moves the bar whenever the plan got better: by steps where they are the budget, else by time."""

    def show(progress: "Progress") -> None:
        done, total = (
            (progress.steps, options.steps)
            if options.steps
            else (int(progress.seconds * 10), int(options.seconds * 10))
        )
        step(done, total, said(options.lang, "price", price=words(progress.price)))

    return show


def _start(file: Path, asked: "ProblemFile") -> "Plan":
    """A plan to better, which must hold.

    Raises:
        WrongFile: it does not.
    """
    from duongthu.routing.api import WrongFile, faults_of

    plan = _read(file, asked).plan
    for fault in faults_of(asked.problem, plan):
        where = "".join(
            (
                f", tuyến {fault.round + 1}" if fault.round >= 0 else "",
                f", khách {fault.stop}" if fault.stop >= 0 else "",
            )
        )
        raise WrongFile("routing.plan_wrong", file, fault=fault.code + where)
    return plan


def _best_known(words: str, asked: "ProblemFile") -> int:
    """A price as a plan's file states it, or the file itself."""
    if words.replace(".", "", 1).isdigit() and words.isascii():
        price = round(float(words) * asked.cost_parts)
    else:
        found = _read(Path(words), asked)
        price = found.plan.price if found.stated is None else found.stated
    if price < 1:
        raise WrongUse("duongthu route: --best-known cần một giá lớn hơn 0.")
    return price


def _read(file: Path, asked: "ProblemFile") -> "StatedPlan":
    from duongthu.routing.api import read_plan

    return read_plan(file, asked)


def _asked(asked: "ProblemFile", lang: str) -> str:
    problem = asked.problem
    vehicles = said(lang, "vehicles", many=len(asked.kind_of)) if asked.kind_of else ""
    stops = problem.travel.places - problem.depots
    return said(lang, "asked", name=asked.name, stops=stops, depots=problem.depots, vehicles=vehicles)


def _told(asked: "ProblemFile", plan: "Plan", best_known: int | None) -> dict[str, Any]:
    from duongthu.routing.api import cost_text

    must = [asked.number_of(stop) for stop in plan.left_out if not asked.problem.prize[stop]]
    return {
        "problem": asked.name,
        "rounds": len(plan.rounds),
        "cost": cost_text(asked, plan.price),
        "price": plan.price,
        "gap_percent": None if best_known is None else round(100 * (plan.price / best_known - 1), 3),
        "left_out": must,
        "passed_over": [asked.number_of(stop) for stop in plan.left_out if asked.problem.prize[stop]],
    }


def _tell(told: dict[str, Any], options: Namespace, took_seconds: float, answer: Answer) -> None:
    lang, gap = options.lang, told["gap_percent"]
    took = seconds(took_seconds) if lang == "vi" else f"{took_seconds:.1f} s"
    answer.line(
        said(lang, "planned", rounds=told["rounds"], cost=told["cost"])
        + ("" if gap is None else said(lang, "gap", percent=percent(lang, gap)))
        + said(lang, "took", seconds=took)
    )
    if told["passed_over"]:
        answer.line(said(lang, "passed_over", many=len(told["passed_over"])))
    if told["left_out"]:
        stops = ", ".join(map(str, told["left_out"][:20]))
        answer.line(said(lang, "left_out", many=len(told["left_out"]), stops=stops))
    answer.line(said(lang, "written", out=options.out))


def _gap_text(price: int, best_known: int | None, lang: str) -> str:
    return "" if best_known is None else f" (+{percent(lang, 100 * (price / best_known - 1))})"
