"""White space made single."""

from communique.text.spacing import single_spaced, squeezed


def test_any_run_of_white_space_becomes_one_blank() -> None:
    """No-break and ideographic spaces and line ends too; around the words it goes, or stays."""
    text = "\n Anna\u00a0 Berg\r\n\u3000said "
    assert squeezed(text) == "Anna Berg said"
    assert single_spaced(text) == " Anna Berg said "
    assert squeezed(" \n") == ""
