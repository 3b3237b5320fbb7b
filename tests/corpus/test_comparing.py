"""Two meetings side by side: who was new, and which words say so."""

from pathlib import Path

from communique.corpus import open_corpus
from communique.corpus.comparing import compare
from communique.corpus.listing import comparison_lines
from corpus.made import ANN, BO, CAI, built, record


def test_who_is_named_without_a_proof_is_compared_all_the_same(tmp_path: Path) -> None:
    """Gold may have neither mentions nor evidence; another article's words are taken first."""
    bare = record("b", people=(ANN, BO, CAI), date="2031-09-09", filler="b")
    for one in bare["participants"]:
        one |= {"mentions": [], "evidence": {}}
    bare["meetings"][0] |= {"evidence": [], "field_evidence": {}}
    told = record("c", people=(ANN, BO), date="2031-09-09", filler="c")
    out, _ = built(tmp_path, record("a", people=(ANN,)), bare, told)
    with open_corpus(out) as corpus:
        found = compare(corpus, 1, 2)
        lines = list(comparison_lines(found))
    proven, bare_one = found.new
    assert (proven.name, proven.document_id, bare_one.name) == ("Bo Dostanyk", "c", "Cai Telander")
    assert proven.proof is not None
    assert proven.proof.quote == "Bo Dostanyk"
    assert bare_one.proof is None
    assert found.as_dict()["new"][1]["span"] is None
    assert "  Cai Telander: no words given (b)" in lines
