"""The notebook runs, and its values show themselves."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebook.ipynb"


def test_it_is_kept_without_outputs() -> None:
    """They are made when the manual is built."""
    cells = [cell for cell in nbformat.read(NOTEBOOK, 4).cells if cell.cell_type == "code"]
    assert cells
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells)


def test_every_cell_runs_and_values_are_shown_as_html() -> None:
    """In a kernel, where an event loop runs already: three pages, two tables."""
    notebook = nbformat.read(NOTEBOOK, 4)
    folder = {"metadata": {"path": NOTEBOOK.parent}}
    NotebookClient(notebook, timeout=60, kernel_name="python3", resources=folder).execute()
    shown = [
        output.data["text/html"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if "text/html" in output.get("data", {})
    ]
    assert [html.startswith("<iframe ") for html in shown] == [True, True, True, False, False]
    assert "<td>/pledges/*/donor</td><td>0.50 (1/2)</td><td>1.00 (1/1)</td>" in shown[3]
    assert "unsupported" in shown[2]  # what the played model made up
