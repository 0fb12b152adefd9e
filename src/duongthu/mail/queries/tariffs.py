"""The tariff in force on a day."""

from datetime import date
from functools import lru_cache

from django.db.models import Q

from duongthu.acts.api import bulk
from duongthu.mail.models import Rate, TariffStep
from duongthu.mail.rules.postage import RateLine, Step, Tariff


def tariff_as_of(service: str, zone: str, on: date, steps_upto: int, rates_upto: int) -> Tariff:
    """The tariff of a day without the lines that were added later than these numbers."""
    return _tariff(service, zone, on, (steps_upto, rates_upto))


def tariff_for(service: str, zone: str, on: date) -> Tariff:
    """All tariff lines of a service and zone that are in force on a day."""
    return PriceBook(on).tariff(service, zone)


class PriceBook:
    """The tariffs of one day, for pricing many items: whether lines were added since is asked once."""

    def __init__(self, on: date) -> None:
        self.on = on
        last = "SELECT (SELECT max(id) FROM mail_tariff_step), (SELECT max(id) FROM mail_rate)"
        steps, rates = bulk.fetch(last)[0]
        self.version = (steps or 0, rates or 0)

    def tariff(self, service: str, zone: str) -> Tariff:
        """The lines of a service and zone; without any line the tariff is empty and prices nothing."""
        return _tariff(service, zone, self.on, self.version)


@lru_cache(maxsize=200)
def _tariff(service: str, zone: str, on: date, version: tuple[int, int]) -> Tariff:
    in_force = Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gt=on))
    steps = TariffStep.objects.filter(in_force, service=service, zone=zone, pk__lte=version[0]).order_by(
        "each_next_grams", "up_to_grams"
    )
    rates = Rate.objects.filter(in_force, service=service, pk__lte=version[1]).order_by(
        "name", "from_amount_dong"
    )
    return Tariff(
        service,
        zone,
        on,
        tuple(Step(s.pk, s.up_to_grams, s.price_dong, s.each_next_grams, s.basis) for s in steps),
        tuple(RateLine(r.pk, r.name, r.from_amount_dong, r.per_10_000, r.fee_dong, r.basis) for r in rates),
    )
