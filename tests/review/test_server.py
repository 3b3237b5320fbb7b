"""The page's requests over real HTTP: every action is in the file when it is answered."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import httpx
import pytest

from communique.errors import UsageError
from communique.gold.records import GoldDocument
from communique.review.plan import make_plan
from communique.review.serving import ReviewServer

from .made import EMPTY, PLAIN, SOURCE, Page, labels, make_project, opened, source_path


def names(document: GoldDocument) -> list[str]:
    return [p.name for p in document.participants]


def test_an_action_is_in_the_file_when_it_is_answered_and_undone_again(tmp_path: Path) -> None:
    """New, changed, undone, done again; undone to the end, the labels are as they were."""
    root = make_project(tmp_path)
    before = labels(root)
    with opened(root) as page:
        page.act("new", kind="statement", at=page.at("the plan"))
        made = page.shown["focus"]
        assert labels(root).statements[0].content.text == "the plan"
        page.act("write", item=made, field="speaker", value="Ada Lindqvist")
        page.act("point", item=made, role="cue", at=page.at("welcomed"))
        said = labels(root).statements[0]
        assert said.speaker == "Ada Lindqvist"
        assert said.speaker_mention is not None
        assert said.speaker_mention.text == "She"
        assert said.cue is not None
        assert said.cue.text == "welcomed"
        for _ in range(3):
            page.act("undo")
        undone = labels(root)
        assert undone == before
        assert page.act("redo")["redo"] == 2
        assert len(labels(root).statements) == 4
        assert "nothing to undo" not in page.act("undo")["status"]
        assert page.refused("undo")["error"] == "there is nothing to undo"


def test_a_document_is_labeled_from_nothing_with_proposals(tmp_path: Path) -> None:
    """What the offline extractor offers is taken whole; a rejected offer does not come back."""
    root = make_project(tmp_path, source=EMPTY, text=PLAIN)
    with opened(root) as page:
        page.act("take", offer=page.offer("Ada Lindqvist")["id"])
        page.act("take", offer=page.offer("bilateral meeting")["id"])
        page.act("take", offer=page.offer("Jonas Holm")["id"])
        for words in ("that traffic had doubled", "the plan", "its cost"):
            page.act("refuse", group=page.offer(words)["group"])
        page.act("take", offer=page.offer("“The line’s future is safe,”")["id"])
        assert not [o for o in page.shown["offers"] if o["by"] == "offline"]
        page.act("finish")
    document = labels(root)
    assert names(document) == ["Ada Lindqvist", "Jonas Holm"]
    assert document.participants[0].country == "NO"
    (meeting,) = document.meetings
    assert (meeting.date, meeting.participants) == ("2031-05-05", ("Ada Lindqvist", "Jonas Holm"))
    (statement,) = document.statements
    assert (statement.kind, statement.speaker) == ("direct", "Ada Lindqvist")
    (event,) = document.history
    assert (document.status, event.role, event.by) == ("labeled", "reviewer", "reviewer")


def test_a_file_changed_by_hand_is_never_written_over(tmp_path: Path) -> None:
    """The next action is refused and says so; reloaded, the page goes on from it."""
    root = make_project(tmp_path)
    with opened(root) as page:
        page.act("write", item="s1", field="kind", value="mixed")
        saved = source_path(root).read_text("utf-8")
        by_hand = saved.replace("aliases: [J. Holm]", "aliases: [J. Holm, Holm of Aarhus]")
        source_path(root).write_text(by_hand, "utf-8")
        told = page.refused("write", item="s1", field="kind", value="direct")
        assert (told["needs"], "changed outside" in told["error"]) == ("reload", True)
        assert source_path(root).read_text("utf-8") == by_hand
        page.open()
        page.act("write", item="s1", field="kind", value="direct")
        assert "Holm of Aarhus" in source_path(root).read_text("utf-8")
        assert labels(root).statements[0].kind == "direct"


def test_an_older_page_is_told_to_reload(tmp_path: Path) -> None:
    """Two tabs: what the second does not know of, it does not overwrite."""
    root = make_project(tmp_path)
    with opened(root) as page:
        other = Page(page.server)
        other.act("write", item="s1", field="kind", value="mixed")
        assert page.refused("remove", item="s1")["needs"] == "reload"
        assert labels(root).statements[0].kind == "mixed"
        other.http.close()


def test_a_page_from_before_an_outside_change_acts_on_nothing(tmp_path: Path) -> None:
    """Another page has read the changed file: this one's labels are not those of the session."""
    root = make_project(tmp_path)
    with opened(root) as page:
        older = dict(page.shown)
        path = source_path(root)
        path.write_text(path.read_text("utf-8") + "# changed\n", "utf-8")
        page.open()
        page.shown = older
        assert page.refused("remove", item=older["items"][0]["id"])["needs"] == "reload"
        assert path.read_text("utf-8").endswith("# changed\n")


def test_the_words_for_a_speaker_do_not_name_another_person(tmp_path: Path) -> None:
    """Corrected, a statement loses a name that was the other speaker's; a pronoun stays."""
    root = make_project(tmp_path)
    with opened(root) as page:
        said = page.item("“The line’s future is safe,”")["id"]
        page.act("write", item=said, field="speaker", value="Jonas Holm")
        words = labels(root).statements[0].speaker_mention
        assert words is not None
        assert "Holm" in words.text
        page.act("write", item=said, field="speaker", value="Ada Lindqvist")
        page.act("point", item=said, role="speaker_mention", at=page.at("She"))
        page.act("write", item=said, field="speaker", value="Jonas Holm")
        found = labels(root).statements[0]
        assert found.speaker == "Jonas Holm"
        assert found.speaker_mention is not None
        assert found.speaker_mention.text == "She"
        told = page.refused("point", item=said, role="speaker_mention", at=page.at("."))
        assert "speaker" in told["error"]


def test_a_role_that_a_label_has_not_is_refused(tmp_path: Path) -> None:
    """Whatever a page asks, a label keeps its shape."""
    root = make_project(tmp_path)
    with opened(root) as page:
        said = page.item("“The line’s future is safe,”")["id"]
        person = page.item("Ada Lindqvist")["id"]
        for asked in (
            {"do": "unpoint", "item": said, "role": "mention", "number": 0},
            {"do": "move", "item": person, "role": "content", "number": 0, "at": page.at("Bergen")},
            {"do": "point", "item": said, "role": "title", "at": page.at("Bergen")},
        ):
            answer = page.send(asked)
            assert (answer.status_code, "has no" in answer.json()["error"]) == (409, True)


def test_labels_that_contradict_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    """In boilerplate nothing is labeled; a participant has one name; words are a statement once."""
    root = make_project(tmp_path)
    before = source_path(root).read_bytes()
    with opened(root) as page:
        place = page.at("Harbour Council", 2)
        assert "boilerplate" in page.refused("new", kind="statement", at=place)["error"]
        name = page.refused("write", item="p2", field="name", value="Ada Lindqvist")
        assert name["error"] == "another participant is called Ada Lindqvist already"
        again = page.refused("new", kind="statement", at=page.at("that traffic had doubled"))
        assert again["error"] == "these words are a statement already"
        assert page.refused("write", item="p1", field="country", value="Norway")["error"] == (
            "Norway is no country's code: NO is; write two letters such as NO"
        )
        date = page.refused("point", item="m1", role="date", at=page.at("Bergen"), value="May")
        assert date["needs"] == "value"
        page.http.post(
            "/documents/0", content=b"[" * 99_000, headers={"content-type": "application/json"}
        )
    assert source_path(root).read_bytes() == before


TRICKY = (
    "\U0001f6a2\U0001f468\u200d\U0001f469\u200d\U0001f467 Ferry\u00a0talks\r\n\r\n"
    "Jose\u0301 Vana met \u05e9\u05e8\u05d4 \u05dc\u05d5\u05d9 in Bergen. \U0001f600 "
    "Vana said that caf\u00e9s\u00a0reopen \U0001f389 in May.\r\n"
    "\u05e9\u05e8\u05d4 \u05dc\u05d5\u05d9 warned that \u201cships wait\u201d.\r\n"
)


def test_offsets_are_code_points_through_emoji_marks_rtl_and_crlf(tmp_path: Path) -> None:
    """What is selected is what is quoted, and half a word is widened to the whole."""
    root = make_project(tmp_path, source=EMPTY, text=TRICKY)
    with opened(root) as page:
        assert page.shown["text"] == TRICKY
        for words in ("Jose\u0301 Vana", "\u05e9\u05e8\u05d4 \u05dc\u05d5\u05d9"):
            page.act("new", kind="participant", at=page.at(words))
        place = page.at("hat caf\u00e9s\u00a0reop")
        page.act("new", kind="statement", at=place)
        page.act("new", kind="statement", at=page.at("that \u201cships wait\u201d"))
        warned = page.shown["focus"]
        page.act("point", item=warned, role="cue", at=page.at("warned"))
        page.act(
            "write",
            item=warned,
            field="speaker",
            value="\u05e9\u05e8\u05d4 \u05dc\u05d5\u05d9",
        )
        page.act("new", kind="boilerplate", at=page.at("\U0001f6a2\U0001f468"))
    document = labels(root)
    assert names(document) == ["Jose\u0301 Vana", "\u05e9\u05e8\u05d4 \u05dc\u05d5\u05d9"]
    assert [s.content.text for s in document.statements] == [
        "that caf\u00e9s\u00a0reopen",
        "that \u201cships wait\u201d",
    ]
    assert [s.kind for s in document.statements] == ["indirect", "mixed"]
    assert document.statements[1].speaker == "\u05e9\u05e8\u05d4 \u05dc\u05d5\u05d9"
    assert document.boilerplate[0].text == TRICKY[: TRICKY.index(" ")]


def test_blind_sees_no_labels_and_no_proposals_and_writes_to_its_own_folder(tmp_path: Path) -> None:
    """Nothing of the source's labels, nor of a program, is in any answer."""
    root = make_project(tmp_path)
    before = source_path(root).read_bytes()
    own = root / "gold" / "annotators" / "bo" / "ferry.yaml"
    with opened(root, annotator="bo", blind=True) as page:
        assert (page.shown["items"], page.shown["offers"], page.shown["days"]) == ([], [], [])
        assert "data-items" not in page.shown["article"]
        assert page.shown["history"] == []
        assert not own.exists()
        page.act("new", kind="participant", at=page.at("Ada Lindqvist"))
        page.act("finish")
    document = labels(root, own)
    assert (document.status, names(document)) == ("labeled", ["Ada Lindqvist"])
    assert [(e.role, e.by) for e in document.history] == [("annotator", "bo")]
    assert source_path(root).read_bytes() == before
    with opened(root, annotator="bo", blind=True) as page:
        assert [one["values"]["name"] for one in page.shown["items"]] == ["Ada Lindqvist"]


def annotated(root: Path) -> Path:
    """A project labeled by bo and cy, who differ in a participant's name, a kind and a boundary."""
    make_project(root)
    theirs = SOURCE.replace("name: Jonas Holm", "name: Holm").replace("kind: direct", "kind: mixed")
    theirs = theirs.replace("speaker: Jonas Holm", "speaker: Holm")
    theirs = theirs.replace("content: that traffic had doubled", "content: traffic had doubled")
    for name, source in (("bo", SOURCE), ("cy", theirs)):
        folder = root / "gold" / "annotators" / name
        folder.mkdir(parents=True)
        (folder / "ferry.yaml").write_text(source, "utf-8")
    source_path(root).unlink()
    return root


def test_adjudication_decides_differences_and_keeps_what_both_have(tmp_path: Path) -> None:
    """One side, the other, or neither; names follow whom was taken; done when all is decided."""
    root = annotated(tmp_path)
    with opened(root, adjudicate=("bo", "cy")) as page:
        groups = {offer["group"] for offer in page.shown["offers"]}
        assert len(groups) == 3
        assert names(labels_shown(page)) == ["Ada Lindqvist"]
        assert "3 differences are not decided yet" in page.refused("finish")["error"]
        page.act("take", offer=page.offer("Holm", "cy")["id"])
        assert names(labels(root)) == ["Ada Lindqvist", "Holm"]
        page.act("take", offer=page.offer("Jonas Holm", "bo")["id"])
        assert names(labels(root)) == ["Ada Lindqvist", "Jonas Holm"]
        page.act("take", offer=page.offer("“The line’s future is safe,”", "cy")["id"])
        page.act("refuse", group=page.offer("traffic had doubled", "cy")["group"])
        page.act("finish")
    document = labels(root)
    assert document.status == "adjudicated"
    assert [s.content.text for s in document.statements] == [
        "“The line’s future is safe,”",
        "Holm said that traffic had doubled",
    ]
    assert document.statements[0].kind == "mixed"
    assert document.meetings[0].participants == ("Ada Lindqvist", "Jonas Holm")
    assert {e.made_from for e in document.history} == {("bo", "cy")}


def labels_shown(page: Page) -> GoldDocument:
    """The labels of the session that the page shows, as gold."""
    (session,) = page.server.desk._open.values()
    return session.state.document()


def test_an_interrupted_adjudication_goes_on(tmp_path: Path) -> None:
    """What was decided stays so in a new session; the rest is still open."""
    root = annotated(tmp_path)
    with opened(root, adjudicate=("bo", "cy")) as page:
        page.act("take", offer=page.offer("Holm", "cy")["id"])
    with opened(root, adjudicate=("bo", "cy")) as page:
        assert names(labels(root)) == ["Ada Lindqvist", "Holm"]
        still = {o["group"] for o in page.shown["offers"] if not o["answered"]}
        assert len(still) == 2


def test_only_the_page_itself_is_served(tmp_path: Path) -> None:
    """Other hosts, other origins, no token, another type, too much: refused, nothing is done."""
    root = make_project(tmp_path)
    before = source_path(root).read_bytes()
    with opened(root) as page:
        port = page.server.address.rsplit(":", 1)[1]
        action = {"version": 0, "action": {"do": "remove", "item": "s1"}}
        wrong = [
            {"host": f"evil.example:{port}"},
            {"host": "127.0.0.1:1"},
            {"origin": "http://evil.example"},
            {"origin": "null"},
            {"origin": f"http://127.0.0.1:{int(port) + 1}"},
            {"sec-fetch-site": "cross-site"},
            {"content-type": "text/plain"},
        ]
        for headers in wrong:
            kind = {"content-type": "application/json"}
            body = json.dumps(action)
            assert (
                page.http.post("/documents/0", content=body, headers=kind | headers).status_code
                == 403
            )
        own = {"origin": page.server.address}
        assert page.http.get("/documents", headers=own).status_code == 200
        for path in ("/", "/documents", "/documents/0", "/static/review.js", "/?token=wrong"):
            assert httpx.get(page.server.address + path).status_code == 403
        big = {"version": 0, "action": "x" * 200_000}
        assert page.http.post("/documents/0", json=big).status_code == 413
        answer = page.http.get("/")
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert page.http.get("/static/..%2f..%2fplan.py").status_code == 404
        assert page.http.get("/static/plan.py").status_code == 404
        for number in ("7", "-1", "ferry", "..%2f"):
            assert page.http.get(f"/documents/{number}").status_code in {404, 409}
    assert source_path(root).read_bytes() == before


def test_it_listens_on_loopback_only(tmp_path: Path) -> None:
    """No other address of the machine answers."""
    with opened(make_project(tmp_path)) as page:
        port = int(page.server.address.rsplit(":", 1)[1])
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.2", port), timeout=2)


@pytest.mark.parametrize("what", ["source", "text", "folder", "annotators"])
def test_links_that_lead_out_of_the_project_are_not_followed(tmp_path: Path, what: str) -> None:
    """Neither read nor written, whatever is a link: the file, its text, its folder."""
    root, outside = make_project(tmp_path / "in"), tmp_path / "out"
    outside.mkdir()
    link = {
        "source": source_path(root),
        "text": root / "seeds" / "ferry.txt",
        "folder": root / "gold" / "sources",
        "annotators": root / "gold" / "annotators",
    }[what]
    if link.exists():
        link.rename(outside / link.name)
    os.symlink(outside / link.name if what != "annotators" else outside, link)
    kept = sorted((p, p.read_bytes()) for p in outside.rglob("*") if p.is_file())
    options = {"annotator": "bo", "blind": True} if what == "annotators" else {}
    with (
        ReviewServer(make_plan(root, **options)) as server,
        httpx.Client(follow_redirects=True) as http,
    ):
        http.get(server.url)
        answer = http.get(f"{server.address}/documents/0")
    assert answer.status_code == 409
    assert "leads out of the project folder" in answer.json()["error"]
    assert sorted((p, p.read_bytes()) for p in outside.rglob("*") if p.is_file()) == kept


def test_an_article_is_inert(tmp_path: Path) -> None:
    """Markup in a text arrives as text."""
    text = "Ann Lee met Bo Rae. <img src=x onerror=alert(1)> & <script>alert(2)</script>"
    with opened(make_project(tmp_path, source=EMPTY, text=text)) as page:
        assert "<img" not in page.shown["article"]
        assert "<script" not in page.shown["article"]
        assert page.shown["text"] == text


def test_a_wrong_call_is_told(tmp_path: Path) -> None:
    """Documents and annotators that are not there, names that are paths, options at odds."""
    root = make_project(tmp_path)
    with pytest.raises(UsageError, match="no such document to review; is ferry meant"):
        make_plan(root, ["fery"])
    with pytest.raises(UsageError, match="no annotator's name"):
        make_plan(root, annotator="../sources", blind=True)
    with pytest.raises(UsageError, match="--blind needs --annotator"):
        make_plan(root, blind=True)
    with pytest.raises(UsageError, match="bo: no such annotator; there are: none"):
        make_plan(root, adjudicate=("bo", "cy"))
