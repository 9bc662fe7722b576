"""Sums of money in templates of the desk."""

from django import template

from mistok.ukrainian.numbers import NO_BREAK_SPACE
from mistok.ukrainian.numbers import money as in_words

register = template.Library()


@register.filter(is_safe=True)
def money(kopiykas: int | None) -> str:
    """A sum given in kopiykas: «12,50 грн»; nothing for None."""
    return "" if kopiykas is None else in_words(kopiykas, sep=NO_BREAK_SPACE)


@register.filter(is_safe=True)
def amount(kopiykas: int | None) -> str:
    """The figure alone, under a heading that says hryvnias: «12,50»."""
    return money(kopiykas).removesuffix("грн").rstrip()
