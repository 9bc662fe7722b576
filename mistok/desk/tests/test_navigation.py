"""The row of tools on the desk of a point."""

import pytest
from django.urls import reverse

from mistok.desk import navigation
from mistok.desk.navigation import Tool, tools_for
from mistok.network.permissions import Permission

pytestmark = pytest.mark.django_db


def test_tools_go_by_permission_and_known_address(cast, network, monkeypatch):
    tools = [
        Tool("Days", "desk:diary", Permission.SEE_FIGURES, lambda point: "4/6"),
        Tool("Nowhere", "desk:no-such-page", Permission.SEE_FIGURES),
        Tool("Desk", "desk:point", Permission.RECORD_HELP),
    ]
    monkeypatch.setattr(navigation, "TOOLS", tools)
    shown = tools_for(cast.librarian, network.point)
    assert [(str(each.label), each.badge) for each in shown] == [("Days", "4/6"), ("Desk", "")]
    assert shown[0].url == "/desk/central-point/diary/"
    assert [str(each.label) for each in tools_for(cast.region, network.point)] == ["Days"]
    assert tools_for(cast.colleague, network.point) == []


def test_who_does_not_record_here_goes_on_from_the_diary(sign_in, cast, network):
    address = "/desk/central-point/diary/"
    region = sign_in(cast.region)
    page = region.get(address).content.decode()
    for tool in navigation.READING:
        link = reverse(tool.url_name, args=["central-point"])
        assert f'href="{link}"' in page
        assert region.get(link).status_code == 200
    assert 'href="/desk/central-point/cash/"' not in sign_in(cast.librarian).get(address).content.decode()


def test_desk_shows_its_tools(sign_in, cast, network):
    page = sign_in(cast.librarian).get("/desk/central-point/").content.decode()
    assert 'href="/desk/central-point/diary/"' in page.partition("desk-tools")[2].partition("</nav>")[0]
