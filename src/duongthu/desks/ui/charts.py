"""Charts drawn on the server as SVG: no script, colours by CSS variables, numbers read by screen readers.

The plots stretch by percent coordinates while the letters keep their size: one drawing for desk and phone.
"""

from collections.abc import Sequence
from html import escape
from math import floor, log10

from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Bar, Chart

HEIGHT, TOP, BOTTOM = 220, 22, 26  # pixels: the plot, above it the numbers, below it the names
STEPS = (1, 2, 5, 10)
CROWDED = 8  # more bars than this and a phone shows only some of the names


def ticks(top: int, wanted: int = 4) -> list[int]:
    """Round steps from 0 to the first at or above ``top``."""
    raw = max(top, 1) / wanted
    base = 10 ** max(floor(log10(raw)), 0) if raw >= 1 else 1
    step = int(next(base * s for s in STEPS if base * s >= raw))
    return list(range(0, top + step, step)) if top % step else list(range(0, max(top, step) + 1, step))


def spoken(chart: Chart) -> str:
    """The chart in words, for screen readers."""
    said = ", ".join(f"{b.label} {formats.count(b.value)}" for b in chart.bars)
    return f"{chart.title} ({chart.unit}): {said}"


def _levels(chart: Chart) -> list[int]:
    return ticks(max([b.value for b in chart.bars] + [chart.plan or 0, 1]))


def _y(value: int, top: int) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top)


def axis(chart: Chart) -> str:
    """The scale on the left, of fixed width."""
    levels = _levels(chart)
    texts = [
        f'<text x="48" y="{_y(v, levels[-1]) + 4:.1f}" text-anchor="end">{formats.count(v)}</text>'
        for v in levels
    ]
    return _svg("chart-axis", "".join(texts))


def _svg(kind: str, body: str) -> str:
    return f'<svg class="{kind}" height="{HEIGHT}" aria-hidden="true" focusable="false">{body}</svg>'


def _grid(levels: Sequence[int]) -> str:
    lines = [
        f'<line x1="0" x2="100%" y1="{_y(v, levels[-1]):.1f}" y2="{_y(v, levels[-1]):.1f}"/>' for v in levels
    ]
    return "".join(lines)


def _plan(chart: Chart, top: int) -> str:
    if chart.plan is None:
        return ""
    y = _y(chart.plan, top)
    words = escape(chart.plan_label)
    label = f'<text class="chart-plan" x="100%" y="{y - 5:.1f}" text-anchor="end">{words}</text>'
    return f'<line class="chart-plan" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>{label}'


def _name(index: int, number: int, label: str) -> str:
    every = -(-number // CROWDED)
    minor = ' class="minor"' if index % every else ""
    x = (index + 0.5) * 100 / number
    return f'<text{minor} x="{x:.2f}%" y="{HEIGHT - 8}" text-anchor="middle">{escape(label)}</text>'


def bars(chart: Chart) -> str:
    """Upright bars with their numbers above them."""
    levels, number = _levels(chart), len(chart.bars)
    body = [_grid(levels)]
    body += [_bar(i, number, b, levels[-1], chart.unit) for i, b in enumerate(chart.bars)]
    body += [_name(i, number, b.label) for i, b in enumerate(chart.bars)]
    return axis(chart) + _svg("chart-plot", "".join(body) + _plan(chart, levels[-1]))


def _bar(index: int, number: int, bar: Bar, top: int, unit: str) -> str:
    slot = 100 / number
    x, y = index * slot, _y(bar.value, top)
    title = f"<title>{escape(bar.label)}: {formats.count(bar.value)} {escape(unit)}</title>"
    box = (
        f'x="{x + slot * 0.2:.2f}%" y="{y:.1f}" width="{slot * 0.6:.2f}%" height="{HEIGHT - BOTTOM - y:.1f}"'
    )
    shown = f'<text class="chart-value" x="{x + slot / 2:.2f}%" y="{y - 5:.1f}" text-anchor="middle">'
    value = shown + f"{formats.count(bar.value)}</text>" if number <= CROWDED else ""
    return f"<rect{' class=strong' if bar.strong else ''} {box}>{title}</rect>{value}"


def _path(values: Sequence[int], top: int, height: float, offset: float = 0.0) -> str:
    number = len(values)
    xs = [(i + 0.5) * 1000 / number for i in range(number)]
    ys = [offset + height * (1 - v / top) for v in values]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))


def line(chart: Chart) -> str:
    """One line over time with a soft area under it and its last value written out."""
    levels, values = _levels(chart), [b.value for b in chart.bars]
    points = _path(values, levels[-1], HEIGHT - TOP - BOTTOM, TOP)
    floor_y, first, last = HEIGHT - BOTTOM, points.split(",")[0], points.rsplit(" ", 1)[-1].split(",")[0]
    drawn = (
        f'<svg viewBox="0 0 1000 {HEIGHT}" preserveAspectRatio="none" width="100%" height="{HEIGHT}">'
        f'<polygon class="chart-area" points="{first},{floor_y} {points} {last},{floor_y}"/>'
        f'<polyline class="chart-line" points="{points}"/></svg>'
    )
    names = "".join(_name(i, len(values), b.label) for i, b in enumerate(chart.bars))
    end = f'cx="{float(last) / 10:.2f}%" cy="{_y(values[-1], levels[-1]):.1f}"'
    mark = f'<circle class="chart-end" {end} r="5"/>'
    return axis(chart) + _svg("chart-plot", _grid(levels) + drawn + names + mark + _plan(chart, levels[-1]))


def spark(values: Sequence[int]) -> str:
    """A small line without scale, for beside a figure."""
    top = max(*values, 1)
    points = _path(values, top, 24, 3)
    shape = f'<polyline class="chart-line" points="{points}"/>'
    box = 'viewBox="0 0 1000 30" preserveAspectRatio="none" aria-hidden="true"'
    return f'<svg class="spark" {box}>{shape}</svg>'
