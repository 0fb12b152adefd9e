"""Whose cash the page is about: a unit, who sits there, and what of its cash he may see."""

from dataclasses import dataclass
from functools import cached_property

from duongthu.acts.api import Actor
from duongthu.desks.naming import unit_name
from duongthu.kernel.clock import today
from duongthu.ledger.api import (
    Account,
    CashPromise,
    Pouch,
    Till,
    cash_promises,
    named_accounts,
    pouches_offered,
    pouches_on_the_way,
    tills_of,
)
from duongthu.staff.api import CARRIERS, PersonInPost, Role, staff_of

SEES_UNIT = frozenset(
    {Role.TELLER, Role.CASHIER, Role.HEAD, Role.CONTROLLER, Role.ACCOUNTANT, Role.DIRECTOR, Role.DISPATCHER}
)


@dataclass
class Office:
    """One unit as the actor sees it; who has no part in the unit's cash sees what stands on his own name."""

    actor: Actor
    unit_id: int

    @property
    def whole(self) -> bool:
        """Whether the actor sees all cash of the unit."""
        return bool(SEES_UNIT & self.actor.roles)

    @cached_property
    def tills(self) -> list[Till]:
        """The unit's till and safe."""
        return list(tills_of(frozenset({self.unit_id}))) if self.whole else []

    @property
    def own_tills(self) -> list[Till]:
        """Those in the actor's hands."""
        return [till for till in self.tills if till.person_id == self.actor.person_id]

    @cached_property
    def promises(self) -> list[CashPromise]:
        """Cash given from one till of the unit to another and not taken yet."""
        return cash_promises(self.unit_id) if self.whole else []

    @cached_property
    def pouches(self) -> list[Pouch]:
        """Pouches under way from or to the unit; for others those they carry."""
        found = pouches_on_the_way(frozenset({self.unit_id}))
        return list(found if self.whole else found.filter(carrier_id=self.actor.person_id))

    @cached_property
    def offered(self) -> list[Pouch]:
        """Pouches that wait for their carrier: of the unit, and those the actor is to carry from anywhere."""
        mine = pouches_offered(carrier_id=self.actor.person_id)
        return list((mine | pouches_offered(from_unit_id=self.unit_id)) if self.whole else mine)

    @cached_property
    def shortages(self) -> list[Account]:
        """Money that lacks: unnamed at the unit, on names, and cash couriers hold."""
        people = None if self.whole else self.actor.person_id
        return named_accounts(self.unit_id, ("short", "courier"), people)

    @cached_property
    def people(self) -> list[PersonInPost]:
        """Who holds a post at the unit today."""
        return staff_of([self.unit_id], today())

    @cached_property
    def carriers(self) -> list[PersonInPost]:
        """Who may carry a pouch from here: drivers of the actor's reach, and the unit's own people."""
        drivers = staff_of(self.actor.reach, today(), Role.DRIVER)
        own = [one for one in self.people if one.roles & CARRIERS and one.person_id != self.actor.person_id]
        return list({one.person_id: one for one in (*own, *drivers)}.values())

    @cached_property
    def targets(self) -> list[tuple[int, str]]:
        """Every other unit of the province that keeps cash, by name."""
        ids = set(tills_of(None).values_list("unit_id", flat=True)) - {self.unit_id}
        return sorted(((unit, unit_name(unit)) for unit in ids), key=lambda one: one[1])
