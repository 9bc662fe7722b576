"""The facet table answers as a list of rows looked through one by one would."""

from hypothesis import given
from hypothesis import strategies as st

from mistok.lib.facets import FacetTable

VALUES = st.sets(st.sampled_from("abcd"), max_size=3)


def naive(rows, value):
    return [key for key, values in rows if value in values]


def said(table, value):
    return table.page(table.having("letter", [value]), 0, 10_000)


@given(st.lists(VALUES, max_size=700))
def test_filled_table_answers_as_a_scan(found):
    rows = list(enumerate(found))
    table = FacetTable()
    table.fill((key, {"letter": values}) for key, values in rows)
    for value in "abcd":
        assert said(table, value) == naive(rows, value)
        assert table.count(table.having("letter", [value])) == len(naive(rows, value))
    assert table.page(table.all(), 0, len(rows)) == [key for key, _ in rows]
    assert sorted(table.values("letter")) == sorted({value for _, values in rows for value in values})


@given(st.lists(st.tuples(st.integers(0, 60), VALUES, st.booleans()), max_size=80))
def test_rows_put_in_and_taken_out_keep_all_others_in_place(steps):
    rows, table = [], FacetTable()
    for key, (place, values, is_out) in enumerate(steps):
        if is_out and rows:
            gone = rows.pop(place % len(rows))[0]
            table.remove(gone)
        else:
            place = min(place, len(rows))
            rows.insert(place, (key, values))
            table.insert(place, key, {"letter": values})
        for value in "abcd":
            assert said(table, value) == naive(rows, value)
    assert len(table) == len(rows)


@given(st.lists(VALUES, max_size=400), st.integers(0, 420), st.integers(0, 50))
def test_a_page_is_a_slice(found, skip, size):
    rows = list(enumerate(found))
    table = FacetTable()
    table.fill((key, {"letter": values}) for key, values in rows)
    assert table.page(table.having("letter", ["a"]), skip, size) == naive(rows, "a")[skip : skip + size]


def test_a_row_that_is_not_there_is_taken_out_without_harm():
    table = FacetTable()
    table.append(1, {"letter": ["a"]})
    table.remove(5)
    assert said(table, "a") == [1]
    table.remove(1)
    assert table.values("letter") == []
    assert len(table) == 0
