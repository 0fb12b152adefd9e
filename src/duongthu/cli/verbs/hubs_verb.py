"""``duongthu hubs``: plans every problem of a folder side by side; what is done already is not done again."""

import time
from argparse import Namespace
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duongthu.cli.answers import FINE, FOUND, Answer, EnvironmentMissing, OnProgress, seconds
from duongthu.cli.words import Parser, positive, seconds_budget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duongthu.routing.api import CountryPlan, Executor, Hub, HubFailed, HubPlan


def arguments(parser: Parser) -> None:
    """The folder, the budget of each hub, who plans."""
    parser.add_argument("folder", type=Path, metavar="THƯ_MỤC", help="mỗi bưu cục một tệp .vrp")
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="THƯ_MỤC",
        help="ghi mỗi bưu cục một tệp .sol; chạy lại thì làm tiếp",
    )
    parser.add_argument(
        "--seconds",
        type=seconds_budget,
        default=60.0,
        metavar="GIÂY",
        help="thời gian tìm cho mỗi bưu cục (mặc định 60)",
    )
    parser.add_argument(
        "--steps", type=positive, metavar="SỐ", help="số bước cho mỗi bưu cục, thay cho thời gian"
    )
    parser.add_argument("--seed", type=positive, default=1, metavar="SỐ", help="hạt giống (mặc định 1)")
    parser.add_argument(
        "--workers",
        type=positive,
        default=1,
        metavar="SỐ",
        help="số tiến trình trên máy này; trên 1 thì cần Dask (mặc định 1)",
    )
    parser.add_argument(
        "--cluster",
        metavar="ĐỊA_CHỈ",
        help="bộ điều phối Dask đang chạy, ví dụ tcp://10.0.0.5:8786, thay cho --workers",
    )


def run(options: Namespace, answer: Answer) -> int:
    """Plan, write, list what failed."""
    from duongthu.routing.api import NoCluster, WrongFile

    try:
        return _planned(options, answer)
    except NoCluster as missing:
        raise EnvironmentMissing(str(missing)) from missing
    except WrongFile as wrong:
        answer.complaint(wrong.code, str(wrong))
        return FOUND


def _planned(options: Namespace, answer: Answer) -> int:
    from duongthu.routing.api import plan_hubs, read_problem

    files = {file.stem: file for file in sorted(options.folder.glob("*.vrp"))}
    if not files:
        answer.complaint("routing.folder_empty", f"Thư mục {options.folder} không có tệp .vrp nào.")
        return FOUND
    for file in files.values():
        read_problem(file)  # a wrong file is refused before anything is planned
    began = time.perf_counter()
    with _executor(options) as executor, answer.progress("xếp tuyến các bưu cục") as step:
        done = plan_hubs(_hubs(options, files), options.out / "kept", executor, _shown(step, len(files)))
    left_out = {one.name: _written(options.out, files, one) for one in (*done.fresh, *done.found)}
    told = {
        **_told(done, time.perf_counter() - began),
        "left_out": {name: stops for name, stops in left_out.items() if stops},
    }
    _tell(told, options.out, answer)
    answer.value(told)
    return FOUND if told["failed"] or told["left_out"] else FINE


def _executor(options: Namespace) -> "AbstractContextManager[Executor]":
    from duongthu.routing.api import Alone, Cluster

    if options.cluster is None and options.workers == 1:
        return nullcontext(Alone())
    return Cluster(options.cluster, options.workers)


def _hubs(options: Namespace, files: dict[str, Path]) -> "Iterator[Hub]":
    """Read as they are asked for: the country is never in memory as a whole."""
    from duongthu.routing.api import Hub, read_problem

    for name, file in files.items():
        yield Hub(name, read_problem(file).problem, options.seconds, options.steps, options.seed)


def _shown(step: OnProgress, many: int) -> Any:
    ended: list[str] = []

    def show(outcome: "HubPlan | HubFailed") -> None:
        ended.append(outcome.name)
        step(len(ended), many, f"xếp tuyến các bưu cục: {outcome.name}")

    return show


def _written(folder: Path, files: dict[str, Path], one: "HubPlan") -> list[int]:
    """Write a hub's plan; gives the stops that must be visited and are not."""
    from duongthu.routing.api import read_problem, write_plan

    asked = read_problem(files[one.name])
    write_plan(folder / f"{one.name}.sol", asked, one.plan)
    return [stop for stop in one.plan.left_out if not asked.problem.prize[stop]]


def _told(done: "CountryPlan", took_seconds: float) -> dict[str, Any]:
    plans = sorted((*done.fresh, *done.found), key=lambda one: one.name)
    return {
        "planned": len(done.fresh),
        "found": len(done.found),
        "failed": {one.name: one.reason for one in done.failed},
        "prices": {one.name: one.plan.price for one in plans},
        "workers": sorted({one.worker for one in done.fresh}),
        "seconds": round(took_seconds, 3),
        "cpu_seconds": round(sum(one.cpu_seconds for one in done.fresh), 3),
        "peak_mb": max((one.peak_mb for one in done.fresh), default=None),
    }


def _tell(told: dict[str, Any], out: Path, answer: Answer) -> None:
    answer.line(
        f"Xếp mới {told['planned']} bưu cục trên {len(told['workers'])} tiến trình, đã có sẵn {told['found']},"
        f" trong {seconds(told['seconds'])}; phương án ở {out}"
    )
    for name, reason in told["failed"].items():
        answer.line(f"✗ {name}: {reason}")
    for name, stops in told["left_out"].items():
        answer.line(f"✗ {name}: {len(stops)} điểm chưa xếp được")
