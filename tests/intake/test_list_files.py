"""List facts from further files: members find their candidates, counts are held against what is found."""

from __future__ import annotations

import pytest

from cchc_rules.intake.table import TableError
from tests.intake.made import decided, problems, read

MEMBERS = "Mã,Tên sáng kiến,Hợp pháp\nA1,Một,x\nA1,Hai,Không\nA2,Ba,x\n"
UNKNOWN = "no list"


def lists(table):
    """Each row's list as titles, or `no list`."""
    return [
        [member["title"] for member in row.facts["initiatives"]] if "initiatives" in (row.facts or {}) else UNKNOWN
        for row in table.rows
    ]


def told(table):
    """The keys of each row's problems."""
    return [problems(row) for row in table.rows]


def test_members_find_their_candidate(tmp_path):
    """Members belong to the candidate whose id they carry, ids told apart as ever; no member means not known."""
    table = read(tmp_path, "id\nA1\na2\nA3\n", initiatives=MEMBERS)
    assert [["Một", "Hai"], ["Ba"], UNKNOWN] == lists(table)
    assert ([[], [], []], ()) == (told(table), table.problems)


@pytest.mark.parametrize(("stated", "expected"), [("0", []), (" 0 ", []), ("", UNKNOWN), ("-", UNKNOWN)])
def test_none_is_only_known_when_it_is_stated(tmp_path, stated, expected):
    """0 in the column of the list gives the empty list; nothing gives no list."""
    for members in (MEMBERS, None):
        table = read(tmp_path, f"id,Sáng kiến\nA9,{stated}\nA1,\nA2,\n", initiatives=members)
        assert (expected, []) == (lists(table)[0], told(table)[0])


@pytest.mark.parametrize(
    ("stated", "key"),
    [("1", "list-count.file"), ("3", "list-count.file"), ("0", "list-count.file"), ("hai", "list-count.unreadable")],
)
def test_a_number_that_is_not_what_was_found_is_a_problem(tmp_path, stated, key):
    """Too many, too few, none at all, or no number: the list is not known, the row invalid."""
    table = read(tmp_path, f"id,initiatives\nA1,{stated}\nA2,1\n", initiatives=MEMBERS)
    assert ([[key], []], [UNKNOWN, ["Ba"]]) == (told(table), lists(table))
    assert "invalid" == decided(table)[0].status


def test_a_number_without_a_file_is_a_problem(tmp_path):
    """A row that states members nobody handed in is not taken at its word."""
    assert [["list-count"]] == told(read(tmp_path, "id,initiatives\nA1,2\n"))


def test_a_faulty_member_makes_the_list_unknown(tmp_path):
    """A row of the list that cannot be read is a problem of its candidate, and no other's."""
    table = read(tmp_path, "id\nA1\nA2\n", initiatives=MEMBERS + "A1,Bốn\n")
    assert ([["ragged-row"], []], [UNKNOWN, ["Ba"]]) == (told(table), lists(table))


def test_a_member_of_nobody_is_reported(tmp_path):
    """An id no candidate has is a problem of the file, with the nearest id."""
    table = read(tmp_path, "id\nA1\nA2\n", initiatives=MEMBERS + "B77,Lạc,x\n")
    assert ["unknown-owner"] == [problem.key for problem in table.problems]
    assert [["Một", "Hai"], ["Ba"]] == lists(table)


def test_a_member_whose_id_is_mistyped_makes_its_candidates_list_unknown(tmp_path):
    """`A-01` can only be meant for `A1`: the list of A1 may be longer than it seems, so it is not decided on."""
    table = read(tmp_path, "id\nA1\nA2\n", initiatives=MEMBERS + "A-01,Lạc,Không\n")
    assert [["unknown-owner"], []] == told(table)
    assert [UNKNOWN, ["Ba"]] == lists(table)


def test_a_member_without_an_id_leaves_only_counted_lists_known(tmp_path):
    """A row that may be anybody's makes every list unknown whose length no row states."""
    table = read(tmp_path, "id,initiatives\nA1,\nA2,1\n", initiatives=MEMBERS + ",Lạc,Không\n")
    assert ["missing-owner"] == [problem.key for problem in table.problems]
    assert [UNKNOWN, ["Ba"]] == lists(table)


def test_a_list_may_come_from_json_and_candidates_too(tmp_path):
    """Files of any kind go together; a JSON candidate states its count as a number."""
    members = '[{"id": "A1", "title": "Một", "lawful": true}]'
    main = '[{"id": "A1", "initiatives": 1}, {"id": "A2", "initiatives": 0}, {"id": "A3"}]'
    table = read(tmp_path, main, name="main.json", initiatives=members, list_name="list.json")
    assert [["Một"], [], UNKNOWN] == lists(table)
    assert table.cells


def test_a_list_given_twice_is_a_problem(tmp_path):
    """A list both in its candidate and in a file is neither."""
    main = '[{"id": "A1", "initiatives": []}]'
    assert [["list-given-twice"]] == told(read(tmp_path, main, name="main.json", initiatives=MEMBERS))


def test_cells_of_a_list_file_are_read_as_cells(tmp_path):
    """One file of cells makes values cells, so that what is ambiguous there is refused."""
    assert read(tmp_path, '[{"id": "A1"}]', name="main.json", initiatives=MEMBERS).cells


def test_an_unknown_list_is_refused(tmp_path):
    """A list the category does not have is refused with the nearest one."""
    with pytest.raises(TableError) as caught:
        read(tmp_path, "id\nA1\n", lists={"initiative": tmp_path / "none.csv"})
    assert [("unknown-list", "initiatives")] == [(one.key, one.fields["nearest"]) for one in caught.value.problems]


def test_results_keep_the_order_and_the_numbers_of_the_file(tmp_path):
    """Every row has one result, numbered as in the file; problems say file, row and candidate."""
    table = read(
        tmp_path,
        "id,name,disciplined,rating\nA1,a,Không,Tốt\nA1,b,Không,Tốt\nA2,c,Có,Giỏi\n,d,,\n",
        initiatives=MEMBERS,
    )
    results = decided(table)
    assert [(2, "a"), (3, "b"), (4, "c"), (5, "d")] == [(result.row, result.name) for result in results]
    assert [None, None, "ineligible", None] == [one.decision.verdict.value if one.decision else None for one in results]
    assert results[2].decision is not None
    assert results[2].decision.provisional
    place = results[2].problems[0].where
    assert (table.file, 4, "A2", "rating") == (place.file, place.row, place.candidate, place.path)
