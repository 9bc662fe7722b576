import re
from pathlib import Path

from mistok.config import messages


def app_with(tmp_path, python="", template=""):
    (tmp_path / "views.py").write_text(python, encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(template, encoding="utf-8")
    return tmp_path


def test_extract_finds_python_and_templates(tmp_path):
    app = app_with(
        tmp_path,
        '_("Find")\nngettext("%(n)s day", "%(n)s days", n)\n',
        "{% translate 'Print' %}{% blocktranslate trimmed %}\n Open until {{ hour }} {% endblocktranslate %}",
    )
    found = {each.message for each in messages.extract(app)}
    assert found == {"Find", ("%(n)s day", "%(n)s days"), "Print", "Open until %(hour)s"}


def test_update_keeps_translations_and_drops_what_is_gone(tmp_path):
    app = app_with(tmp_path, '_("Find")\n')
    assert messages.update(app) == 1
    path = messages.catalogue_path(app)
    path.write_text(path.read_text().replace('msgid "Find"\nmsgstr ""', 'msgid "Find"\nmsgstr "Знайти"'))
    (tmp_path / "views.py").write_text('_("Find")\n_("Print")\n')
    assert messages.update(app) == 1
    assert messages.read(app).get("Find").string == "Знайти"
    (tmp_path / "views.py").write_text('_("Print")\n')
    messages.update(app)
    assert messages.read(app).get("Find") is None


def test_judge_names_missing_unused_and_broken_placeholders(tmp_path):
    app = app_with(tmp_path, '_("Found: %(n)s")\n_("Print")\n')
    messages.update(app)
    path = messages.catalogue_path(app)
    text = path.read_text().replace(
        'msgid "Found: %(n)s"\nmsgstr ""', 'msgid "Found: %(n)s"\nmsgstr "Знайдено: %(count)s"'
    )
    path.write_text(text + '\nmsgid "Old"\nmsgstr "Старе"\n')
    judgement = messages.judge(app)
    assert (judgement.missing, judgement.wrong, judgement.unused) == (["Print"], ["Found: %(n)s"], ["Old"])


def test_plural_needs_all_four_forms(tmp_path):
    app = app_with(tmp_path, 'ngettext("%(n)s day", "%(n)s days", n)\n')
    messages.update(app)
    assert messages.judge(app).missing == ["%(n)s day"]


def test_every_call_for_a_translation_has_a_name_that_is_looked_for():
    """A string behind another name would stay English, and no catalogue would miss it."""
    found = {
        (path.name, alias)
        for path in Path(messages.__file__).parents[1].rglob("*.py")
        for alias in re.findall(r"import n?p?gettext\w* as (\w+)", path.read_text(encoding="utf-8"))
        if alias not in messages.KEYWORDS
    }
    assert found == set()
