"""The list of all queries beside that of acts: what may be read, by whom, of which units, and how much at a time.

A room registers each question its desks show (``@query``); screens, ``GET /api/v1/queries/NAME`` and phones ask through
``ask``, so that role, reach and the bound of a page are held in one place. A query writes nothing: the connection refuses it.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import DataError
from pydantic import BaseModel, Field, TypeAdapter, ValidationError, create_model

from duongthu.acts.call import Actor, Call
from duongthu.acts.prepare import only_reading
from duongthu.acts.references import Place, check_references, places_of
from duongthu.acts.refusals import NothingFound, RoleNotAllowed, UnknownQuery, WrongParameter
from duongthu.acts.registry import STRICT, wrong_parameter
from duongthu.acts.standing import units_below
from duongthu.kernel import clock

R = TypeVar("R")
Handler = Callable[..., Any]
PAGE = "page"  # the parameter every list of more than one page takes; no query may have its own of that name
_NOBODY = UUID(int=0)
OnDay = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
"""A day somebody asks about."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, of which units, and when.

    Attributes:
        units: what the answer may speak of: the actor's reach, or of the unit named what lies within it.
    """

    actor: Actor
    units: frozenset[int]
    on: date
    now: datetime


@dataclass(frozen=True)
class Answer(Generic[R]):
    """One page of an answer, its rows typed.

    Attributes:
        page: as Django's templates walk it; ``page.paginator`` knows how many rows there are in all.
    """

    rows: list[R]
    page: Page[Any]


@dataclass(frozen=True)
class QuerySpec(Generic[R]):
    """One registered query; ``handler`` gives a query set or a list, of which one page is taken.

    Attributes:
        row: a dataclass, one row of the answer. unit: the parameter that holds the unit asked about; None = all of the reach.
        most: rows of a page. one: the answer is one row or nothing. shape: makes rows of what it gave; by name where None.
    """

    name: str
    title: str
    handler: Handler
    roles: frozenset[str]
    row: type[R]
    unit: str | None
    most: int
    one: bool
    shape: Callable[[Asked, Sequence[Any]], list[R]] | None

    @cached_property
    def model(self) -> type[BaseModel]:
        """The parameters as a strict pydantic model."""
        parameters = list(inspect.signature(self.handler, eval_str=True).parameters.values())[1:]
        given: dict[str, Any] = {
            p.name: (p.annotation, ... if p.default is inspect.Parameter.empty else p.default)
            for p in parameters
        }
        return create_model(self.name.replace(".", "_"), __config__=STRICT, **given)

    @cached_property
    def references(self) -> list[Place]:
        """What the parameters name."""
        parameters = list(inspect.signature(self.handler, eval_str=True).parameters.values())[1:]
        return places_of(list(parameters))

    @cached_property
    def rows(self) -> TypeAdapter[list[R]]:
        """Turns rows into JSON values."""
        return TypeAdapter(list[self.row])  # type: ignore[name-defined]

    @property
    def purpose(self) -> str:
        """First line of the query's docstring."""
        return (inspect.getdoc(self.handler) or "").split("\n", 1)[0]

    def shaped(self, asked: Asked, found: Sequence[Any]) -> list[R]:
        """Rows of what the handler gave."""
        if self.shape is not None:
            return self.shape(asked, found)
        names = [one.name for one in fields(self.row)]  # type: ignore[arg-type]
        return [
            one if isinstance(one, self.row) else self.row(**{n: getattr(one, n) for n in names})
            for one in found
        ]


_queries: dict[str, QuerySpec[Any]] = {}


def query(
    name: str,
    title: str,
    *,
    roles: Iterable[str],
    row: type[R],
    unit: str | None = None,
    most: int = 200,
    one: bool = False,
    shape: Callable[[Asked, Sequence[Any]], list[R]] | None = None,
) -> Callable[[Handler], QuerySpec[R]]:
    """Register a question; the function takes an ``Asked`` and its parameters by name.

    Args:
        name: ``room.what``, a noun: acts are verbs.
        title: in Vietnamese, of two or more words where one does not tell.
        roles, row, unit, most, one, shape: see ``QuerySpec``.
    """

    def register(handler: Handler) -> QuerySpec[R]:
        if name in _queries and _queries[name].handler.__module__ != handler.__module__:
            raise ValueError(f"two queries are named {name}")
        if PAGE in inspect.signature(handler).parameters:
            raise ValueError(f"{name}: the page is the mechanism's")
        spec = QuerySpec(name, title, handler, frozenset(roles), row, unit, most, one, shape)
        _queries[name] = spec
        return spec

    return register


def find_query(name: str) -> QuerySpec[Any]:
    """The query of that name.

    Raises:
        UnknownQuery: there is none.
    """
    spec = _queries.get(name)
    if spec is None:
        raise UnknownQuery(query=name)
    return spec


def all_queries() -> list[QuerySpec[Any]]:
    """Every registered query, by name."""
    return [_queries[name] for name in sorted(_queries)]


def ask(actor: Actor, spec: QuerySpec[R], *, page: int | str | None = 1, **params: Any) -> Answer[R]:
    """One page of an answer; a page there is none of becomes the nearest there is.

    Raises:
        RoleNotAllowed: none of the actor's roles may ask. WrongParameter, and what a reference refuses (unit out of reach).
        NothingFound: the one thing asked for does not exist within reach.
    """
    return _answered(actor, spec, lambda: spec.model.model_validate(params), page)


def ask_one(actor: Actor, spec: QuerySpec[R], **params: Any) -> R:
    """The one row of an answer; raises as ``ask`` does."""
    return ask(actor, spec, **params).rows[0]


def ask_in_words(
    actor: Actor, spec: QuerySpec[R], texts: Mapping[str, str], page: int | str | None = 1
) -> Answer[R]:
    """As ``ask``, of parameters that come as texts: an address's query part."""
    if any("\0" in text for text in texts.values()):
        raise WrongParameter(where="tham số", reason="có ký tự rỗng (NUL)")
    return _answered(actor, spec, lambda: spec.model.model_validate_strings(texts), page)


def _answered(
    actor: Actor, spec: QuerySpec[R], read: Callable[[], BaseModel], page: int | str | None
) -> Answer[R]:
    if not spec.roles & actor.roles:
        raise RoleNotAllowed(act=spec.name, roles=", ".join(sorted(spec.roles)))
    try:
        params = read()
    except ValidationError as error:
        raise wrong_parameter(error) from error
    try:
        return _page(actor, spec, params, page)
    except (DataError, OverflowError) as error:
        raise WrongParameter(where="tham số", reason="quá lớn") from error


def _page(actor: Actor, spec: QuerySpec[R], params: BaseModel, page: int | str | None) -> Answer[R]:
    now, on = clock.now(), clock.today()
    values = {name: getattr(params, name) for name in type(params).model_fields}
    named = values.get(spec.unit) if spec.unit else None
    with only_reading():
        call = Call(actor, actor.unit_id, _NOBODY, 0, now, now, on, dry_run=True)
        check_references(call, spec.references, params)
        units = actor.reach if named is None else units_below(named, on) & actor.reach
        asked = Asked(actor, units, on, now)
        found = spec.handler(asked, **values)
        if spec.one:
            found = [] if found is None else [found]
            if not found:
                raise NothingFound(what=spec.title)
        part = _book(found, spec.most, page).get_page(page)
        return Answer(spec.shaped(asked, list(part.object_list)), part)


def _book(found: Any, most: int, page: int | str | None) -> "Paginator[Any]":
    """Pages of an answer; what fits on the first is not counted a second time by the database."""
    if page in {None, 1, "1"} and not isinstance(found, list):
        first = list(found[: most + 1])
        return Paginator(first if len(first) <= most else found, most)
    return Paginator(found, most)
