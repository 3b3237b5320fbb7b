"""What can be known of items without gold."""

from __future__ import annotations

import math

import communique
from communique.trust.signals import describe

TEXT = (
    "Swiss Foreign Minister Livia Marchetti met Nigerian President Amadi Okonjo on Monday. "
    "“The road must open,” she said. Okonjo stressed that the bridge was old. It was said.\n"
)


def test_an_offline_record_tells_the_rule_behind_each_item() -> None:
    """With its form."""
    told = describe(communique.extract(TEXT))
    quote, clause = told.statements
    assert quote["rule:quotation_before"] == clause["rule:that_clause"] == 1
    assert (quote["direct"], clause["direct"]) == (1, 0)
    assert (quote["speaker resolved"], clause["speaker resolved"]) == (1, 1)
    assert quote["words"] == math.log(5)
    assert told.participants[0]["in a meeting"] == 1
    assert "found by the rules" not in quote
    assert told.marks == ()


def test_a_models_record_tells_whether_the_rules_agree() -> None:
    """And by which rule they do."""
    record = communique.extract(TEXT)
    info = record.extractor.model_copy(update={"model": "openai/x"})
    other = record.statements[0].model_copy(
        update={"speaker": "Amadi Okonjo", "speaker_mention": record.participants[1].mentions[0]}
    )
    longer = communique.Span.of(TEXT, TEXT.index("It was said"), len(TEXT) - 1)
    alone = record.statements[1].model_copy(update={"content": longer})
    asked = record.model_copy(update={"extractor": info, "statements": (other, alone)})
    told = describe(asked)
    assert told.statements[0]["found by the rules"] == told.statements[0]["speaker differs"] == 1
    assert told.statements[0]["rule:quotation_before"] == 1
    assert told.statements[1]["found by the rules"] == 0
    assert not any(name.startswith("rule:") for name in told.statements[1])
    assert len(told.marks) == 2 + 3


def test_a_document_tells_what_was_seen_and_not_taken_up() -> None:
    """Cues by the rule that rejected them, and quotations of nobody, words in marks aside."""
    told = describe(communique.extract(TEXT)).document
    assert told["quotation of nobody"] == told["no participant"] == told["no statement"] == 0
    assert told["hundred words"] == len(TEXT.split()) / 100
    assert told["rejected cue: passive"] == 1
    sign = "The book “A Thousand and One Lakes” is old, and so is “this”."
    told = describe(communique.extract(sign)).document
    assert told["quotation of nobody"] == told["no participant"] == told["no statement"] == 1
