"""Tags and filters every template may use without loading them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.http import QueryDict
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mistok.ui import pages
from mistok.ui.stylesheets import sheet
from mistok.ukrainian import dates, numbers

register = template.Library()


def _in_ukrainian() -> bool:
    return (get_language() or "uk").startswith("uk")


@register.simple_tag
def stylesheet(name: str) -> SafeString:
    """The link to a joined sheet: `{% stylesheet "resident" %}`."""
    address = reverse("ui:stylesheet", kwargs={"name": name, "digest": sheet(name).digest})
    return format_html('<link rel="stylesheet" href="{}">', address)


@register.filter(is_safe=True, expects_localtime=True)
def date_long(day: date | None) -> str:
    """«20 листопада 2026», in English as Django writes it; nothing for nothing."""
    if not day:
        return ""
    return dates.date_long(day) if _in_ukrainian() else formats.date_format(day, "DATE_FORMAT")


@register.filter(is_safe=True)
def hryvnias(amount: Decimal | None) -> str:
    """A sum from the database: «18 500,50 грн»; in English «18,500.50 UAH»; nothing for nothing."""
    if amount is None:
        return ""
    return numbers.hryvnias(amount) if _in_ukrainian() else f"{amount:,.2f} UAH"


@register.filter(is_safe=True)
def number(n: int | float | Decimal | None) -> str:
    """«1607», «85 000», «2,5»; in English as Django writes it; nothing for nothing."""
    if n is None or n == "":
        return ""
    return numbers.number(n) if _in_ukrainian() else formats.number_format(n, force_grouping=True)


@register.filter(name="counted")
def counted_filter(n: int | float | Decimal, words: str) -> str:
    """`{{ n|counted:"послуга,послуги,послуг" }}`, for text that is only Ukrainian."""
    one, few, many = words.split(",")
    return numbers.counted(n, one, few, many)


@register.simple_tag
def counted(n: int | float | Decimal, one: str, few: str, many: str) -> str:
    """The number with the noun that agrees with it, for text that is only Ukrainian."""
    return numbers.counted(n, one, few, many)


@register.filter(is_safe=True)
def uncapped(words: str) -> str:
    """The words as they stand inside a sentence: «Пенсіонер» → «пенсіонер», but «ВПО» stays."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


@register.filter
def pairs(first: Iterable[Any], second: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Two lists side by side, for a loop over both."""
    return list(zip(first, second, strict=True))


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: dict[str, Any], page: Any, name: str = "page", label: str = "") -> dict[str, object]:
    """Links to the pages of a list that keep the rest of the query: `{% pagination page_obj %}`."""
    numbers_shown = pages.links(page.number, page.paginator.num_pages)
    query = context["request"].GET
    return {
        "page": page,
        "label": label,
        "links": [(n, n and _with(query, name, n)) for n in numbers_shown],
        "previous": _with(query, name, page.previous_page_number()) if page.has_previous() else "",
        "next": _with(query, name, page.next_page_number()) if page.has_next() else "",
    }


def _with(query: QueryDict, name: str, value: int) -> str:
    changed = query.copy()
    changed[name] = str(value)
    return f"?{changed.urlencode()}"
