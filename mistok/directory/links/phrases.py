"""Words by which pages give themselves away, in Ukrainian, English and, for old sites, Russian."""

import re
from html import unescape

NOT_FOUND = re.compile(
    r"сторінк\w* (?:\w+ )?не (?:знайден|існу)|не знайдено|такої сторінки (?:немає|не існує)|"
    r"сторінку (?:видалено|вилучено|переміщено)|матеріал\w* не знайден|послуг\w* не знайден|"
    r"помилка 404|404 помилка|"
    r"page (?:\w+ ){0,3}not (?:be )?found|not found|page (?:does not|doesn.t) exist|"
    r"(?:error|http) 404|404 error|no longer (?:available|exists)|"
    r"страниц\w+ не (?:найден|существует)|ошибка 404",
    re.IGNORECASE,
)
NUMBER_ALONE = re.compile(r"^\W*404\b")
PARKED = re.compile(
    r"domain (?:name )?(?:is |may be )?for sale|this domain is parked|buy this domain|domain parking|"
    r"parked (?:free|domain)|domain has expired|expired domain|"
    r"домен\w* (?:продається|на продаж|продаётся|припаркован)|купити (?:цей )?домен|"
    r"(?:термін|строк) (?:дії|реєстрації) домену? (?:закінчився|сплив)|обслуговування домену призупинено|"
    r"(?:сайт|хостинг|аккаунт|акаунт|account)\w* (?:заблоковано|призупинено|suspended)",
    re.IGNORECASE,
)
GAMBLING = re.compile(
    r"\b(?:casino|казино|slots?|слоти?|слот-?автомат\w*|betting|букмекер\w*|ставки на спорт|poker|покер|"
    r"pin-?up|1xbet|vulkan|вулкан|фріспін\w*|free ?spins?|джекпот|jackpot|gambling|"
    r"ігров\w+ автомат\w*|игров\w+ автомат\w*)\b",
    re.IGNORECASE,
)
CHALLENGE = re.compile(
    r"just a moment|attention required|checking your browser|перевірка вашого браузера|"
    r"verify (?:you are|that you are) (?:a )?human|are you (?:a )?(?:human|robot)|"
    r"підтвердіть, що ви не робот|ddos[- ]protection|access denied",
    re.IGNORECASE,
)
ROBOT_TEST = re.compile(
    r"cf-chl|challenge-platform|captcha|hcaptcha|g-recaptcha|ddos-guard|__cf_chl", re.IGNORECASE
)
UNSEEN = ("script", "style", "noscript", "template", "svg")
TAG = re.compile(r"<[^<>]*>")
SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
WORD = re.compile(r"[^\W\d_]{4,}")


def title_of(html: str) -> str:
    """The page's title on one line, at most 200 characters."""
    return next((_plain(each)[:200] for each in _inside(html, "title", 1)), "")


def headings_of(html: str) -> str:
    """The text of its first headings."""
    return " · ".join(_plain(each) for each in _inside(html, "h1", 3))[:500]


def visible_text(html: str) -> str:
    """What a person would read, roughly. Takes time in proportion to the page, however broken it is."""
    for tag in UNSEEN:
        html = _without(html, f"<{tag}", f"</{tag}")
    return _plain(_without(html, "<!--", "-->"))


def words_of(text: str) -> set[str]:
    """Words of four letters and more, small."""
    return {each.casefold() for each in WORD.findall(text)}


def says_not_found(title: str, headings: str) -> bool:
    """Whether the page calls itself missing."""
    return any(NOT_FOUND.search(each) or NUMBER_ALONE.search(each) for each in (title, headings))


def _plain(html: str) -> str:
    return " ".join(unescape(TAG.sub(" ", html)).split())


def _inside(html: str, tag: str, most: int) -> list[str]:
    """The insides of the first elements of this name; an element without an end is nothing."""
    small, found, place = _small(html), list[str](), 0
    while len(found) < most and (start := small.find(f"<{tag}", place)) >= 0:
        opened = small.find(">", start)
        closed = small.find(f"</{tag}", opened)
        if opened < 0 or closed < 0:
            break
        if not small[start + len(tag) + 1].isalnum():
            found.append(html[opened + 1 : closed])
        place = closed
    return found


def _without(html: str, opening: str, closing: str) -> str:
    """The page without everything between these two; what never closes goes to the end."""
    small, kept, place = _small(html), list[str](), 0
    while (start := small.find(opening, place)) >= 0:
        kept.append(html[place:start])
        if (end := small.find(closing, start)) < 0:
            return " ".join(kept)
        place = end + len(closing)
    return " ".join([*kept, html[place:].lstrip(">")])


def _small(html: str) -> str:
    """The page in small Latin letters: of the same length, which `lower` does not promise."""
    return html.translate(SMALL)
