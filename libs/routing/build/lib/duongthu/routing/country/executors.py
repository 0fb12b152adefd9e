"""Who plans hubs: this process alone, or the workers of a Dask cluster."""

import logging
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from types import TracebackType
from typing import Any, Protocol, Self

from duongthu.routing.country.hub import Hub, HubFailed, HubPlan, plan_hub
from duongthu.routing.solve import BrokenPlan

AHEAD = 2  # hubs on the way for each worker: none waits, and the country is never in memory as a whole
ANSWER_SECONDS = 10  # a scheduler may take
TRIES = 3  # of a hub whose worker went down

Outcome = HubPlan | HubFailed


class NoCluster(RuntimeError):
    """The library for clusters is not installed, or the cluster does not answer; the text is one Vietnamese sentence."""


class Executor(Protocol):
    """Takes hubs one by one and gives each's outcome as it ends, in any order."""

    def outcomes(self, hubs: Iterable[Hub]) -> Iterator[Outcome]:
        """One outcome for every hub."""


class Alone:
    """This process, one hub after another."""

    def outcomes(self, hubs: Iterable[Hub]) -> Iterator[Outcome]:
        """One outcome for every hub."""
        for hub in hubs:
            try:
                yield plan_hub(hub)
            except (BrokenPlan, MemoryError, TypeError, ValueError) as error:
                yield HubFailed(hub.name, f"{type(error).__name__}: {error}")


class Cluster:
    """Dask: worker processes of this machine, or a scheduler that workers of many machines have joined.

    Args:
        address: of a running scheduler; without one a cluster of ``workers`` processes is set up, on loopback only.
        workers: of that local cluster.

    Raises:
        NoCluster: Dask is not installed, or nobody answers at the address.
    """

    def __init__(self, address: str | None = None, workers: int = 2) -> None:
        distributed = _distributed()
        self._local = None
        if address is None:
            with _interrupts_ignored():
                self._local = distributed.LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    host="127.0.0.1",
                    dashboard_address="127.0.0.1:0",
                    silence_logs=logging.ERROR,
                )
        try:
            self._client = distributed.Client(self._local or address, timeout=ANSWER_SECONDS)
        except (OSError, ValueError) as error:
            raise NoCluster(f"Không nối được tới cụm máy ở {address}: {error}.") from error

    def __enter__(self) -> Self:
        """The cluster itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the cluster; a local one ends."""
        self._client.close()
        if self._local is not None:
            self._local.close()

    def outcomes(self, hubs: Iterable[Hub]) -> Iterator[Outcome]:
        """One outcome for every hub; a hub whose worker goes down is given to another."""
        names: dict[str, str] = {}
        waiting = iter(hubs)
        done = _distributed().as_completed()
        for hub in islice(waiting, AHEAD * max(1, len(self._client.scheduler_info()["workers"]))):
            done.add(self._given(hub, names))
        for future in done:
            yield self._outcome(future, names)
            for hub in islice(waiting, 1):
                done.add(self._given(hub, names))

    def _given(self, hub: Hub, names: dict[str, str]) -> Any:
        future = self._client.submit(plan_hub, hub, pure=False, retries=TRIES)
        names[future.key] = hub.name
        return future

    def _outcome(self, future: Any, names: dict[str, str]) -> Outcome:
        name, error = names.pop(future.key), future.exception()
        if error is not None:
            return HubFailed(name, f"{type(error).__name__}: {error}")
        found: HubPlan = future.result()
        return found


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Processes begun meanwhile never hear Ctrl-C: who began them ends them, in order."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def _distributed() -> Any:
    """The library, imported only by who wants a cluster."""
    try:
        import distributed
    except ModuleNotFoundError as missing:
        raise NoCluster(
            "Muốn xếp tuyến trên nhiều tiến trình hay nhiều máy, hãy cài thêm thư viện Dask:"
            " pip install -r requirements/cluster.lock."
        ) from missing
    return distributed
