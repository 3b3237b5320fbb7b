// The search of statements, and what only one source says.
"use strict";
const Statements = (() => {
  const { h, bdi, counted, number } = Parts;
  const KINDS = [["", "all"], ["direct", "direct"], ["mixed", "mixed"], ["indirect", "indirect"]];
  let texts = null; // of all statements, folded once

  const cue = (statement) => (statement.cue_start === null ? null : Corpus.words(statement.article, statement.cue_start, statement.cue_end));

  function marked(text, words) {
    if (!words.length) return bdi(text);
    const wanted = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
    return h("bdi", null, text.split(new RegExp(`(?<![\\p{L}\\p{N}])(${wanted})`, "iu")).map((part, i) => (i % 2 ? h("mark", null, part) : part)));
  }

  function row(statement, { speaker = true, words = [], meeting = true } = {}) {
    const at = Corpus.by.meeting.get(statement.meeting);
    const who = statement.person !== null ? Parts.personLink(statement.person, statement.speaker) : bdi(statement.speaker ?? "No speaker named");
    return h("li", { class: "statement" },
      h("p", { class: "byline" }, speaker ? h("strong", null, who) : null, " ", h("em", null, bdi(cue(statement) ?? "")), " ", h("span", { class: `kind ${statement.kind}` }, statement.kind)),
      Parts.proofButton(h("q", null, marked(Corpus.content(statement), words)), () => [Proof.ofStatement(statement)], bdi(statement.speaker ?? "A statement"), { class: "claim" }),
      h("p", { class: "muted" }, at && meeting ? [Parts.meetingLink(at), " · "] : null, Parts.articleLink(statement.article)));
  }

  function view(main) {
    const all = Corpus.rows.statements;
    const list = h("div");
    const output = h("output", { "aria-live": "polite" });
    let [words, kind] = ["", ""];
    function show() {
      const fits = Parts.asked(words);
      if (words) texts ??= all.map((s) => Parts.folded(`${Corpus.content(s)} ${s.speaker ?? ""} ${s.person === null ? "" : Parts.nameOf(s.person)}`));
      const found = all.filter((s, i) => (!kind || s.kind === kind) && (!words || fits(texts[i])));
      const lit = words.split(/\s+/).filter(Boolean);
      list.replaceChildren(found.length ? Parts.windowed(found, (s) => row(s, { words: lit })) : h("p", { class: "none" }, "No statement has these words."));
      output.textContent = `${number(found.length)} of ${counted(all.length, "statement")}`;
    }
    main.append(h("h1", null, "Who said what"),
      h("form", { class: "filter", role: "search", onsubmit: (event) => event.preventDefault() },
        Parts.search("Search statements", "words said, or a speaker", "", (value) => { words = value; show(); }),
        Parts.choices("Kind", KINDS, "", (value) => { kind = value; show(); }), output),
      list);
    show();
  }

  // What one source alone says of meetings that others tell of too, or what is disputed.
  function single(main) {
    const list = h("div");
    const output = h("output", { "aria-live": "polite" });
    const told = Meetings.all().filter((m) => m.sources > 1);
    let [words, verdict] = ["", "single"];
    function show() {
      const fits = Parts.asked(words);
      const found = told.map((meeting) => ({ meeting, rows: Sides.rows(meeting.meeting)
        .filter((r) => r.verdict === verdict && r.items.length && (!words || r.items.some((item) => fits(Parts.folded(`${Parts.outlet(item.article)} ${Corpus.by.article.get(item.article).document_id}`))))) })).filter(({ rows }) => rows.length);
      const total = found.reduce((sum, { rows }) => sum + rows.length, 0);
      output.textContent = `${counted(total, "claim")} about ${counted(found.length, "meeting")}`;
      list.replaceChildren(found.length ? Parts.windowed(found, group, { step: 15 }) : h("p", { class: "none" }, "There is none."));
    }
    main.append(h("h1", null, "What only one source says"),
      h("p", { class: "lead" }, told.length ? `Of the ${counted(told.length, "meeting")} that two or more sources tell of. Near-duplicate articles are one source, and so are articles of one outlet. That others are silent contradicts nothing.`
        : "No meeting here is told of by two sources, so there is nobody to be alone among."),
      h("form", { class: "filter", role: "search", onsubmit: (event) => event.preventDefault() },
        Parts.search("Outlet", "an outlet, or part of an article's id", "", (value) => { words = value; show(); }),
        Parts.choices("Which claims", [["single", "only one source"], ["disputed", "disputed"]], verdict, (value) => { verdict = value; show(); }), output),
      list);
    show();
  }

  const group = ({ meeting, rows }) => h("li", { class: "alone" }, h("h2", null, Parts.meetingLink(meeting)), h("p", { class: "hint" }, `${counted(meeting.sources, "source")} tell of it`),
    h("ul", null, rows.map((r) => h("li", null,
      Parts.articleLink(r.items[0].article), r.items.length > 1 ? h("span", { class: "muted" }, ` and ${number(r.items.length - 1)} more`) : null, h("span", { class: "muted" }, ` ${r.speaker === undefined ? r.group.replace("Who ", "").toLowerCase() : "said"}: `),
      Parts.proofButton(r.speaker === undefined ? bdi(r.text) : [h("span", { class: "speaker" }, bdi(r.speaker)), " ", h("q", null, bdi(r.text))],
        () => r.items.map((item) => item.proof()), [`${r.group}: `, bdi(r.speaker ?? r.text)], { class: "claim" })))));

  return { view, single, row };
})();
