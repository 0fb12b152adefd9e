"""What acts name is typed, and what does not exist is refused: generated from the registry, for every act and every reference."""

import inspect
import json
import re
from dataclasses import fields, is_dataclass
from typing import Annotated, get_args, get_origin, get_type_hints

import pytest
from pydantic import create_model

from duongthu.acts.api import Actor, Reference, all_acts, perform
from duongthu.acts.registry import STRICT
from duongthu.kernel.refusal import Refusal
from duongthu.ledger.api import Entry
from duongthu.mail.api import CustodyEvent
from duongthu.staff.api import Role
from tests.province import post  # noqa: F401  (a fixture)

HOUSE = [spec for spec in all_acts() if spec.handler.__module__.startswith("duongthu.")]
NAMES = re.compile(
    r".*_id|.*_ids|.*_code|code|codes|couriers|.*_couriers|till|from_till|to_till|bag|bags|load|trip|pouch|hold"
)
# Names that are no references, each with its reason.
NOT_NAMING = {
    "network.import_units": "codes of units that the workbook brings: read and answered row by row by the import",
    "staff.take_on": "codes of new people",
    "staff.hire": "code of a new person",
    "staff.register_device": "code of a new device",
    "staff.add_totp": "the six figures of a code generator",
    "staff.open_sign_in": "people are named by their code, which the act looks up and refuses by name",
}  # fmt: skip
BY_CODE = {
    "person_code",
    "device_code",
}  # people and devices named by code: looked up by the act, refused by name
OF_STAFF = BY_CODE | {
    "unit_id"
}  # staff stands beside network and knows no type of it: its acts look units up themselves
NOWHERE = 99_999_999


def parameters(spec):
    """(where, annotation) of every parameter and of the fields of its records."""
    for one in list(inspect.signature(spec.handler, eval_str=True).parameters.values())[1:]:
        yield from _walk(one.name, one.annotation)


def _walk(name, annotation):
    yield name, annotation
    inner = plain(annotation)
    for part in map(plain, (inner, *get_args(inner))):
        if is_dataclass(part):
            hints = get_type_hints(part, include_extras=True)
            for one in fields(part):
                yield one.name, hints[one.name]


def plain(annotation):
    """The annotation without what is written beside it."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return annotation


def typed(annotation):
    """Whether a Reference marks it or its members."""
    if get_origin(annotation) is Annotated:
        return any(isinstance(one, Reference) for one in annotation.__metadata__) or typed(
            get_args(annotation)[0]
        )
    return any(typed(part) for part in get_args(annotation))


@pytest.mark.feature(136)
@pytest.mark.parametrize("spec", HOUSE, ids=lambda spec: spec.name)
def test_an_act_names_things_by_types(spec):
    """A bare id or code says nothing of what it must be; the mechanism looks only at types."""
    if spec.name in NOT_NAMING:
        pytest.skip(NOT_NAMING[spec.name])
    let = OF_STAFF if spec.name.startswith("staff.") else ()
    named = [one for one in parameters(spec) if NAMES.fullmatch(one[0]) and one[0] not in let]
    bare = [name for name, annotation in named if not typed(annotation)]
    assert bare == []


UNIT_LIKE = [
    (spec, place)
    for spec in HOUSE
    for place in spec.references
    if place.reference.check is not None and place.reference.kind in {"unit", "person", "partner"}
]


@pytest.mark.feature(136)
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spec", "place"), UNIT_LIKE, ids=lambda one: getattr(one, "name", getattr(one, "parameter", ""))
)
def test_what_exists_nowhere_is_refused_by_its_name(post, spec, place):  # noqa: F811
    """A unit, a person, a partner that does not exist: the act is refused naming the parameter, and nothing is written."""
    unit = post.unit("culture_post")
    actor = Actor(1, "Trần Thị 1", unit, frozenset(Role) | {"system"}, frozenset(post.units.values()))
    needed = set(spec.schema().get("required", ()))
    params = {
        name: sample(name, shape, unit)
        for name, shape in spec.schema()["properties"].items()
        if name in needed
    }
    value = "KHONG-CO" if place.reference.kind == "partner" else NOWHERE
    shape = spec.schema()["properties"][place.parameter]
    if place.member:
        params[place.parameter] = [sample_record(spec, shape, unit) | {place.member: value}]
    else:
        params[place.parameter] = (
            [value] if "array" in json.dumps(shape) and "integer" in json.dumps(shape) else value
        )
    outcome = perform(actor, spec.name, json.dumps(params))
    assert outcome.status == "refused", (spec.name, place.parameter, outcome)
    assert outcome.refusal["field"] in {place.parameter, place.member}, outcome.refusal
    assert outcome.refusal["code"] in {
        "acts.unit_out_of_reach", "network.unknown_unit", "staff.person_not_in_role", "mail.unknown_partner",
    }, outcome.refusal  # fmt: skip
    assert not Entry.objects.exists()
    assert not CustodyEvent.objects.exists()


def sample(name, shape, unit):
    """A value of the right shape for a parameter."""
    kind = shape.get("type") or next(
        (one.get("type") for one in shape.get("anyOf", ()) if one.get("type") != "null"), "string"
    )
    if shape.get("enum"):
        return shape["enum"][0]
    texts = {
        "date": "2020-08-14",
        "uuid": "0173eb1f-da00-7001-ac1d-8552b1931114",
        "date-time": "2020-08-14T08:00:00+07:00",
    }
    words = {"unit_id": unit, "to_unit_id": unit, "parent_id": unit}
    if name in words:
        return words[name]
    return {
        "integer": max(1, shape.get("minimum", 1)), "number": 1, "boolean": False, "object": {},
        "array": ["x"] * shape.get("minItems", 0), "string": texts.get(shape.get("format", ""), "x"),
    }[kind]  # fmt: skip


def sample_record(spec, shape, unit):
    """A record of a list, of the right shape."""
    reference = re.search(r'"\$ref": "#/\$defs/(\w+)"', json.dumps(shape))
    record = spec.schema()["$defs"][reference[1]]
    return {
        name: sample(name, one, unit)
        for name, one in record["properties"].items()
        if name in record["required"]
    }


# Text that is not one cleaned line, each with its reason.
FREE_TEXT = {
    ("acts.set_threshold", "key"): "looked up among the known keys",
    ("mail.load_tariffs", "text"): "a whole file, read by its own reader",
    ("network.load_province", "scenario_name"): "looked up among the scenarios shipped",
    ("network.look_beyond_reach", "text"): "what was asked for, kept as asked",
    ("mail.forward", "address"): "cleaned by the values every door shares",
    ("rounds.set_figure", "name"): "looked up among the known figures",
    ("rounds.set_figure", "basis"): "cleaned by the act, with its own length",
    ("transport.propose_routes", "weekdays"): "figures 1 to 7, judged by the act",
    ("staff.add_passkey", "credential"): "judged by the library of passkeys",
    ("staff.add_passkey", "public_key"): "judged by the library of passkeys",
}
NAMES_OF_STAFF = {
    "person_code",
    "code",
    "name",
    "role",
    "user_name",
    "device",
}  # staff: each judged by rules of its own


@pytest.mark.feature(136)
@pytest.mark.parametrize("spec", HOUSE, ids=lambda spec: spec.name)
def test_text_is_a_cleaned_line(spec):
    """A bare ``str`` takes nothing at all, ten thousand letters, control characters: texts have types of their own."""
    parameters_here = list(inspect.signature(spec.handler, eval_str=True).parameters.values())[1:]
    bare = {one.name for one in parameters_here if one.annotation is str}
    if spec.name.startswith("staff."):
        bare -= NAMES_OF_STAFF
    assert {name for name in bare if (spec.name, name) not in FREE_TEXT} == set()


@pytest.mark.parametrize("wrong", ["", "   ", "\u200b", "a\x07b", "x" * 201])
def test_a_reason_says_something(wrong):
    """No reason, an invisible one, a bell, too long a one: refused by the field, for every act that asks for one."""
    asked = [spec for spec in HOUSE if "reason" in spec.model.model_fields and spec.lines is None]
    assert len(asked) > 10
    for spec in asked:
        field = spec.model.model_fields["reason"]
        only = create_model(
            "only", __config__=STRICT, reason=(Annotated[field.annotation, *field.metadata], ...)
        )
        if field.is_required() or len(wrong.strip()) > 1:
            with pytest.raises(Refusal) as refused:
                only.model_validate({"reason": wrong})
            assert refused.value.field == "reason", spec.name
