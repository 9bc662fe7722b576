import pytest

from mistok.search.actions import rebuild
from mistok.search.queries import search

pytestmark = pytest.mark.django_db


def keys(text, **options):
    return [hit.key for hit in search(text, **options).hits]


@pytest.fixture
def indexed(services):
    rebuild()
    return services


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("субсидія", "subsidy"),
        ("субсидії", "subsidy"),
        ("субсидію", "subsidy"),
        ("оформити субсидію на світло", "subsidy"),
        ("СУБСИДІЯ", "subsidy"),
        ("народження дитини", "birth"),
        ("дітей народження", "birth"),
        ("здоров'я", "doctor"),
        ("здоров’я", "doctor"),
        ("здоровʼя", "doctor"),
        ("здоровя", "doctor"),
        ("переселенець", "idp"),
        ("переселенцям", "idp"),
        ("впо", "idp"),
        ("ВПО довідка", "idp"),
        ("справка переселенца", "idp"),
        ("subsydiia", "subsidy"),
        ("subsidiya", "subsidy"),
        ("субсидыя", "subsidy"),
        ("субисдія", "subsidy"),
        ("педіатор", "doctor"),
        ("ce,cblsz", "subsidy"),
        ("ce,cblsz yf cdsnkj", "subsidy"),
        ("cубcидiя", "subsidy"),  # c and i are Latin
        ("е-малятко", "birth"),
        ("e-малятко", "birth"),
        ("малятко", "birth"),
        ("водійські права", "licence"),
        ("втратив посвідчення водія", "licence"),
        ("як мені, будь ласка, записатися до лікаря?", "doctor"),
    ],
)
def test_search_finds(indexed, asked, wanted):
    assert keys(asked)[:1] == [wanted]
