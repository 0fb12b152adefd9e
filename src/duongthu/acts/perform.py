"""Carries commands out: known ids answered from the log, the rest in one transaction, each line for itself.

One command whose act searches is let search first, outside any transaction: nobody waits for it.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, is_dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from django.utils.crypto import salted_hmac
from pydantic import BaseModel

from duongthu.acts import bulk, masters
from duongthu.acts.approvals import checkers_needed, file_proposal
from duongthu.acts.call import DONE, PROPOSED, REFUSED, TOLD_AT_ONCE, Actor, Call, Command, Outcome
from duongthu.acts.carrying import digest_of, tried_out
from duongthu.acts.locking import lock, wanted_by
from duongthu.acts.pipelining import pipelined
from duongthu.acts.prepare import only_reading
from duongthu.acts.references import check_references
from duongthu.acts.refusals import CommandReused, RoleNotAllowed, UnitOutOfReach, WrongParameter
from duongthu.acts.registry import ActSpec, find_act, react
from duongthu.acts.rows import check_moment
from duongthu.kernel import clock
from duongthu.kernel.ids import IdMaker
from duongthu.kernel.once import afresh
from duongthu.kernel.refusal import Refusal

TRIES = 4  # a deadlock or a race for one command id is tried again
WRITER_LOCK = 0x64755F61637473  # shared by all writers, taken alone by the sealer (PostgreSQL)
NO = (Refusal, DataError, OverflowError)  # what a command may be answered no for
ACT_COLUMNS = (
    "seq", "command_id", "act", "actor_id", "unit_id", "device", "device_at", "server_at", "business_on", "status",
    "params", "outcome",
)  # fmt: skip
_new_ids = IdMaker()


def perform(
    actor: Actor,
    act: str,
    params: Mapping[str, Any] | str | bytes,
    *,
    command_id: UUID | None = None,
    device_at: Any = None,
    dry_run: bool = False,
    told_within: timedelta = TOLD_AT_ONCE,
) -> Outcome:
    """Carry out one command; a refusal comes back as an outcome, not as an exception.

    Args:
        command_id: made by the sender; without one a repeat of this call is a new command.
        device_at: when it happened on the device (aware), not later than now.
        dry_run: do all of it, answer, and undo all of it.
        told_within: how long ago a moment may lie that the command or a line tells; only the door of devices that were
            without network gives more than ``TOLD_AT_ONCE``.
    """
    command = Command(command_id or _new_ids.make(clock.now()), act, params, device_at)
    return perform_many(actor, [command], dry_run=dry_run, told_within=told_within)[0]


def perform_many(
    actor: Actor, commands: Sequence[Command], *, dry_run: bool = False, told_within: timedelta = TOLD_AT_ONCE
) -> list[Outcome]:
    """Carry out many commands in one transaction; a refused one leaves nothing behind and does not stop the others."""
    alone = len(commands) == 1 and not connection.in_atomic_block
    prepared = (
        _Run(actor, dry_run, told_within, alone=alone).prepare(commands[0]) if len(commands) == 1 else None
    )
    for attempt in range(TRIES):
        try:
            return _answered(_Run(actor, dry_run, told_within, alone=alone, prepared=prepared), commands)
        except (IntegrityError, OperationalError):
            # Another process carried out one of these commands at the same moment, or the database chose us as a
            # deadlock's victim: nothing of ours is written, so the whole batch is safely asked again.
            if attempt == TRIES - 1 or not transaction.get_autocommit():
                raise
            time.sleep(0.01 * 2**attempt)
    raise AssertionError("unreachable")


def _answered(batch: "_Run", commands: Sequence[Command]) -> list[Outcome]:
    try:
        return batch.in_transaction(lambda: batch.carry_out(commands))
    except NO as raised:
        if not batch.alone:
            raise
        error = raised
    return batch.in_transaction(lambda: [batch.refuse(commands[0], error)])


def perform_in_chunks(
    actor: Actor,
    commands: Sequence[Command],
    *,
    size: int = 1_000,
    on_progress: Callable[[int], None] | None = None,
) -> Iterator[Outcome]:
    """Carry out any number of commands, ``size`` to a transaction; started again after a kill it goes on where it stopped."""
    done = 0
    for chunk in bulk.pages(commands, size):
        yield from perform_many(actor, chunk)
        done += len(chunk)
        if on_progress:
            on_progress(done)


@dataclass
class _Run:
    """One batch on its way through the database.

    Attributes:
        alone: one command in a transaction of its own. It needs no savepoint, which saves two round trips: a refusal
            rolls all of it back, and ``refuse`` writes it down in the next transaction.
        unit_id, kept: the unit and the parameters of the command at hand, as its log row tells them; empty until they are read.
        prepared: what the act found out before the transaction, or the refusal it met there.
    """

    actor: Actor
    dry_run: bool
    told_within: timedelta
    alone: bool
    unit_id: int = 0
    kept: str = ""
    prepared: Any = None

    def prepare(self, command: Command) -> Any:
        """Let an act that asks for it read and search before the transaction; a refusal met there is answered in it.

        None: the act asks for nothing, its answer is known, or it will be refused for who asks or what is asked.
        """
        self.now, self.business_on = clock.now(), clock.today()
        try:
            spec = find_act(command.act)
            if spec.prepare is None or _known_outcomes([command.id]):
                return None
            self._check_role(spec)
            params = spec.validated(command.params)
            call = self._call(0, self._check_unit(spec, params), command)
        except Refusal:
            return None
        try:
            with only_reading():
                check_references(call, spec.references, params)
                return spec.prepare(call, **_values(params))
        except Refusal as refusal:
            return refusal
        except (DataError, OverflowError):
            return None  # a number beyond any column: the act itself meets it, and it is answered there

    def in_transaction(self, work: Callable[[], list[Outcome]]) -> list[Outcome]:
        """Do the work in one transaction, and undo it where the run is dry."""
        with afresh(), transaction.atomic():
            with pipelined():
                outcomes = work()
            if self.dry_run:
                transaction.set_rollback(True)
            return outcomes

    def carry_out(self, commands: Sequence[Command]) -> list[Outcome]:
        first_seq = self._enter(len(commands))
        known = _known_outcomes([c.id for c in commands])
        rows: list[tuple[Any, ...]] = []
        outcomes = []
        for seq, command in enumerate(commands, start=first_seq):
            earlier = known.get(command.id)
            if earlier is None:
                outcome, row = self._one(seq, command)
                rows.append(row)
                known[command.id] = _Known(_as_repeated(outcome), self.actor.person_id, self.kept)
            else:
                outcome = self._again(command, earlier)
            outcomes.append(outcome)
        bulk.insert_rows("acts_act", ACT_COLUMNS, rows)
        return outcomes

    def _again(self, command: Command, earlier: "_Known") -> Outcome:
        """The first answer, to the same person asking the same; anybody else is told that the id is taken."""
        same = earlier.outcome.act == command.act and earlier.person_id == self.actor.person_id
        if same and earlier.kept in _forms_kept(command):
            return earlier.outcome
        return _refused(command, 0, CommandReused(command_id=str(command.id)))

    def refuse(self, command: Command, error: Exception) -> Outcome:
        """Write down a command whose own transaction was rolled back when it was refused."""
        seq = self._enter(1)
        outcome = _answer_no(command, seq, error)
        bulk.insert_rows("acts_act", ACT_COLUMNS, [self._log_row(seq, command, outcome)])
        return outcome

    def _enter(self, count: int) -> int:
        """Look at the clock, wait for a sealer at work, and take this batch's row numbers."""
        self.now, self.business_on = clock.now(), clock.today()
        masters.begin_batch()
        return bulk.allocate("acts_act", "seq", count, lock=WRITER_LOCK)

    def _one(self, seq: int, command: Command) -> tuple[Outcome, tuple[Any, ...]]:
        self.unit_id, self.kept = self.actor.unit_id, ""
        try:
            spec = find_act(command.act)
            self._check_role(spec)
            params = spec.validated(command.params)
            self.kept = _params_for_log(spec, params)
            self.unit_id = self._check_unit(spec, params)
            outcome = self._attempt(spec, self._call(seq, self.unit_id, command), params, command)
        except NO as error:
            if self.alone:
                raise
            outcome = _answer_no(command, seq, error)
        return outcome, self._log_row(seq, command, outcome)

    def _attempt(self, spec: ActSpec, call: Call, params: BaseModel, command: Command) -> Outcome:
        if isinstance(self.prepared, Refusal):
            raise self.prepared
        needed = checkers_needed(spec.four_eyes, params, call.business_on)
        if needed:
            check_references(call, spec.references, params)
        masters.forget()
        with nullcontext() if self.alone else transaction.atomic():
            if needed:
                tried = self._rehearse(spec, call, params, needed)
                proposal = file_proposal(spec, call, params.model_dump_json(), needed, tried)
                digest = digest_of(params.model_dump_json())
                status, result = PROPOSED, {"proposal_id": proposal, "needed": needed, "sha256": digest}
            else:
                status, result = DONE, run(spec, call, params)
            masters.collect(call.act_id)
        return Outcome(command.id, spec.name, status, result, None, call.act_id)

    def _rehearse(self, spec: ActSpec, call: Call, params: BaseModel, needed: int) -> Call:
        """Do what is proposed as if its checkers had said yes, and undo it: what can never be done is refused at once."""
        checkers = tuple(range(-needed, 0))  # persons that do not exist: who will check is not known yet
        tried = replace(
            call, approved_by=checkers, facts=[], unsettled=[], parties=set(), receivers=set(), receiving_units=set()
        )  # fmt: skip
        with tried_out():
            run(spec, tried, params)
        return tried

    def _check_role(self, spec: ActSpec) -> None:
        if not spec.roles & self.actor.roles:
            raise RoleNotAllowed(act=spec.name, roles=", ".join(sorted(spec.roles)))

    def _check_unit(self, spec: ActSpec, params: BaseModel) -> int:
        if spec.unit is None:
            return self.actor.unit_id
        unit_id = int(getattr(params, spec.unit))
        if unit_id not in self.actor.reach:
            raise UnitOutOfReach(field=spec.unit, unit=unit_id)
        return unit_id

    def _call(self, seq: int, unit_id: int, command: Command) -> Call:
        at = command.device_at or self.now
        check_moment(at, self.now, self.told_within, field="device_at")
        return Call(
            self.actor, unit_id, command.id, seq, self.now, min(at, self.now), self.business_on, self.dry_run,
            prepared=self.prepared, told_within=self.told_within,
        )  # fmt: skip

    def _log_row(self, seq: int, command: Command, outcome: Outcome) -> tuple[Any, ...]:
        answer = outcome.refusal if outcome.status == REFUSED else outcome.result
        self.kept = self.kept or _unread(command.params)
        return (
            seq,
            bulk.db_uuid(command.id),
            command.act[:80],
            self.actor.person_id,
            self.unit_id,
            self.actor.device,
            bulk.db_moment(command.device_at) if command.device_at else None,
            bulk.db_moment(self.now),
            self.business_on.isoformat(),
            outcome.status,
            self.kept,
            json.dumps(answer, ensure_ascii=False, separators=(",", ":")),
        )


def run(spec: ActSpec, call: Call, params: BaseModel) -> dict[str, Any]:
    """Run the act's function and the reactions to its facts; gives the JSON form of what it returned."""
    lock(wanted_by(spec.locks, params, call.actor.person_id))
    check_references(call, spec.references, params)
    returned = spec.handler(call, **_values(params))
    react(call)
    assert not call.unsettled, f"{spec.name} threw away what a book answered"  # noqa: S101
    if returned is None:
        return {}
    return _plain(spec, returned)


def _values(params: BaseModel) -> dict[str, Any]:
    """The parameters as the act's function takes them."""
    return {name: getattr(params, name) for name in type(params).model_fields}


def _plain(spec: ActSpec, returned: Any) -> dict[str, Any]:
    if not is_dataclass(returned) and not isinstance(returned, dict | BaseModel):
        raise TypeError(f"{spec.name} must return a dataclass, a dict or None")
    plain = spec.returns.dump_python(returned, mode="json")
    return plain if isinstance(plain, dict) else asdict(plain)


def _params_for_log(spec: ActSpec, params: BaseModel) -> str:
    """The parameters as JSON; of many lines only number and SHA-256, for the journals hold them."""
    if spec.lines is None:
        return params.model_dump_json()
    rest = json.loads(params.model_dump_json(exclude={spec.lines}))
    lines = params.model_dump_json(include={spec.lines})
    rest[spec.lines] = {
        "count": len(getattr(params, spec.lines)),
        "sha256": hashlib.sha256(lines.encode()).hexdigest(),
    }
    return json.dumps(rest, ensure_ascii=False, separators=(",", ":"))


def _unread(params: Mapping[str, Any] | str | bytes) -> str:
    """What the log keeps of parameters that were never taken apart: a keyed digest, so that a repeat is known.

    Keyed, for they may hold a pass phrase, which a plain digest would give away to whoever tries a list.
    """
    sent = params if isinstance(params, str | bytes) else json.dumps(params, default=str, sort_keys=True)
    data = sent if isinstance(sent, bytes) else sent.encode(errors="surrogatepass")
    return json.dumps(
        {"unread_hmac_sha256": salted_hmac("duongthu.acts.unread", data, algorithm="sha256").hexdigest()}
    )


def _forms_kept(command: Command) -> set[str]:
    """How the log would keep this command's parameters: taken apart, or as they were sent."""
    forms = {_unread(command.params)}
    try:
        spec = find_act(command.act)
        forms.add(_params_for_log(spec, spec.validated(command.params)))
    except Refusal:  # then it was refused the first time, too, and kept unread
        return forms
    return forms


def _answer_no(command: Command, seq: int, error: Exception) -> Outcome:
    """The outcome of a command that raised a refusal, or a value the database has no room for."""
    if isinstance(error, Refusal):
        return _refused(command, seq, error)
    reason = f"vượt giới hạn lưu trữ ({str(error)[:80]})"
    return _refused(command, seq, WrongParameter(where="tham số", reason=reason))


def _refused(command: Command, seq: int, refusal: Refusal) -> Outcome:
    return Outcome(command.id, command.act, REFUSED, {}, refusal.as_dict(), seq)


def _as_repeated(outcome: Outcome) -> Outcome:
    return Outcome(
        outcome.command_id,
        outcome.act,
        outcome.status,
        outcome.result,
        outcome.refusal,
        outcome.act_id,
        repeated=True,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """A command carried out before: its answer, and whose it was with which parameters."""

    outcome: Outcome
    person_id: int
    kept: str


def _known_outcomes(ids: Sequence[UUID]) -> dict[UUID, _Known]:
    rows = bulk.fetch_in(
        "SELECT command_id, act, status, outcome, seq, actor_id, params FROM acts_act WHERE command_id IN {values}",
        [bulk.db_uuid(one) for one in ids],
    )
    known = {}
    for key, act, status, text, seq, person_id, kept in rows:
        answer, command = json.loads(text), UUID(str(key))
        result, refusal = ({}, answer) if status == REFUSED else (answer, None)
        outcome = Outcome(command, act, status, result, refusal, seq, repeated=True)
        known[command] = _Known(outcome, person_id, kept)
    return known
