"""What the gallery shows: samples of content as libraries write it, long words and empty places included."""

from datetime import date

from django import forms
from django.core.paginator import Paginator

from mistok.ui.charts import bar_chart, line_chart
from mistok.ui.maps import Place, dots_map

LONG_WORD = "Найнеприватизованіший"
MONTHS = ("січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер", "жов", "лис", "гру")


class SampleForm(forms.Form):
    """One question of each kind."""

    name = forms.CharField(label="Ваше ім’я", max_length=60)
    email = forms.EmailField(label="Електронна пошта", help_text="Надішлемо лише відповідь, нічого більше.")
    question = forms.CharField(label="Що сталося", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    point = forms.ChoiceField(
        label="Де вам зручно", choices=[("1", "Центральна бібліотека"), ("2", "Філія № 4")]
    )
    answer_by = forms.ChoiceField(
        label="Як відповісти",
        choices=[("mail", "Листом"), ("phone", "Телефоном"), ("self", "Прийду сам або сама")],
        widget=forms.RadioSelect,
    )
    equipment = forms.MultipleChoiceField(
        label="Що знадобиться",
        choices=[("computer", "Комп’ютер"), ("scanner", "Сканер"), ("printer", "Принтер")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Можна вибрати кілька.",
        required=False,
    )
    day = forms.DateField(
        label="Коли прийдете", widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    places = forms.IntegerField(label="Скільки людей", initial=1, min_value=1)
    paper = forms.FileField(label="Фото або скан документа", required=False)
    agreed = forms.BooleanField(label="Погоджуюся, щоб бібліотека зберігала ці дані до відповіді")


class SampleFilter(forms.Form):
    q = forms.CharField(label="Назва", required=False)
    state = forms.ChoiceField(label="Стан", choices=[("", "Усі"), ("open", "Чинні")], required=False)


def samples() -> dict[str, object]:
    """The context of the gallery."""
    many = Paginator(range(400), 20)
    return {
        "form": SampleForm(prefix="new"),
        "wrong_form": SampleForm({"wrong-email": "олена@", "wrong-places": "0"}, prefix="wrong"),
        "filter_form": SampleFilter(prefix="filter"),
        "long_word": LONG_WORD,
        "today": date(2026, 11, 20),
        "counts": (0, 1, 2, 5, 11, 21, 1607, 85000),
        "steps": STEPS,
        "events": EVENTS,
        "places": PLACES,
        "map": dots_map(PLACES),
        "columns": [
            {"label": "Пункт"},
            {"label": "Люди", "number": True},
            {"label": "Послуги", "number": True},
        ],
        "table_rows": [
            ("Центральна бібліотека", 1204, 1607),
            ("Бібліотека-філія № 4", 312, 405),
            (LONG_WORD, 0, 0),
        ],
        "table_total": ("Разом", 1516, 2012),
        "tabs": [
            {"label": "Чинні", "url": "#tabs", "current": True, "count": 128},
            {"label": "На перевірку", "url": "#tabs", "count": 3},
            {"label": "Зняті", "url": "#tabs", "count": 0},
        ],
        "bars": bar_chart(
            [
                ("Житлова субсидія", 412),
                ("Запис до лікаря", 305),
                ("Довідка про взяття на облік внутрішньо переміщеної особи", 121),
                ("Ксерокопія", 4),
                ("Петиції", 0),
            ]
        ),
        "no_bars": bar_chart([]),
        "lines": line_chart(
            MONTHS,
            [
                ("2026", [98, 120, 133, 119, 104, 87, 60, 58, 140, 171, 162, None]),
                ("2025", [40, 52, 61, 58, 66, 49, 31, 30, 77, 81, 90, 72]),
            ],
        ),
        "pages": [many.page(1), many.page(10), many.page(20)],
        "situations": SITUATIONS,
    }


STEPS = [
    {"title": "Підготуйте документи", "text": "Паспорт, РНОКПП і рахунки за останній місяць."},
    {"title": "Увійдіть на портал", "text": "Через Дія.Підпис, BankID або файловий ключ."},
    {"title": "Надішліть заяву", "text": "Запишіть її номер: за ним видно, що з нею робиться."},
]
EVENTS = [
    {
        "when": "20 листопада, 14:30",
        "datetime": "2026-11-20T14:30",
        "title": "Надіслано відповідь",
        "now": True,
    },
    {
        "when": "18 листопада, 9:05",
        "datetime": "2026-11-18T09:05",
        "title": "Передано до управління",
        "text": "Строк: 15 днів.",
    },
    {"when": "17 листопада, 16:40", "datetime": "2026-11-17T16:40", "title": "Зареєстровано"},
]
PLACES = [
    Place("Центральна бібліотека ім. М. Л. Кропивницького", "#map", 46.9659, 31.9974, "open", "1"),
    Place("Бібліотека-філія № 4, Корабельний район", "#map", 46.8701, 32.0220, "closed", "2"),
    Place("Бібліотека у Варварівці", "#map", 46.9934, 31.9450, mark="3"),
    Place("Бібліотека у Матвіївці", "#map", 47.0250, 32.0410, "open", "4"),
]
SITUATIONS = [
    ("Вимушений переїзд", 24),
    ("Вихід на пенсію", 18),
    ("Народження дитини", 15),
    ("Пошук роботи", 12),
]
