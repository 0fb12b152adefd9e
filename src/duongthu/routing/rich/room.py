"""Before the annealing: room for stops that must be visited where the first plan left them none."""

from typing import Any

from duongthu.routing.kernels.library import kernels
from duongthu.routing.rich.instance import Instance
from duongthu.routing.rich.worker import Worker

PATIENCE, PATIENCE_A_STOP = (
    20_000,
    20,
)  # steps without fewer of them outside, after which there is none to be had


class Room:
    """Steps that count only who is left out; where they help nobody the rounds are given back as they were."""

    def __init__(self, instance: Instance, worker: Worker) -> None:
        """``instance`` is changed in place; all stops on no round are the worker's."""
        self.instance, self.worker = instance, worker
        self.fewest, self.idle = int(kernels.rich_without_room(instance.struct.at, worker.at)), 0
        self.patience = PATIENCE + PATIENCE_A_STOP * instance.places
        self._remember()

    def make(self, size: Any, temperature: float, steps: int) -> bool:
        """Go on for that many steps; 0: end with the fewest outside that were met. False: nobody is outside, or nothing helps."""
        if steps and self.fewest and self.idle < self.patience:
            left = kernels.rich_make_room(
                self.instance.struct.at, self.worker.at, size, 0, temperature, steps
            )
            self.idle += steps
            if left < self.fewest:
                self.fewest, self.idle = int(left), 0
                self._remember()
            return True
        if self.idle:
            self._give_back()
            self.idle = 0
        return False

    def _remember(self) -> None:
        instance = self.instance
        tables = instance.node, instance.route, instance.before, instance.behind
        self.was = [(table, table.copy()) for table in tables], self.worker.all_outside()

    def _give_back(self) -> None:
        tables, outside = self.was
        for table, copy in tables:
            table[:] = copy
        self.worker.take_outside(outside)
