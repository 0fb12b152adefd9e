"""Makes requests for any act from its JSON schema: mostly sensible ones over a living province, some hostile."""

import random
import unicodedata
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from duongthu.kernel import s10

Schema = dict[str, Any]
HUGE = "Ô" * 5_000_000  # ten megabytes in UTF-8
HOSTILE: tuple[Any, ...] = (
    None, "", " ", HUGE, "x" * 99_999, unicodedata.normalize("NFD", "Nguyễn Thị Hồng"), "\x00\x07", "a\x1b[31m\u202eb", "\ud800",
    -1, 0, 2**31, 2**63 - 1, 2**63, 2**70, -(2**70), 1.5, 1e308, float("nan"), True, [], {}, [[]], "2999-01-01", "0001-01-01",
    "1900-01-01T00:00:00Z", "2999-12-31T23:59:59Z", "9999-12-31T23:59:59-23:00", "2020-08-14T07:00:00", "EA123456780VN",
    "'; DROP TABLE mail_item; --", "{0.__class__}", "%s", 999_999_999, "00000000-0000-0000-0000-000000000000",
)  # fmt: skip
WORDS = {
    "service": ("ems", "parcel", "letter", "balloon"),
    "outcome": ("delivered", "delivered", "failed"),
    "reason": ("R01", "R04", "R12", "đếm lại hai lần"),
    "receiver": ("Bùi Thị Nhận",),
    "relation": ("", "Vợ"),
    "solution": ("", "phat_lai"),
    "partner_code": ("", "TCT", "VTP"),
    "province_code": ("", "01", "79", "34"),
    "commune_code": ("12103", "12286", "00000"),
    "role": ("teller", "courier", "head", "sorter", "king"),
    "sender_phone": ("", "0912345678"),
    "recipient_phone": ("", "0221 3862 123"),
    "seal": ("S-001", "S-002"),
    "key": ("ledger.post_paper", "mail.write_off", "network.move_unit"),
    "kind": ("safe", "fund", "advance", "cod", "till"),
    "owner": ("TCT", "P7", "K1"),
    "scenario_name": ("2020-08-14", "2026-11-23"),
    "name": ("Trần Văn Hải", "Lê Thị Mơ"),
}
POOLS = {  # a parameter's name → the names under which answers give such a value
    "code": ("code", "code", "bag"), "bags": ("bag",), "load": ("dispatch",), "from_till": ("till",), "to_till": ("till",),
    "to_unit_id": ("unit_id",), "parent_id": ("unit_id",), "courier_id": ("person_id",), "couriers": ("person_id",),
    "carrier_id": ("person_id",), "round_code": ("rounds",), "item_code": ("code",), "person_code": ("person_code",),
    "debit": ("account",), "credit": ("account",),
}  # fmt: skip
KEPT = 40


@dataclass
class Requests:
    """One seed's source of requests; it learns from each answer which codes and ids exist."""

    dice: random.Random
    now: datetime
    known: dict[str, list[Any]] = field(default_factory=dict)

    def learn(self, answer: Any, name: str = "") -> None:
        """Keep every code, id and key of an answer under its name."""
        if isinstance(answer, dict):
            if answer.get("status") == "refused":
                return
            for key, value in answer.items():
                self.learn(key if name == "rounds" else value, "rounds" if name == "rounds" else key)
        elif isinstance(answer, list):
            for value in answer:
                self.learn(value, name)
        elif answer and name and not isinstance(answer, bool | float):
            kept = self.known.setdefault(name, [])
            if answer not in kept:
                kept.append(answer)
            del kept[:-KEPT]

    def make(self, schema: Schema) -> Any:
        """Parameters for an act: sensible, and in four of ten cases with one thing wrong."""
        made = self._value(schema, schema.get("$defs", {}), "")
        self._agree(made)
        if self.dice.random() < 0.4:
            self._spoil(made)
        return made

    def fitting(self, schema: Schema) -> Any:
        """Parameters for an act with nothing wrong in them, as far as its schema tells."""
        made = self._value(schema, schema.get("$defs", {}), "")
        self._agree(made)
        return made

    def _agree(self, made: Any) -> None:
        """Tills belong to the unit acted on, as they do on every screen."""
        for name in ("till", "from_till", "to_till"):
            if name in made and "unit_id" in made and self.dice.random() < 0.9:
                kind = "safe" if name == "to_till" else "till"
                made[name] = f"U{made['unit_id']}-{kind}-1"

    def _value(self, schema: Schema, definitions: Schema, name: str) -> Any:
        if "$ref" in schema:
            return self._value(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions, name)
        if "anyOf" in schema:
            return self._value(self.dice.choice(schema["anyOf"]), definitions, name)
        if "prefixItems" in schema:
            return [self._value(part, definitions, name) for part in schema["prefixItems"]]
        kind = schema.get("type", "null")
        if kind == "object":
            return self._object(schema, definitions)
        if kind == "array":
            many = max(self.dice.choice((0, 1, 1, 2, 4)), schema.get("minItems", 0))
            return [self._value(schema.get("items", {}), definitions, name) for _ in range(many)]
        return self._leaf(kind, schema, name)

    def _object(self, schema: Schema, definitions: Schema) -> dict[str, Any]:
        needed = set(schema.get("required", ()))
        return {
            key: self._value(part, definitions, key)
            for key, part in schema.get("properties", {}).items()
            if key in needed or self.dice.random() < 0.5
        }

    def _leaf(self, kind: str, schema: Schema, name: str) -> Any:
        if "enum" in schema:
            return self.dice.choice(schema["enum"])
        seen = [value for pool in POOLS.get(name, (name,)) for value in self.known.get(pool, ())]
        if kind == "integer":
            return self._integer(name, [value for value in seen if isinstance(value, int)])
        if kind == "string":
            return self._string(schema.get("format", ""), name, [v for v in seen if isinstance(v, str)])
        return {"boolean": self.dice.random() < 0.5, "number": self.dice.random()}.get(kind)

    def _integer(self, name: str, seen: list[int]) -> int:
        if seen and self.dice.random() < 0.95:
            return self.dice.choice(seen)
        small = (0, 1, 2, 7, 100, 300, 500, 1_000, 50_000, 200_000, 500_000)
        return self.dice.choice(small) if name != "year" else 2020

    def _string(self, shape: str, name: str, seen: list[str]) -> str:
        if shape == "uuid":
            return self._uuid(seen, 0.1 if name == "key" else 0.9)
        if shape == "date":
            return str((self.now + timedelta(days=self.dice.choice((-31, -1, 0, 0, 0, 1, 30)))).date())
        if shape == "date-time":
            return (self.now + timedelta(minutes=self.dice.choice((-600, -5, 0, 0, 3)))).isoformat()
        if seen and self.dice.random() < 0.85:
            return self.dice.choice(seen)
        if name == "code" and self.dice.random() < 0.7:
            return s10.make("EA", 10_000_000 + self.dice.randrange(12))  # where the offices' own blocks begin
        return self.dice.choice(WORDS.get(name, ("", "Thôn Đông", "KX-7", "NV-0007")))

    def _uuid(self, seen: list[str], again: float) -> str:
        if seen and self.dice.random() < again:
            return self.dice.choice(seen)
        made = uuid.UUID(int=self.dice.getrandbits(128), version=4)
        self.learn(str(made), "key")
        return str(made)

    def _spoil(self, made: Any) -> None:
        """One thing wrong: a hostile value, a missing or an unknown field, a line twice."""
        places = list(_places(made))
        if not places:
            return
        holder, at = self.dice.choice(places)
        way = self.dice.random()
        if way < 0.75:
            holder[at] = self.dice.choice(HOSTILE)
        elif way < 0.85:
            del holder[at]
        elif isinstance(holder, dict):
            holder["lạ"] = 1
        else:
            holder.append(holder[at])


def _places(made: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    if isinstance(made, dict | list):
        for at in made if isinstance(made, dict) else range(len(made)):
            found.append((made, at))
            found += _places(made[at])
    return found
