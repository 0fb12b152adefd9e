"""The list of all acts: name, parameters, who may do it and where."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, create_model

from duongthu.acts.call import Call
from duongthu.acts.locking import KINDS
from duongthu.acts.reasons import reason_in_vietnamese
from duongthu.acts.references import Place, places_of
from duongthu.acts.refusals import UnknownAct, WrongParameter

CHECKERS = ("controller", "head", "director", "accountant", "admin", "cashier")
"""Roles that check proposals; of which acts, each says (``FourEyes.roles``)."""
NUL = "\\u0000"  # as JSON writes it; no text column takes it
Handler = Callable[..., Any]
STRICT = ConfigDict(strict=True, extra="forbid", str_max_length=100_000, hide_input_in_errors=True)


@dataclass(frozen=True, slots=True)
class FourEyes:
    """The act needs checkers from a threshold on.

    Attributes:
        key: which row of the thresholds table rules it.
        roles: who may check. parties: who may besides, where it is their own cash or thing that moves (``Call.parties``).
        amount: name of the parameter holding the amount in đồng; empty when the act has none.
        at_least: checkers needed where the table says nothing.
        floor: checkers the table cannot go below, from ``floor_from_dong`` on.
        province: proposed and checked at the unit above all others only.
    """

    key: str
    roles: tuple[str, ...] = ("controller", "head", "director")
    amount: str = ""
    at_least: int = 1
    floor: int = 1
    floor_from_dong: int = 0
    province: bool = False
    parties: tuple[str, ...] = ()


@dataclass(frozen=True)
class ActSpec:
    """One registered act."""

    name: str
    title: str
    handler: Handler
    roles: frozenset[str]
    unit: str | None
    lines: str | None
    four_eyes: FourEyes | None
    prepare: Handler | None = None
    locks: tuple[str, ...] = ()

    @cached_property
    def model(self) -> type[BaseModel]:
        """The parameters as a strict pydantic model."""
        parameters = list(inspect.signature(self.handler, eval_str=True).parameters.values())[1:]
        fields: dict[str, Any] = {
            p.name: (p.annotation, ... if p.default is inspect.Parameter.empty else p.default)
            for p in parameters
        }
        return create_model(self.name.replace(".", "_"), __config__=STRICT, **fields)

    @cached_property
    def references(self) -> list[Place]:
        """What the parameters name, but for the lines, which the act answers row by row."""
        parameters = list(inspect.signature(self.handler, eval_str=True).parameters.values())[1:]
        return places_of([p for p in parameters if p.name != self.lines])

    @cached_property
    def returns(self) -> TypeAdapter[Any]:
        """Turns what the act returns into JSON values."""
        annotation = inspect.signature(self.handler, eval_str=True).return_annotation
        return TypeAdapter(annotation)

    @property
    def purpose(self) -> str:
        """First line of the act's docstring."""
        return (inspect.getdoc(self.handler) or "").split("\n", 1)[0]

    def schema(self) -> dict[str, Any]:
        """JSON schema of the parameters, for machines and for generated tests."""
        return self.model.model_json_schema()

    def validated(self, params: Mapping[str, Any] | str | bytes) -> BaseModel:
        """The parameters, checked.

        Raises:
            WrongParameter: names the first field that is wrong and why, in Vietnamese.
        """
        if isinstance(params, str | bytes) and NUL in (
            params if isinstance(params, str) else params.decode(errors="replace")
        ):
            raise WrongParameter(where="tham số", reason="có ký tự rỗng (NUL)")
        try:
            if isinstance(params, str | bytes):
                return self.model.model_validate_json(params)
            return self.model.model_validate(params)
        except ValidationError as error:
            raise wrong_parameter(error) from error


def wrong_parameter(error: ValidationError) -> WrongParameter:
    """The first field that is wrong and why, in Vietnamese."""
    first = error.errors(include_url=False, include_context=True, include_input=False)[0]
    where = [str(part) for part in first["loc"]] or ["tham số"]
    rows = [part for part in first["loc"] if isinstance(part, int)]
    return WrongParameter(
        field=where[-1],
        row=rows[0] + 1 if rows else None,
        where=".".join(where),
        reason=reason_in_vietnamese(first),
    )


_acts: dict[str, ActSpec] = {}


def act(
    name: str,
    title: str,
    *,
    roles: Iterable[str],
    unit: str | None = None,
    lines: str | None = None,
    four_eyes: FourEyes | None = None,
    prepare: Handler | None = None,
    locks: Iterable[str] = (),
) -> Callable[[Handler], Handler]:
    """Register a function as an act; the function itself stays callable with a ``Call``.

    Args:
        name: ``room.verb_object``.
        title: in Vietnamese, as screens, the log and proposals show it; English stands in the desks' catalogue.
        roles: who may do it: any of these roles is enough.
        unit: the parameter that holds the id of the unit acted on; None = the actor's own unit.
        lines: the parameter that holds many lines; the act log then keeps their number and digest, the journals the rest.
        four_eyes: which checkers it needs.
        prepare: takes what the act takes, is called before the transaction and only reads; it answers ``call.prepared``. The act
            must see for itself that what was prepared still holds, and do without where ``call.prepared`` is None.
        locks: what must stand still between the act's look and its write: ``kind:parameter`` or ``actor`` (``acts.locking``).
    """

    def register(handler: Handler) -> Handler:
        if name in _acts and _acts[name].handler.__module__ != handler.__module__:
            raise ValueError(f"two acts are named {name}")
        if prepare is not None and four_eyes is not None:
            raise ValueError(f"{name} waits for its checkers: what was prepared would be stale")
        if not {word.partition(":")[0] for word in locks} <= KINDS:
            raise ValueError(f"{name} names a lock of no known kind")
        _acts[name] = ActSpec(
            name, title, handler, frozenset(roles), unit, lines, four_eyes, prepare, tuple(locks)
        )
        return handler

    return register


def find_act(name: str) -> ActSpec:
    """The act of that name.

    Raises:
        UnknownAct: there is none.
    """
    spec = _acts.get(name)
    if spec is None:
        raise UnknownAct(act=name)
    return spec


def all_acts() -> list[ActSpec]:
    """Every registered act, by name."""
    return [_acts[name] for name in sorted(_acts)]


Reaction = Callable[[Call, Any], None]
_reactions: dict[type, tuple[Reaction, ...]] = {}


def set_reactions(reactions: Mapping[type, tuple[Reaction, ...]]) -> None:
    """Say once, at start, which fact wakes which functions, in written order."""
    _reactions.clear()
    _reactions.update(reactions)


def react(call: Call) -> None:
    """Hand every recorded fact, also those recorded on the way, to its reactions."""
    handed = 0
    while handed < len(call.facts):
        fact = call.facts[handed]
        handed += 1
        for reaction in _reactions.get(type(fact), ()):
            reaction(call, fact)
