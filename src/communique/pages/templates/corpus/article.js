// One article: its text with all that it proves lit (article.js lights it), its items beside it.
"use strict";
const Article = (() => {
  const { h, bdi, counted, date } = Parts;

  // Everything the article says, as items with marks: what article.css calls a layer, ids from it.
  function itemsOf(article) {
    const id = `d${article}`;
    const meetings = [...new Set((Corpus.by.claimsIn.get(article) ?? []).map((c) => c.meeting))].map((key) => {
      const claims = Corpus.by.claimsIn.get(article).filter((c) => c.meeting === key);
      return { id: `${id}-m${key}`, meeting: Corpus.by.meeting.get(key), claims: claims.map((c) => ({ id: `${id}-m${key}-c${c.claim}`, claim: c })) };
    });
    const titles = (Corpus.by.titlesIn.get(article) ?? []).map((t) => ({ id: `${id}-p${t.person}-t${t.title_claim}`, title: t }));
    const statements = (Corpus.by.statementsIn.get(article) ?? []).map((s) => ({ id: `${id}-s${s.statement}`, statement: s }));
    return { meetings, titles, statements };
  }

  function marksOf({ meetings, titles, statements }) {
    const marks = [];
    const add = (proofs, layer, ...items) => { for (const { start, end } of proofs) marks.push({ start, end, layer, items }); };
    for (const one of meetings) for (const { id, claim } of one.claims) add(claim.proofs, Proof.LAYERS[claim.field], one.id, id);
    for (const { id, title } of titles) add(title.proofs, "evidence", id);
    for (const { id, statement } of statements) {
      for (const mark of Proof.marksOf(statement)) marks.push({ ...mark, items: [id] });
    }
    return marks.sort((a, b) => (a.end - a.start) - (b.end - b.start));
  }

  function text(article, marks) {
    const row = Corpus.by.article.get(article);
    const pieces = Corpus.texts.get(article);
    return h("div", { class: "article", dir: "auto" }, pieces.map(([from, words], i) => [
      row.whole || (i === 0 && from === 0) ? null : h("span", { class: "gap", "aria-label": "text left out" }, i ? "\n[…]\n" : "[…]\n"),
      [...Proof.cut(words, from, marks.filter((m) => m.end > from && m.start < from + words.length))].map(([part, over]) => (over.length
        ? h("span", { class: `lit ${[...new Set(over.flatMap((m) => m.layer.split(" ")))].join(" ")}`, "data-items": [...new Set(over.flatMap((m) => m.items))].join(" ") }, part) : part)),
    ]));
  }

  const head = (id, children) => h("button", { type: "button", class: "pick head", "data-item": id, "aria-pressed": "false" }, children);
  const FIELDS = { date: "Date", kind: "Kind", place: "Place", organizer: "Organizer", attended: "Attended", absent: "Stayed away" };

  function meetingItem({ id, meeting, claims }) {
    return h("li", { class: "item of-meeting", id }, head(id, h("strong", null, Parts.meetingName(meeting))),
      h("dl", null, Object.keys(FIELDS).map((field) => {
        const own = claims.filter(({ claim }) => claim.field === field);
        return own.length ? h("div", { class: "field" }, h("dt", null, FIELDS[field]), h("dd", null, own.map(({ id: one, claim }, i) => [i ? ", " : null,
          h("button", { type: "button", class: "pick", "data-item": one, id: one, "aria-pressed": "false" }, bdi(field === "date" ? date(claim.value) : claim.value))]))) : null;
      })), h("p", null, Parts.meetingLink(meeting, "What others say of it")));
  }

  function titleItem({ id, title }) {
    return h("li", { class: "item of-participant", id }, head(id, [h("strong", null, bdi(Parts.nameOf(title.person))),
      h("span", { class: "muted" }, " ", bdi([title.title, title.organization, Parts.country(title.country)].filter(Boolean).join(", ")))]));
  }

  function statementItem({ id, statement }) {
    return h("li", { class: "item of-statement", id }, head(id, [h("span", { class: "byline" }, h("span", { class: `kind ${statement.kind}` }, statement.kind), " ",
      h("strong", null, bdi(statement.speaker ?? "No speaker named"))), h("q", null, bdi(Corpus.content(statement)))]));
  }

  function view(main, article) {
    const row = Corpus.by.article.get(article);
    if (!row) return Page.missing(main, `article ${article}`);
    const items = itemsOf(article);
    const group = (title, list, render) => (list.length ? h("section", { class: "group" }, h("h3", null, title, " ", h("span", { class: "count" }, String(list.length))), h("ol", null, list.map(render))) : null);
    const first = row.original !== row.article ? row.original : null;
    const reprints = Corpus.by.reprints.get(row.original) ?? [];
    main.append(
      h("p", { class: "crumb" }, h("a", { href: "#meetings" }, "Meetings")),
      h("h1", { class: "docid" }, bdi(row.document_id)),
      h("p", { class: "lead" }, row.outlet ? [bdi(row.outlet, { class: "outlet" }), ". "] : null, row.published ? `Published ${date(row.published)}. ` : null,
        first ? ["A near-duplicate of ", Parts.articleLink(first), "; both are one source. "] : reprints.length ? [`Has ${counted(reprints.length, "near-duplicate")}: `, reprints.slice(0, 8).map((one, i) => [i ? ", " : null, Parts.articleLink(one.article)]), ". "] : null,
        row.whole ? "The whole article; what it proves is lit." : `Only the sentences that prove something, to keep this page small; the whole text is in the corpus's file: SELECT text FROM articles WHERE article = ${article}.`),
      h("div", { class: "reading", "data-reading": true },
        h("div", { class: "text" }, text(article, marksOf(items))),
        h("div", { class: "items" }, group("Meetings", items.meetings, meetingItem), group("Statements", items.statements, statementItem), group("Who people are", items.titles, titleItem))));
    return null;
  }

  return { view };
})();
