"""Planning all hubs of a country, or those not planned yet."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from duongthu.routing.country.executors import Executor, Outcome
from duongthu.routing.country.hub import Hub, HubFailed, HubPlan
from duongthu.routing.country.keeping import keep, kept


@dataclass(frozen=True, slots=True)
class CountryPlan:
    """What came of all hubs.

    Attributes:
        fresh: planned now.
        found: were on disk already.
        failed: could not be planned.
    """

    fresh: tuple[HubPlan, ...]
    found: tuple[HubPlan, ...]
    failed: tuple[HubFailed, ...]


def plan_hubs(
    hubs: Iterable[Hub], folder: Path, executor: Executor, on_done: Callable[[Outcome], None] | None = None
) -> CountryPlan:
    """Plan every hub that has no plan on disk yet.

    Args:
        hubs: read one by one, as the executor asks for them; a generator need not hold the country.
        folder: of the plans, made where it is missing; the same folder again goes on where it stopped.
        executor: who plans.
        on_done: told of each hub as it ends; not of those found.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found: list[HubPlan] = []
    fresh: list[HubPlan] = []
    failed: list[HubFailed] = []
    for outcome in executor.outcomes(_missing(hubs, folder, found)):
        if isinstance(outcome, HubPlan):
            keep(folder, outcome)
            fresh.append(outcome)
        else:
            failed.append(outcome)
        if on_done:
            on_done(outcome)
    return CountryPlan(tuple(fresh), tuple(found), tuple(failed))


def _missing(hubs: Iterable[Hub], folder: Path, found: list[HubPlan]) -> Iterator[Hub]:
    """Hubs without a plan; those that have one are noted."""
    for hub in hubs:
        there = kept(folder, hub)
        if there is None:
            yield hub
        else:
            found.append(there)
