"""``{% load ui %}``: one tag for each part, one filter for each way of writing a value."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from duongthu.desks.ui import charts, formats
from duongthu.desks.ui.parts import (
    Chart,
    Figure,
    Link,
    MapBoard,
    Mark,
    Pair,
    Step,
    Tab,
    Table,
    Tone,
)

register = template.Library()
Context = dict[str, Any]

register.filter("money", formats.money)
register.filter("count", formats.count)
register.filter("item_code", formats.item_code)
register.filter("phone", formats.phone)
register.filter("day", formats.day)
register.filter("moment_text", formats.moment)
register.filter("weight", formats.weight)


@register.simple_tag
def moment(at: datetime | None, *, ago: bool = False) -> SafeString:
    """A ``<time>`` with the exact moment in it; with ``ago`` the page keeps it as “5 phút trước”."""
    if at is None:
        return mark_safe('<span class="nil">–</span>')
    live = mark_safe(" data-ago") if ago else ""
    return format_html('<time datetime="{}"{}>{}</time>', at.isoformat(), live, formats.moment(at))


def _code(code: str) -> SafeString:
    return format_html('<span class="code">{}</span>', formats.item_code(code))


@register.simple_tag
def cell(value: object, kind: str = "text") -> str:
    """A value as its column's kind writes it; a dash for nothing."""
    if value is None or value == "":
        return mark_safe('<span class="nil">–</span>')
    writers: Mapping[str, Callable[[Any], str]] = {
        "money": formats.money,
        "count": formats.count,
        "weight": formats.weight,
        "phone": formats.phone,
        "day": formats.day,
        "moment": moment,
        "code": _code,
        "mark": mark,
    }
    return writers[kind](value) if kind in writers else str(value)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of the small drawings of ``ui/icons/``; says nothing to screen readers."""
    return mark_safe(render_to_string(f"ui/icons/{name}.svg").strip())  # noqa: S308  (our own file)


@register.simple_tag
def mark(tone: Mark | str, text: str = "") -> SafeString:
    """A status mark: ``{% mark row.mark %}`` or ``{% mark "late" "Quá hạn 2 giờ" %}``."""
    shown = tone if isinstance(tone, Mark) else Mark(Tone(tone), text)
    return format_html(
        '<span class="mark tone-{}">{}{}</span>',
        shown.tone.value,
        icon(f"tone-{shown.tone.value}"),
        shown.text,
    )


@register.inclusion_tag("ui/parts/heading.html")
def heading(title: str, lead: str = "", keys: str = "") -> Context:
    """The page's title. ``keys``: ``"/: tìm | J K: chọn dòng"`` becomes hints."""
    pairs = [part.partition(":") for part in keys.split("|") if part.strip()]
    hints = [{"keys": before.split(), "what": after.strip()} for before, _colon, after in pairs]
    return {"title": title, "lead": lead, "hints": hints}


@register.inclusion_tag("ui/parts/crumbs.html")
def crumbs(links: Sequence[Link], here: str) -> Context:
    """The way up: links to the pages above, then the name of this one."""
    return {"links": links, "here": here}


@register.inclusion_tag("ui/parts/figures.html")
def figures(shown: Sequence[Figure], label: str = "") -> Context:
    """The ruled strip of figures."""
    return {"figures": shown, "label": label or _("Số liệu chính")}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(shown: Sequence[Tab], label: str) -> Context:
    """Views of one list, each with how much waits in it."""
    return {"tabs": shown, "label": label}


@register.inclusion_tag("ui/parts/table.html")
def table(shown: Table) -> Context:
    """A table of work; J and K move through its rows, Enter opens."""
    rows = [{"row": row, "cells": list(zip(shown.columns, row.cells, strict=True))} for row in shown.rows]
    foot = list(zip(shown.columns, shown.foot, strict=True)) if shown.foot else []
    return {"table": shown, "rows": rows, "foot": foot}


@register.inclusion_tag("ui/parts/trace.html")
def trace(steps: Sequence[Step], label: str = "") -> Context:
    """The journey of an item, newest step first."""
    return {"steps": steps, "label": label or _("Hành trình")}


@register.inclusion_tag("ui/parts/pairs.html")
def pairs(shown: Sequence[Pair]) -> Context:
    """A definition list."""
    return {"pairs": [{"pair": p, "numeric": p.kind in {"money", "count", "weight"}} for p in shown]}


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField, unit: str = "", key: str = "", mode: str = "", kind: str = "") -> Context:
    """A form field: label, control, hint, error.

    ``unit`` stands behind the control; ``key`` (F2…F9) focuses it; ``mode`` is the phone keyboard
    (numeric, tel); ``kind``: money (grouped as one types), scan (large, mono), code.
    """
    described = [f"{bound.auto_id}_{what}" for what, there in _beside(bound) if there]
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if mode or kind == "money":
        attrs["inputmode"] = mode or "numeric"
    if key:
        attrs |= {"data-key": key, "aria-keyshortcuts": key}
    if kind == "money":
        attrs["data-money"] = True
    if kind in {"scan", "code"}:
        attrs |= {
            "autocapitalize": "characters",
            "spellcheck": "false",
            "autocomplete": "off",
            "class": "mono",
        }
    if kind == "scan":
        attrs["data-scan"] = True
    check = isinstance(bound.field.widget, forms.CheckboxInput)
    return {
        "field": bound,
        "widget": bound.as_widget(attrs=attrs),
        "unit": unit,
        "key": key,
        "kind": kind,
        "check": check,
    }


def _beside(bound: BoundField) -> list[tuple[str, bool]]:
    return [("helptext", bool(bound.help_text)), ("error", bool(bound.errors))]


@register.inclusion_tag("ui/parts/errors.html")
def errors(form: forms.BaseForm) -> Context:
    """The summary of what is missing, focused and linked; nothing while the form is right."""
    named = [(bound.id_for_label, message) for bound in form for message in bound.errors]
    whole = list(form.non_field_errors())
    return {"named": named, "whole": whole, "number": len(named) + len(whole)}


@register.inclusion_tag("ui/parts/notice.html")
def notice(tone: str, title: str, text: str = "", href: str = "", action: str = "") -> Context:
    """A message in the page: done, going (for information), hold (take care), late (wrong)."""
    return {"tone": Tone(tone).value, "title": title, "text": text, "href": href, "action": action}


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, text: str = "", href: str = "", action: str = "") -> Context:
    """Nothing here: what is missing, why, and the one thing to do."""
    return {"title": title, "text": text, "href": href, "action": action}


@register.inclusion_tag("ui/parts/progress.html")
def progress(label: str, done: int, total: int) -> Context:
    """A thin bar with counted words."""
    return {"label": label, "done": done, "total": total}


@register.inclusion_tag("ui/parts/chart.html")
def bar_chart(chart: Chart) -> Context:
    """Upright bars."""
    return {"chart": chart, "drawn": mark_safe(charts.bars(chart)), "spoken": charts.spoken(chart)}  # noqa: S308


@register.inclusion_tag("ui/parts/chart.html")
def line_chart(chart: Chart) -> Context:
    """One line over time."""
    return {"chart": chart, "drawn": mark_safe(charts.line(chart)), "spoken": charts.spoken(chart)}  # noqa: S308


@register.simple_tag
def spark(values: Sequence[int]) -> SafeString:
    """A small line beside a figure; the figure itself must stand in words."""
    return mark_safe(charts.spark(values))  # noqa: S308


@register.inclusion_tag("ui/parts/map.html")
def map_board(board: MapBoard) -> Context:
    """A map with its list; the list works alone where the map cannot be drawn."""
    words = {
        "NavigationControl.ZoomIn": _("Phóng to"),
        "NavigationControl.ZoomOut": _("Thu nhỏ"),
        "Popup.Close": _("Đóng"),
        "open": _("Mở trang riêng"),
    }
    return {"board": board, "words": json.dumps(words, ensure_ascii=False), "tones": legend()}


def legend() -> list[Mark]:
    """The tones a map shows, in words."""
    return [
        Mark(Tone.DONE, _("Đúng giờ")),
        Mark(Tone.GOING, _("Đang đi")),
        Mark(Tone.HOLD, _("Tồn đọng")),
        Mark(Tone.LATE, _("Chậm")),
        Mark(Tone.IDLE, _("Chưa mở")),
    ]


@register.simple_block_tag(end_name="endpanel")
def panel(content: str, title: str, href: str = "", action: str = "") -> str:
    """A sheet with a title around what stands inside; a link to more on the right."""
    shown = {"title": title, "href": href, "action": action, "content": content}
    return render_to_string("ui/parts/panel.html", shown)
