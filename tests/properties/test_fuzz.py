"""Whatever a machine sends to whichever act: an answer with a known code, never a crash, and both books still agree."""

import random
import unicodedata
from typing import Any

import pytest

from duongthu.acts.api import all_acts, all_checks, perform
from duongthu.kernel.refusal import all_refusals
from tests.province import post  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
EVERY_ROLE = [
    "teller",
    "sorter",
    "courier",
    "driver",
    "controller",
    "head",
    "cashier",
    "accountant",
    "dispatcher",
    "director",
    "auditor",
    "admin",
    "partner",
    "helper",
    "system",
]
HOSTILE = [
    None, "", "x" * 10_000_000, unicodedata.normalize("NFD", "Nguyễn Thị Hồng"), "\x00\x07", -1, 0, 2**70, 1.5, True, [], {}, "2999-01-01",
    "1900-01-01", "EA123456780VN", 999_999_999, float("nan"),
]  # fmt: skip


class Generator:
    """Makes values from a JSON schema, most of them sensible, some hostile."""

    def __init__(self, dice: random.Random, units: list[int]) -> None:
        self.dice, self.units = dice, units

    def value(self, schema: dict[str, Any], definitions: dict[str, Any], name: str = "") -> Any:
        if self.dice.random() < 0.08:
            return self.dice.choice(HOSTILE)
        if "$ref" in schema:
            return self.value(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions, name)
        if "anyOf" in schema:
            return self.value(self.dice.choice(schema["anyOf"]), definitions, name)
        if "prefixItems" in schema:
            return [self.value(part, definitions) for part in schema["prefixItems"]]
        make = getattr(self, "_" + str(schema.get("type", "null")), self._null)
        return make(schema, definitions, name)

    def _object(self, schema, definitions, _name):
        return {
            key: self.value(part, definitions, key)
            for key, part in schema.get("properties", {}).items()
            if self.dice.random() > 0.03
        }

    def _array(self, schema, definitions, name):
        return [self.value(schema.get("items", {}), definitions, name) for _ in range(self.dice.randrange(4))]

    def _integer(self, _schema, _definitions, name):
        if name.endswith("unit_id"):
            return self.dice.choice(self.units)
        return self.dice.choice([1, 2, 200, 500_000, self.dice.randrange(10**7)])

    def _number(self, _schema, _definitions, _name):
        return self.dice.random() * 100

    def _boolean(self, _schema, _definitions, _name):
        return self.dice.random() < 0.5

    def _string(self, schema, _definitions, name):
        shape = schema.get("format", "")
        if shape == "uuid":
            return f"0173ea7b-0e80-7{self.dice.randrange(16**3):03x}-af11-{self.dice.randrange(16**12):012x}"
        if shape == "date":
            return self.dice.choice(["2020-08-14", "2020-08-13", "2020-09-01"])
        if shape == "date-time":
            return "2020-08-14T00:30:00Z"
        return self.dice.choice(
            [
                "U1-till-1",
                "EA123456785VN",
                "12103",
                "ems",
                "delivered",
                "R04",
                "Trần Văn Hải",
                "Thôn Đông",
                name,
            ]
        )

    def _null(self, _schema, _definitions, _name):
        return None


@pytest.mark.parametrize("seed", range(6))
def test_no_request_breaks_an_act_or_the_books(post, seed):  # noqa: F811
    """Every act of the registry, values from its own schema with hostile ones among them."""
    import json

    generator = Generator(random.Random(f"fuzz/{seed}"), sorted(post.units.values())[:12])
    actor, codes = post.actor(post.unit("district"), *EVERY_ROLE), set(all_refusals())
    answers = 0
    for spec in all_acts():
        if spec.name.startswith("trial.") or spec.name == "network.load_communes":
            continue
        schema = spec.schema()
        for _ in range(4):
            params = generator.value(schema, schema.get("$defs", {}))
            outcome = perform(actor, spec.name, json.dumps(params))
            answers += 1
            assert outcome.status in {"done", "proposed", "refused"}
            if outcome.refusal:
                assert outcome.refusal["code"] in codes
                assert outcome.refusal["message"]
    assert answers > 100
    assert {name: [f.message for f in check()] for name, check in all_checks().items() if list(check())} == {}
