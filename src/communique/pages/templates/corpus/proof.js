// The sentence that proves a claim, its span lit; and any span of an article as parts of a sentence.
"use strict";
const Proof = (() => {
  const { h, bdi, counted } = Parts;
  const panel = document.querySelector(".proof");
  const LONG = 600;
  let opener = null;

  // A text cut where marks begin and end: [text, marks over it] …
  function* cut(text, from, marks) {
    const bounds = new Set([0, text.length]);
    for (const { start, end } of marks) {
      for (const at of [start - from, end - from]) if (at > 0 && at < text.length) bounds.add(at);
    }
    const places = [...bounds].sort((a, b) => a - b);
    for (let i = 0; i + 1 < places.length; i += 1) {
      const [first, last] = [places[i], places[i + 1]];
      yield [text.slice(first, last), marks.filter((m) => m.start - from <= first && last <= m.end - from)];
    }
  }

  // The paragraph around some spans; a long one is cut at ends of sentences.
  function around(article, marks) {
    const first = Math.min(...marks.map((mark) => mark.start));
    const last = Math.max(...marks.map((mark) => mark.end));
    const piece = Corpus.piece(article, first);
    if (!piece) return null;
    const [from, text] = piece;
    const [start, end] = [first - from, last - from];
    let left = text.lastIndexOf("\n", Math.max(start - 1, 0)) + 1;
    if (start === 0) left = 0;
    let right = text.indexOf("\n", end);
    if (right < 0) right = text.length;
    if (right - left > LONG) {
      left = stopAt(text, left, start);
      const after = /[a-z0-9)"”][.!?]["”’)]*(?=\s)/u.exec(text.slice(Math.max(end - 2, 0), right));
      if (after) right = Math.max(end - 2, 0) + after.index + after[0].length;
    }
    return { from: from + left, text: text.slice(left, right) };
  }

  // Where the last sentence begins before `end`.
  function stopAt(text, start, end) {
    let at = start;
    for (const stop of text.slice(start, end + 2).matchAll(/[a-z0-9)"”][.!?]["”’)]*\s+(?=["“‘]?\p{Lu})/gu)) {
      const next = start + stop.index + stop[0].length;
      if (next <= end) at = next;
    }
    return at;
  }

  function sentence(article, marks) {
    const found = around(article, marks);
    if (!found) return h("p", { class: "muted" }, "This page does not carry the text.");
    return h("blockquote", { class: "article", dir: "auto" }, [...cut(found.text, found.from, marks)].map(([text, over]) =>
      over.length ? h("span", { class: `lit ${[...new Set(over.map((m) => m.layer))].join(" ")}` }, text) : text));
  }

  // `proofs`: [{article, marks: [{start, end, layer}], item, said}], the first of them shown first.
  async function show(proofs, caption, from) {
    await Corpus.ready;
    opener = from;
    const shut = h("button", { type: "button", class: "shut", "aria-label": "Close the proof", onclick: close }, "×");
    const shown = Parts.windowed(proofs, ({ article, marks, item, said }) => {
      const row = Corpus.by.article.get(article);
      return h("li", null,
        h("p", { class: "from" }, Parts.articleLink(article), row.published ? h("span", { class: "muted" }, ` ${Parts.date(row.published)}`) : null,
          said ? h("span", { class: "muted" }, " has “", bdi(said), "”") : null),
        marks.length ? sentence(article, marks) : h("p", { class: "muted" }, "The record gives no span for it."),
        h("p", null, h("a", { href: `#${item}` }, row.whole ? "Read it in the article" : "See it beside what else this article says")));
    }, { step: 12 });
    panel.replaceChildren(
      h("header", null, h("h2", null, caption), shut),
      h("p", { class: "muted" }, proofs.length === 1 ? "So says one article:" : `So say ${counted(proofs.length, "article")}:`), shown);
    for (const one of document.querySelectorAll(".prove.shown")) one.classList.remove("shown");
    from.classList.add("shown");
    panel.hidden = false;
    document.documentElement.classList.add("proving");
    panel.scrollTop = 0;
    panel.focus({ preventScroll: true });
  }

  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    document.documentElement.classList.remove("proving");
    opener?.classList.remove("shown");
    if (opener?.isConnected) opener.focus({ preventScroll: true });
    opener = null;
  }

  const LAYERS = { attended: "participant", absent: "participant", organizer: "meeting told", date: "meeting told", place: "meeting told", kind: "meeting told" };
  // The name as the article has it, where the corpus has it in another form.
  const otherName = (claim) => (claim.person !== null && Parts.nameOf(claim.person) !== claim.value ? claim.value : null);
  const ofClaim = (claim) => ({
    article: claim.article, said: otherName(claim), item: `d${claim.article}-m${claim.meeting}-c${claim.claim}`,
    marks: nearest(claim.proofs).map(({ start, end }) => ({ start, end, layer: LAYERS[claim.field] })),
  });
  const ofTitle = (title) => ({
    article: title.article, item: `d${title.article}-p${title.person}-t${title.title_claim}`,
    said: [title.title, title.organization, Parts.country(title.country)].filter(Boolean).join(", "),
    marks: nearest(title.proofs).map(({ start, end }) => ({ start, end, layer: "participant" })),
  });
  const ofStatement = (statement) => ({
    article: statement.article, item: `d${statement.article}-s${statement.statement}`, marks: marksOf(statement),
  });

  // Of proofs all over an article those near the first: they are shown in one sentence.
  const nearest = (proofs) => proofs.filter((proof) => Math.abs(proof.start - proofs[0].start) < 400);

  function marksOf(statement) {
    const layers = [["content", `content ${statement.kind}`], ["speaker_mention", "speaker"], ["cue", "cue"]];
    return layers.filter(([part]) => statement[`${part}_start`] !== null).map(([part, layer]) => ({
      start: statement[`${part}_start`], end: statement[`${part}_end`], layer, part,
    }));
  }

  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  return { cut, show, close, ofClaim, ofTitle, ofStatement, marksOf, LAYERS };
})();
