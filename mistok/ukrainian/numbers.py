"""Numbers in Ukrainian sentences: agreement with nouns, grouping of digits, sums, shares, lists.

Plural rules: Unicode CLDR, `uk` (one, few, many, other). Conjunctions: the 2019 orthography, § 24.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
DASH = "\u2013"

ONE, FEW, MANY, OTHER = range(4)

VOWELS = frozenset("аеєиіїоуюя")
IOTATED = frozenset("йєїюя")

type Number = int | float | Decimal


def _decimal(n: Number) -> Decimal:
    """The number as people wrote it: 0.1 is one tenth, not its binary neighbour. ValueError for NaN and ∞."""
    value = Decimal(str(n)) if isinstance(n, float) else Decimal(n)
    if not value.is_finite():
        raise ValueError(f"not a countable number: {n}")
    return value


def plural_form(n: Number) -> int:
    """Which noun form goes with `n`: ONE (1, 21), FEW (2–4, 22), MANY (0, 5–20, 111) or OTHER (fractions).

    >>> [plural_form(n) for n in (1, 22, 12, 1.5)]
    [0, 1, 2, 3]
    """
    value = abs(_decimal(n))
    if value != value.to_integral_value():
        return OTHER
    tens, units = int(value) % 100, int(value) % 10
    if 11 <= tens <= 14:
        return MANY
    if units == 1:
        return ONE
    return FEW if 2 <= units <= 4 else MANY


def agree(n: Number, one: str, few: str, many: str, other: str | None = None) -> str:
    """The noun form that agrees with `n`.

    `other` is the genitive singular that fractions need («1,5 дня»); without it `few` serves, which is
    the same word for feminine and neuter nouns («2,5 години»).

    >>> agree(21, "послуга", "послуги", "послуг")
    'послуга'
    """
    return (one, few, many, few if other is None else other)[plural_form(n)]


def counted(n: Number, one: str, few: str, many: str, other: str | None = None, *, sep: str = " ") -> str:
    """The number with its noun; pass `sep=NO_BREAK_SPACE` where they must stay on one line.

    >>> counted(7, "тренінг", "тренінги", "тренінгів")
    '7 тренінгів'
    """
    return f"{number(n)}{sep}{agree(n, one, few, many, other)}"


def number(n: Number) -> str:
    """The number in Ukrainian digits: «1607», «85 000» (no-break space from five digits on), «2,5».

    >>> number(1607), number(2.5)
    ('1607', '2,5')
    """
    value = _decimal(n)
    whole, _, fraction = format(abs(value), "f").partition(".")
    fraction = fraction.rstrip("0")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", NO_BREAK_SPACE)
    shown = f"{whole},{fraction}" if fraction else whole
    return f"{MINUS}{shown}" if value < 0 else shown


def money(kopiyky: int, *, sep: str = " ") -> str:
    """A sum of money given in kopiykas.

    >>> money(1250), money(5)
    ('12,50 грн', '0,05 грн')
    """
    hryvnias, rest = divmod(abs(kopiyky), 100)
    sign = MINUS if kopiyky < 0 else ""
    return f"{sign}{number(hryvnias)},{rest:02d}{sep}грн"


def hryvnias(amount: Decimal) -> str:
    """A sum of money given in hryvnias, as the database keeps it.

    >>> hryvnias(Decimal("18500.50"))
    '18\xa0500,50\xa0грн'
    """
    return money(int((amount * 100).to_integral_value()), sep=NO_BREAK_SPACE)


def clear_figure(n: int) -> int:
    """`n` rounded down to the figure a reader keeps: two leading digits, one when there are only two.

    >>> [clear_figure(n) for n in (2014, 1607, 93, 7)]
    [2000, 1600, 90, 7]
    """
    if n < 0:
        raise ValueError("a count cannot be negative")
    digits = len(str(n))
    step: int = 10 ** (1 if digits == 2 else max(digits - 2, 0))
    return n // step * step


def over(n: int, *, sep: str = " ") -> str:
    """«понад 2000» for 2014; a figure that is round already stays as it is. Raises ValueError below zero.

    >>> over(2014), over(93), over(2000)
    ('понад 2000', 'понад 90', '2000')
    """
    rounded = clear_figure(n)
    return number(n) if rounded == n else f"понад{sep}{number(rounded)}"


def percent(part: Number, whole: Number, *, digits: int = 0, sep: str = NO_BREAK_SPACE) -> str:
    """The share of `part` in `whole` in per cent, rounded half up; a dash when there is no whole.

    Something is never shown as nothing nor nearly all as all: 1 of 1000 is «менше 1 %», 999 «понад 99 %».

    >>> percent(32, 124, sep=" "), percent(1, 0)
    ('26 %', '–')
    """
    total = _decimal(whole)
    if total == 0:
        return DASH
    share = 100 * _decimal(part) / total
    step = Decimal(1).scaleb(-digits)
    rounded = share.quantize(step, ROUND_HALF_UP)
    if rounded == 0 and share > 0:
        return f"менше{sep}{number(step)}{sep}%"
    if rounded == 100 and share < 100:
        return f"понад{sep}{number(100 - step)}{sep}%"
    return f"{number(rounded)}{sep}%"


def conjunction(before: str, after: str) -> str:
    """«і», «й» or «та» between two words, whichever is easiest to say (orthography of 2019, § 24).

    «й» after a vowel, «і» after a consonant or before є, ї, ю, я, й; «та» keeps «і» from meeting another «і».

    >>> conjunction("довідка", "акт"), conjunction("тренінг", "лекція"), conjunction("Ольга", "Юрко")
    ('й', 'і', 'і')
    """
    last = next((char for char in reversed(before.lower()) if char.isalnum()), "")
    first = next((char for char in after.lower() if char.isalnum()), "")
    if last in VOWELS and first.isalpha() and first not in IOTATED:
        return "й"
    return "та" if first == "і" else "і"


def join_list(items: Sequence[str]) -> str:
    """The items as a sentence lists them; empty for none.

    >>> join_list(["тренінги", "вебінари", "квести"]), join_list(["прес", "акт", "збір"])
    ('тренінги, вебінари й квести', 'прес, акт і збір')
    """
    if len(items) < 2:
        return "".join(items)
    *head, tail = items
    return f"{', '.join(head)} {conjunction(head[-1], tail)} {tail}"
