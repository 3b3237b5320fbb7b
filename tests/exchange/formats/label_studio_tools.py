"""Run where label-studio-sdk is installed: GOLD GUESSED OUT, two exports and a folder to write."""

import json
import sys
from pathlib import Path

from label_studio_sdk.converter import Converter
from label_studio_sdk.label_interface import LabelInterface

gold, guessed, out = map(Path, sys.argv[1:])
interface = LabelInterface((gold / "config.xml").read_text("utf-8"))
interface.validate()
labelings = [
    labeling
    for folder, key in ((gold, "annotations"), (guessed, "predictions"))
    for task in json.loads((folder / "tasks.json").read_text("utf-8"))
    for labeling in task[key]
]
for labeling in labelings:
    wrong = interface.validate_prediction(labeling, return_errors=True)
    assert not wrong, wrong[:5]
converter = Converter(str(gold / "config.xml"), str(out), download_resources=False)
# As the server saves them: with numbers of its own.
saved = json.loads((gold / "tasks.json").read_text("utf-8"))
for number, task in enumerate(saved, 1):
    task |= {"id": number, "annotations": [{"id": number, **task["annotations"][0]}]}
(gold / "saved.json").write_text(json.dumps(saved), "utf-8")
converter.convert_to_json_min(str(gold / "saved.json"), str(out), is_dir=False)
(written,) = out.glob("*.json")
tasks = json.loads(written.read_text("utf-8"))
for task in tasks:
    for span in task["label"]:
        assert task["text"][span["start"] : span["end"]] == span["text"]
print(json.dumps({"valid": len(labelings), "spans": [len(task["label"]) for task in tasks]}))
