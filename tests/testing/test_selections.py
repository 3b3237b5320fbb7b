"""What a played model chooses: ids of the record's items, words where no candidate is one."""

from __future__ import annotations

from typing import Any

from communique.testing import Play
from communique.testing.selections import candidates_of

TEXT = "Maltese President Bo Rae met Ann Lee on Monday. “We go on,” she said, all day and night."


def span(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def record() -> dict[str, Any]:
    return {
        "text": TEXT,
        "participants": [
            {
                "name": "Bo Rae", "title": "President", "country": "MT",
                "mentions": [span("Bo Rae")], "evidence": {"country": [span("Maltese")]},
            },
            {"name": "night", "mentions": [span("night")]},
        ],
        "meetings": [
            {
                "kind": "other", "participants": ["Bo Rae", "night"],
                "evidence": [span("Bo Rae met Ann Lee on Monday")],
                "field_evidence": {"date": [span("Monday")]},
            }
        ],
        "statements": [
            {
                "content": span("“We go on,”"), "speaker": "Ann Lee", "kind": "direct",
                "speaker_mention": span("she"), "cue": span("said"),
            }
        ],
    }  # fmt: skip


def words_of(ids: list[str]) -> list[str]:
    return [candidates_of(TEXT).by_id[id_].span.text for id_ in ids]


def test_items_are_chosen_by_the_ids_of_their_places() -> None:
    """Name, country; content, cue, mention and whom it means; the word of meeting and its date."""
    answer = Play().select(record())
    assert [words_of(ids) for ids in answer["took_part"]] == [["Bo Rae", "Maltese"]]
    assert [words_of(ids) for ids in answer["said"]] == [["“We go on,”", "said", "she", "Ann Lee"]]
    (met,) = answer["met"]
    assert words_of([met["t"], *met["d"], *met["m"]]) == ["met", "Monday", "Bo Rae"]


def test_what_has_no_candidate_is_added_in_words() -> None:
    added = Play().select(record())["added"]
    assert [one["name"] for one in added["participants"]] == ["night"]
    assert (added["meetings"], added["statements"]) == ([], [])


def test_a_lazy_model_leaves_out_every_nth_of_each_list() -> None:
    answer = Play(drop=1).select(record())
    assert answer == {"took_part": [], "met": [], "said": [], "added": None}


def test_what_is_made_up_marks_nothing_and_stands_nowhere() -> None:
    """Once as an id, once in words."""
    honest, lying = Play().select(record()), Play(invent=1).select(record())
    known = candidates_of(TEXT).by_id
    for name in ("took_part", "said"):
        *kept, invented = lying[name]
        assert kept == honest[name]
        assert not set(invented) & known.keys()
    assert lying["added"]["participants"][-1]["name"] not in TEXT
