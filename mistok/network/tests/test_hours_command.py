import io
import json

import pytest
from django.core.management import CommandError, call_command


def test_hours_from_a_file(tmp_path, capsys):
    file = tmp_path / "hours.txt"
    file.write_text("Пн-Пт 8:00-17:00\\nперерва 12:00-13:00\n\nпн: 25:00-26:00\n", encoding="utf-8")
    call_command("hours", str(file))
    first, empty, wrong = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["text"] == "Пн-Пт 8:00-17:00\nперерва 12:00-13:00"
    assert first["certain"] is True
    assert first["days"]["mon"] == [["08:00", "12:00"], ["13:00", "17:00"]]
    assert first["days"]["sun"] == []
    assert first["breaks"]["fri"] == [["12:00", "13:00"]]
    assert first["opening_hours"] == "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off"
    assert first["problems"] == first["notes"] == []
    assert (empty["text"], empty["certain"]) == ("", False)
    assert wrong["days"] == {}
    assert wrong["opening_hours"] is None
    assert wrong["problems"]


def test_hours_from_standard_input(monkeypatch, capsys):
    source = io.TextIOWrapper(io.BytesIO("\ufeffпн-пт 9-18, сб за попереднім записом\n\xff".encode()))
    monkeypatch.setattr("sys.stdin", source)
    call_command("hours")
    first, broken = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["by_appointment"] is True
    assert first["rules"] == {"sat": "за попереднім записом"}
    assert broken["certain"] is False


def test_hours_without_the_file(tmp_path):
    with pytest.raises(CommandError):
        call_command("hours", str(tmp_path / "none"))
