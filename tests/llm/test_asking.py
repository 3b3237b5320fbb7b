"""Documents that are too much for one request, and answers that are cut, over HTTP."""

from __future__ import annotations

import json
from typing import Any

import pytest

import communique
from communique import Model, Readout
from communique.errors import (
    AnswerError,
    AnswerTruncated,
    CommuniqueError,
    PromptCut,
    PromptTooLong,
    ServerRefused,
)
from communique.testing import FakeServer, Fault
from communique.testing.replies import count_tokens
from llm.made import TEXT, answer, claim_statement, record
from llm.parts import pieces_of, read_piece, record_of

FILLER = "The road over the pass was closed by snow for most of a long winter. " * 14 + "\n\n"
LONG = TEXT + "\n\n" + FILLER * 3 + "Okonjo said that he would come back.\n\n" + FILLER
TOO_LONG = Fault.refused(400, "This model's maximum context length is 4096 tokens.")


def gold() -> dict[str, Any]:
    """The record of LONG."""
    found = record()
    content = "that he would come back"
    at = LONG.index(content)
    said = {"start": at - 5, "end": at - 1, "text": "said"}
    mention = {"start": at - 12, "end": at - 6, "text": "Okonjo"}
    last = {
        "content": {"start": at, "end": at + len(content), "text": content},
        "kind": "indirect",
        "speaker": "Amadi Okonjo",
        "speaker_mention": mention,
        "cue": said,
    }
    return {**found, "text": LONG, "statements": [*found["statements"], last]}


def reader(*faults: Fault | None) -> FakeServer:
    """A server that answers perfectly about all of LONG and about any piece of it."""
    pieces = [piece for depth in range(4) for piece in pieces_of(LONG, depth)]
    return FakeServer([record_of(gold(), piece) for piece in pieces], faults=faults)


def read(server: FakeServer, text: str = LONG, **parameters: Any) -> Readout:
    model = Model("openai/m", base_url=server.base_url, timeout=5.0, **parameters)
    return communique.extract(text, model=model)


def values(result: Readout) -> dict[str, Any]:
    return result.model_dump(include={"participants", "meetings", "statements"})


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Fault.truncated(), "the answer to all of it stopped at the token limit"),
        (TOO_LONG, "the prompt that held all of it was too long for the model"),
        (Fault.garbage('{"participants": [{"mention": "Livia'), "the answer to all of it stopped"),
    ],
)
def test_what_is_too_much_at_once_is_asked_about_in_pieces(fault: Fault, why: str) -> None:
    """The record is that of the whole, says how it came about, and counts every request."""
    with reader(None) as server:
        whole = read(server)
    with reader(fault) as server:
        parted = read(server)
        assert server.requests == parted.usage.requests == 3
        assert [len(sent.body["messages"]) for sent in server.history] == [2, 2, 2]
    assert values(parted) == values(whole)
    assert len(whole.statements) == 6
    (issue,) = parted.issues
    assert (issue.code, issue.path) == ("split", None)
    assert issue.message.startswith("asked about in 2 pieces: " + why)
    (_, middle), (start, end) = issue.value
    assert middle == start
    assert end == len(LONG)


def test_pieces_that_are_too_much_are_halved_again() -> None:
    """The first half and its first quarter are cut: four pieces in the end."""
    with reader(Fault.truncated(), Fault.truncated(), Fault.truncated()) as server:
        parted = read(server)
        assert server.requests == parted.usage.requests == 7
    assert len(parted.statements) == 6
    assert len(parted.issues[0].value) == 4
    assert "".join(LONG[start:end] for start, end in parted.issues[0].value) == LONG


def test_a_relative_date_of_a_later_piece_counts_from_the_dateline() -> None:
    """The words must stand in the piece; the day they count from may stand anywhere."""
    last = "Solvang met Rae on Monday.\n\n"
    text = f"OSLO, June 3, 2031 – Snow fell on the pass. {FILLER}{FILLER}{last}"
    meeting = {
        "evidence": "Solvang met Rae on Monday",
        "kind": "bilateral meeting",
        "date_quotes": ["Monday"],
        "date": "2031-06-02",
    }
    script = ['{"participants": [', answer(), answer(meetings=[meeting])]
    with FakeServer(script=script) as server:
        result = read(server, text)
    assert [m.date for m in result.meetings] == ["2031-06-02"]
    assert [issue.code for issue in result.issues] == ["split"]


def test_what_cannot_be_parted_keeps_its_complete_items_and_names_the_cut_one() -> None:
    """A short text: the record holds what is whole, the issue what is not, letter by letter."""
    said = json.dumps(read_piece(record(), pieces_of(TEXT, 0)[0]), ensure_ascii=False)
    cut = said[: said.index("had never closed")]
    with FakeServer(script=[cut]) as server:
        result = read(server, TEXT)
        assert server.requests == 1
    assert len(result.participants) == 2
    assert len(result.meetings) == 1
    assert len(result.statements) == 3
    (issue,) = result.issues
    assert (issue.code, issue.path) == ("answer_truncated", "statements")
    assert issue.message == (
        f"the answer about characters 0 to {len(TEXT)} stopped before its end, "
        "after 6 complete items"
    )
    assert issue.value.startswith('{"content": "that the cafe')
    assert cut.endswith(issue.value)


def test_lists_that_a_cut_answer_did_not_reach_are_named() -> None:
    """A list never begun is no empty list."""
    cut = json.dumps(read_piece(record(), pieces_of(TEXT, 0)[0]))
    with FakeServer(script=[cut[: cut.index('"meetings"')]]) as server:
        result = read(server, TEXT)
    assert [(i.code, i.path) for i in result.issues] == [
        ("answer_truncated", None),
        ("invalid_answer", "meetings"),
        ("invalid_answer", "statements"),
    ]


@pytest.mark.parametrize("mode", ["json_schema", "tools"])
def test_a_padded_answer_is_whole(mode: communique.models.Mode) -> None:
    """Blanks up to the token limit after a complete object lose nothing."""
    said = json.dumps(read_piece(record(), pieces_of(TEXT, 0)[0]))
    with FakeServer(script=[said + " " * len(said)], faults=[Fault.truncated()]) as server:
        result = read(server, TEXT, mode=mode)
        assert server.requests == 1
    assert len(result.statements) == 5
    assert result.issues == ()


def test_a_cut_answer_that_is_broken_too_is_parted() -> None:
    """Items inside it are complete objects, but none is the answer."""
    broken = '{"participants": [{"mention": "Vex", "name": "Vex"} oops, {"mention": "Rae'
    with reader(Fault.truncated()) as server:
        server.script.append(broken * 2)
        parted = read(server)
        assert server.requests == 3
    assert len(parted.statements) == 6


def test_a_forgotten_brace_costs_no_second_request() -> None:
    """A model that leaves it out in every answer is not asked about ever smaller pieces."""
    said = json.dumps(read_piece(gold(), pieces_of(LONG, 0)[0]))
    with FakeServer(script=[said[:-1]]) as server:
        result = read(server)
        assert server.requests == 1
    assert len(result.statements) == 6
    assert result.issues == ()


@pytest.mark.parametrize(
    ("faults", "text", "error", "requests"),
    [
        ([Fault.garbage('{"participants": [{"men')], TEXT, AnswerTruncated, 1),
        ([TOO_LONG], TEXT, PromptTooLong, 1),
        ([Fault.truncated(), TOO_LONG, TOO_LONG, TOO_LONG], LONG, PromptTooLong, 4),
        ([Fault.truncated(), None, Fault.refused(400, "no")], LONG, ServerRefused, 3),
        ([Fault.garbage(), Fault.garbage()], TEXT, AnswerError, 2),
        ([Fault.garbage(""), Fault.garbage("")], TEXT, AnswerError, 2),
    ],
    ids=["nothing whole", "too long", "at every depth", "a piece fails", "no JSON", "empty"],
)
def test_what_was_not_read_is_never_a_record(
    faults: list[Fault | None], text: str, error: type[CommuniqueError], requests: int
) -> None:
    """A part unread ends the document in the error's name, and all requests are paid for."""
    with reader(*faults) as server:
        with pytest.raises(CommuniqueError) as caught:
            read(server, text)
        assert server.requests == requests
    assert type(caught.value) is error
    assert caught.value.usage.requests == requests


def test_an_answer_that_cannot_be_used_is_asked_for_once_more() -> None:
    """The second request is the first with a sentence more, and both are paid for."""
    with FakeServer([record()], faults=[Fault.garbage()]) as server:
        result = read(server, TEXT)
        first, second = (sent.body["messages"] for sent in server.history)
    assert len(result.statements) == 5
    assert (result.usage.requests, result.issues) == (2, ())
    assert result.usage.input_tokens > len(TEXT) // 2
    assert second[0] == first[0]
    assert second[1]["content"].startswith(first[1]["content"])


def test_when_there_is_no_second_answer_the_first_error_stands() -> None:
    """The answer is what ails the document; the request that failed is counted too."""
    with FakeServer([record()], faults=[Fault.garbage(), Fault.refused(401, "no")]) as server:
        with pytest.raises(AnswerError, match="no JSON object") as caught:
            read(server, TEXT)
        assert caught.value.usage.requests == server.requests == 2


def small(context: int) -> FakeServer:
    """A server that reads the last ``context`` tokens of a prompt and answers about these."""
    pieces = [piece for depth in range(4) for piece in pieces_of(LONG, depth)]
    return FakeServer([record_of(gold(), piece) for piece in pieces], context=context)


@pytest.mark.parametrize(("context", "parts"), [(8000, 1), (2200, 2)])
@pytest.mark.parametrize("mode", ["json_schema", "tools", "json", "md_json"])
def test_a_silently_cut_prompt_is_parted_until_it_is_read(
    context: int, parts: int, mode: communique.models.Mode
) -> None:
    """The server's own count of what it read gives it away; nothing of the article is lost."""
    with reader() as server:
        whole = read(server)
    with small(context) as server:
        result = read(server, mode=mode)
        assert result.usage.requests == server.requests == 2 * parts - 1
    assert values(result) == values(whole)
    assert [len(issue.value) for issue in result.issues] == ([parts] if parts > 1 else [])


def test_a_context_too_small_for_any_piece_is_a_named_error() -> None:
    """Halving ends after a few requests, not after all pieces have been tried."""
    with small(1000) as server:
        with pytest.raises(PromptCut, match="read 1000 tokens") as caught:
            read(server)
        assert caught.value.usage.requests == server.requests < 6


def test_what_a_chain_spent_is_what_its_servers_counted() -> None:
    """Cut prompts, a refused mode, a piece cut short and an unusable answer: each is paid for."""
    refusal = Fault.refused(400, "response_format is not supported")
    first = small(1000)
    second = reader(refusal, Fault.truncated(), Fault.garbage())
    with first, second:
        models = [
            Model("openai/m", base_url=server.base_url, timeout=5.0) for server in (first, second)
        ]
        result = communique.extract(LONG, model=models)
        assert result.usage.requests == first.requests + second.requests
        counted = sum(min(1000, count_tokens(sent.prompt)) for sent in first.history) + sum(
            count_tokens(sent.prompt) for sent in second.history if sent.fault != refusal
        )
    assert result.usage.input_tokens == counted
    assert len(result.statements) == 6
    assert [issue.code for issue in result.issues] == ["fell_back", "split"]


BROKEN: list[Any] = [
    {"kind": "indirect"},
    {"content": 7, "kind": "indirect"},
    {"content": "that it would be rebuilt", "kind": "shouted"},
    None,
    "that it would be rebuilt",
    {"content": {"content": [{"deep": None}]}, "kind": ["indirect"]},
    [],
    {"content": "that it would be rebuilt", "kind": "indirect", "nested": "perhaps"},
    {"content": "", "kind": "indirect"},
    True,
]


@pytest.mark.parametrize("bad", BROKEN, ids=[json.dumps(bad)[:30] for bad in BROKEN])
@pytest.mark.parametrize("mode", ["json_schema", "tools"])
def test_one_bad_item_in_ten_loses_no_sibling(bad: Any, mode: communique.models.Mode) -> None:
    """It goes to the issues as it is, its nine siblings into the record."""
    text = " ".join(f"Vex said that bridge number {i} would be rebuilt." for i in range(9))
    good = [claim_statement(f"that bridge number {i} would be rebuilt") for i in range(9)]
    with FakeServer(script=[answer(statements=[*good[:4], bad, *good[4:]])]) as server:
        result = read(server, text, mode=mode)
        assert server.requests == result.usage.requests == 1
    assert len(result.statements) == 9
    assert [(i.code, i.path, i.value) for i in result.issues] == [
        ("invalid_item", "statements", bad)
    ]


@pytest.mark.parametrize("bad", [{"participants": 1}, {"mention": "Ada", "name": None}, [[]], 0])
def test_bad_people_and_meetings_lose_no_sibling_either(bad: Any) -> None:
    """The same holds for every list."""
    whole = read_piece(record(), pieces_of(TEXT, 0)[0])
    broken = {name: [bad, *items] for name, items in whole.items()}
    with FakeServer(script=[broken]) as server:
        result = read(server, TEXT)
    assert len(result.participants) == 2
    assert len(result.meetings) == 1
    assert len(result.statements) == 5
    assert [(i.code, i.path) for i in result.issues] == [
        ("invalid_item", name) for name in ("participants", "meetings", "statements")
    ]
