"""Postage from the tariff in force: each line of the price names the tariff line it comes from (rules.md §2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duongthu.kernel.dong import half_up
from duongthu.mail import refusals

TEN_THOUSAND = 10_000
DIM_DIVISOR = 6  # cubic centimetres to the gram: kg = cm³ / 6000
LONGEST_SIDE_MM = 1_500


@dataclass(frozen=True, slots=True)
class Step:
    """One tariff line; ``each_next_grams`` > 0 marks the price of each further so many grams above ``up_to_grams``."""

    number: int
    up_to_grams: int
    price_dong: int
    each_next_grams: int
    basis: str


@dataclass(frozen=True, slots=True)
class RateLine:
    """A surcharge, tax or fee in force."""

    number: int
    name: str
    from_amount_dong: int
    per_10_000: int
    fee_dong: int
    basis: str


@dataclass(frozen=True, slots=True)
class Tariff:
    """All lines of one service and zone on one day; steps by weight."""

    service: str
    zone: str
    on: date
    steps: tuple[Step, ...]
    rates: tuple[RateLine, ...]

    def rate(self, name: str, amount: int = 0) -> RateLine | None:
        """The line of that name whose bound is the highest not above the amount."""
        fitting = [r for r in self.rates if r.name == name and r.from_amount_dong <= amount]
        return max(fitting, key=lambda r: r.from_amount_dong, default=None)


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of a price: what, how much, from which tariff line."""

    title: str
    amount_dong: int
    tariff_line: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A price: its lines add up to the total; ``vat_dong`` is the tax among them."""

    chargeable_grams: int
    lines: tuple[PriceLine, ...]
    total_dong: int
    vat_dong: int


def chargeable_grams(weight_grams: int, sides_mm: Sequence[int]) -> int:
    """The greater of actual and volumetric weight; the sides in millimetres (all 0: not measured)."""
    length, width, height = sides_mm
    return max(weight_grams, half_up(length * width * height, 1_000 * DIM_DIVISOR))


def quote(
    tariff: Tariff, weight_grams: int, sides_mm: Sequence[int], *, remote: bool, cod_dong: int
) -> Quote:
    """Price an item: base by weight step, fuel and remote surcharge on the base, COD fee, VAT; rounded once per line.

    Raises:
        NoTariff: no line for this weight. TooLarge: a side beyond 1.5 m. CodTooHigh: more than one item may carry.
    """
    if max(sides_mm) > LONGEST_SIDE_MM:
        raise refusals.TooLarge(field="sides_mm", side=max(sides_mm), limit=LONGEST_SIDE_MM)
    grams = chargeable_grams(weight_grams, sides_mm)
    base, step = _base(tariff, grams)
    lines = [PriceLine(f"Cước chính {grams} g", base, _line(step.number, step.basis))]
    lines += _surcharges(tariff, base, remote=remote)
    lines += _cod_fee(tariff, cod_dong)
    vat_line, vat = _vat(tariff, base, lines, remote=remote)
    lines += vat_line
    return Quote(grams, tuple(lines), sum(line.amount_dong for line in lines), vat)


def _base(tariff: Tariff, grams: int) -> tuple[int, Step]:
    for step in tariff.steps:
        if not step.each_next_grams and grams <= step.up_to_grams:
            return step.price_dong, step
    closed = [s for s in tariff.steps if not s.each_next_grams]
    further = next((s for s in tariff.steps if s.each_next_grams), None)
    if not closed or further is None or grams > further.up_to_grams:
        raise refusals.NoTariff(
            field="weight_grams",
            on=tariff.on.strftime("%d/%m/%Y"),
            service=tariff.service,
            zone=tariff.zone,
            grams=grams,
        )
    over = grams - closed[-1].up_to_grams
    count = -(-over // further.each_next_grams)
    return closed[-1].price_dong + count * further.price_dong, further


def _surcharges(tariff: Tariff, base: int, *, remote: bool) -> list[PriceLine]:
    lines = []
    for name, title, due in (("fuel", "Phụ phí xăng dầu", True), ("remote", "Phụ phí vùng xa", remote)):
        rate = tariff.rate(name)
        if due and rate is not None and rate.per_10_000:
            lines.append(
                PriceLine(
                    title, half_up(base * rate.per_10_000, TEN_THOUSAND), _line(rate.number, rate.basis)
                )
            )
    return lines


def _cod_fee(tariff: Tariff, cod_dong: int) -> list[PriceLine]:
    if not cod_dong:
        return []
    limit = tariff.rate("cod_limit")
    if limit is not None and cod_dong > limit.fee_dong:
        raise refusals.CodTooHigh(field="cod_dong", amount=cod_dong, limit=limit.fee_dong)
    rate = tariff.rate("cod", cod_dong)
    if rate is None:
        raise refusals.NoTariff(
            field="cod_dong", on=tariff.on.strftime("%d/%m/%Y"), service="COD", zone=tariff.zone, grams=0
        )
    fee = max(rate.fee_dong, half_up(cod_dong * rate.per_10_000, TEN_THOUSAND))
    return [PriceLine("Phí COD", fee, _line(rate.number, rate.basis))]


def _vat(
    tariff: Tariff, base: int, lines: Sequence[PriceLine], *, remote: bool
) -> tuple[list[PriceLine], int]:
    """VAT on the exact (unrounded) sum, in the ten-thousandths the surcharges are reckoned in; rounded once."""
    rate = tariff.rate("vat")
    if rate is None or not rate.per_10_000:
        return [], 0
    fees = sum(line.amount_dong for line in lines if line.title == "Phí COD")
    share = TEN_THOUSAND + sum(
        r.per_10_000 for r in (tariff.rate("fuel"), tariff.rate("remote") if remote else None) if r
    )
    exact = base * share + fees * TEN_THOUSAND
    total = half_up(exact * (TEN_THOUSAND + rate.per_10_000), TEN_THOUSAND * TEN_THOUSAND)
    vat = total - sum(line.amount_dong for line in lines)
    title = f"Thuế GTGT {rate.per_10_000 // 100} %"
    return [PriceLine(title, vat, _line(rate.number, rate.basis))], vat


def _line(number: int, basis: str) -> str:
    return f"dòng {number}: {basis}"
