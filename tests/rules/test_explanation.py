"""Why an item is there, and why another is not."""

from communique.records import Document
from communique.rules import explain, read

TEXT = (
    "Irish Prime Minister Ann Lee met Maltese President Bo Rae on Monday, spokesman Ed Fox said. "
    "She did not say why. Lee will meet the king in May. She stressed the need for aid.\n\n"
    "Photo: City Press"
)
DOCUMENT = Document(id="made", text=TEXT)


def reasons(what: str) -> dict[str, str]:
    """Text of each rejected candidate of a sort → the rule that rejected it."""
    return {r.span.text: r.rule for r in explain(DOCUMENT).rejected if r.what == what}


def test_every_item_names_its_rule() -> None:
    """Each statement and meeting of the record has a reason with its path."""
    explanation = explain(DOCUMENT)
    paths = {reason.path for reason in explanation.made}
    readout = explanation.readout
    assert {f"statements[{i}]" for i in range(len(readout.statements))} <= paths
    assert {f"meetings[{i}]" for i in range(len(readout.meetings))} <= paths
    made = {r.span.text: r.rule for r in explanation.made if r.what == "statement"}
    assert made["the need for aid"] == "noun_complement"


def test_rejected_candidates_name_theirs() -> None:
    """Negated cues, planned meetings, people who only tell, boilerplate."""
    assert reasons("cue")["say"] == "negated"
    assert reasons("trigger")["meet"] == "planned_or_denied"
    assert reasons("participant")["Ed Fox"] == "speaks_for_others"
    assert reasons("paragraph") == {"Photo: City Press": "boilerplate_credit"}


def test_explaining_changes_nothing() -> None:
    """The record is the one that reading gives."""
    assert explain(DOCUMENT).readout == read(DOCUMENT)


def test_reasons_are_plain_data() -> None:
    """Ready for JSON, spans and all."""
    first = explain(DOCUMENT).as_dict()["made"][0]
    assert set(first) == {"what", "rule", "span", "path"}
    assert TEXT[first["span"]["start"] : first["span"]["end"]] == first["span"]["text"]
