"""The stage scenes play on: sends commands, counts outcomes, doubles some on purpose."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from duongthu.acts.api import TOLD_AT_ONCE, TOLD_BY_DEVICE, Actor, ActRecord, Outcome, perform
from duongthu.kernel.ids import IdMaker
from duongthu.notices.api import Gateway
from duongthu.simulation.commands import chance, command_id, line_ids
from duongthu.simulation.faults import Faults
from duongthu.simulation.world import World

FROM_PHONES = {"rounds.report_task"}  # told twice a round, hours after it happened


class DayBroken(Exception):
    """An act that must work was refused, or a repeat changed its answer; names the seed and the scene to replay."""


@dataclass
class Stage:
    """One run of days.

    Attributes:
        on_done: told the id of every command the database has acknowledged (for the kill tests).
        gateway: takes messages to the made-up customers; None: they wait in the outbox.
    """

    world: World
    faults: Faults
    counts: Counter[str] = field(default_factory=Counter)
    on_done: Callable[[UUID], None] | None = None
    gateway: Gateway | None = None

    def chance(self, label: str) -> Random:
        """A scene's own dice."""
        return chance(self.world.seed, f"{self.world.day.on}/{label}")

    def ids(self, label: str) -> IdMaker:
        """Makes the keys of a command's lines."""
        return line_ids(self.world.seed, f"{self.world.day.on}/{label}")

    def do(self, actor: Actor, act: str, label: str, **params: Any) -> dict[str, Any]:
        """Carry out a command that must work; gives its result.

        Raises:
            DayBroken: it was refused.
        """
        outcome = self.attempt(actor, act, label, **params)
        if outcome.refusal:
            raise DayBroken(
                f"seed {self.world.seed}, {self.world.day.on}, {label}: {act}: {outcome.refusal['message']}"
            )
        return outcome.result

    def attempt(self, actor: Actor, act: str, label: str, **params: Any) -> Outcome:
        """Carry out a command that may be refused; now and then send it twice and hold the answers against each other."""
        identity = command_id(self.world.seed, f"{self.world.day.on}/{label}")
        within = TOLD_BY_DEVICE if act in FROM_PHONES else TOLD_AT_ONCE
        outcome = perform(actor, act, params, command_id=identity, told_within=within)
        if outcome.refusal and outcome.refusal["code"] == "acts.command_reused":
            outcome = self._before_the_break(identity) or outcome
        self.counts[f"{act}:{outcome.status}"] += 1
        if self.on_done:
            self.on_done(identity)
        if self.faults.doubles(self.world.seed, label):
            self.counts["fault:double"] += 1
            again = perform(actor, act, params, command_id=identity, told_within=within)
            if not again.repeated or (again.result, again.refusal) != (outcome.result, outcome.refusal):
                raise DayBroken(f"seed {self.world.seed}, {label}: the repeat of {act} answered otherwise")
        return outcome

    @staticmethod
    def _before_the_break(identity: UUID) -> Outcome | None:
        """What a command came to before the run was interrupted: scenes read the present, and may ask in other words now."""
        record = ActRecord.objects.filter(command_id=identity, status="done").first()
        if record is None:
            return None
        return Outcome(
            identity, record.act, record.status, json.loads(record.outcome), None, record.seq, repeated=True
        )
