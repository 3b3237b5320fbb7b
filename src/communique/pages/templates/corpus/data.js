// The corpus: unpacked, and its rows found by their numbers. Names are those of the corpus's tables.
"use strict";
const Corpus = (() => {
  const corpus = { rows: {}, by: {}, texts: null };

  async function unpack(id) {
    const element = document.getElementById(id);
    const letters = atob(element.textContent);
    element.remove();
    const bytes = new Uint8Array(letters.length);
    for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  }

  // Columns as rows.
  function rowsOf(columns) {
    const names = Object.keys(columns);
    const length = names.length ? columns[names[0]].length : 0;
    return Array.from({ length }, (_, i) => {
      const row = {};
      for (const name of names) row[name] = columns[name][i];
      return row;
    });
  }

  function keyed(rows, key) {
    return new Map(rows.map((row) => [row[key], row]));
  }

  function grouped(rows, key) {
    const groups = new Map();
    for (const row of rows) {
      const at = key(row);
      if (at === null || at === undefined) continue;
      const group = groups.get(at);
      if (group) group.push(row); else groups.set(at, [row]);
    }
    return groups;
  }

  async function load() {
    const { network, ...tables } = await unpack("facts");
    for (const [name, columns] of Object.entries(tables)) corpus.rows[name] = rowsOf(columns);
    corpus.network = network;
    const { rows } = corpus;
    corpus.by = {
      article: keyed(rows.articles, "article"),
      person: keyed(rows.people, "person"),
      meeting: keyed(rows.meetings, "meeting"),
      names: grouped(rows.names, (r) => r.person),
      titles: grouped(rows.titles, (r) => r.person),
      findings: grouped(rows.findings, (r) => r.meeting),
      sayings: grouped(rows.sayings, (r) => r.meeting),
      claims: grouped(rows.claims, (r) => r.meeting),
      claimsOf: grouped(rows.claims, (r) => r.finding),
      claimsIn: grouped(rows.claims, (r) => r.article),
      titlesIn: grouped(rows.titles, (r) => r.article),
      statementsIn: grouped(rows.statements, (r) => r.article),
      statementsOf: grouped(rows.statements, (r) => r.person),
      statementsAt: grouped(rows.statements, (r) => r.meeting),
      statementsAs: grouped(rows.statements, (r) => r.saying),
      reprints: grouped(rows.articles.filter((r) => r.original !== r.article), (r) => r.original),
      variants: grouped(rows.variants, (r) => r.meeting),
      linksOf: grouped(rows.links, (r) => `${r.link_to} ${r.number}`),
    };
    for (const claim of rows.claims) claim.proofs = [];
    for (const title of rows.titles) title.proofs = [];
    const claims = keyed(rows.claims, "claim");
    const titles = keyed(rows.titles, "title_claim");
    for (const { claim, title_claim: title, article, span_start: start, span_end: end } of rows.proofs) {
      (claims.get(claim) ?? titles.get(title))?.proofs.push({ article, start, end });
    }
    corpus.by.attended = grouped(rows.findings.filter((r) => r.field === "attended"), (r) => r.meeting);
    corpus.by.meetingsOf = grouped(rows.findings.filter((r) => r.field === "attended"), (r) => r.person);
    corpus.by.absent = grouped(rows.findings.filter((r) => r.field === "absent"), (r) => r.meeting);
    corpus.by.absentFrom = grouped(rows.findings.filter((r) => r.field === "absent"), (r) => r.person);
    corpus.ready = unpack("texts").then((pieces) => {
      corpus.texts = new Map(rows.articles.map((row, i) => [row.article, pieces[i]]));
    });
  }

  // The piece of an article's text in which a span lies, and where it begins; the page carries some
  // articles only in pieces.
  function piece(article, start) {
    let found = null;
    for (const one of corpus.texts.get(article) ?? []) if (one[0] <= start) found = one;
    return found;
  }

  function words(article, start, end) {
    const found = piece(article, start);
    return found ? found[1].slice(start - found[0], end - found[0]) : "";
  }

  const content = (statement) => words(statement.article, statement.content_start, statement.content_end);
  // How much was said: each saying once; what is of none, once for an article and its reprints.
  const said = (statements) => new Set(statements
    .filter((s) => s.saying !== null || corpus.by.article.get(s.article).original === s.article)
    .map((s) => (s.saying === null ? `statement ${s.statement}` : s.saying))).size;
  const claims = (finding) => corpus.by.claimsOf.get(finding.finding) ?? [];

  // Every article that tells of a meeting, those of one source together: [[first, reprint …] …].
  function sources(meeting) {
    const articles = [...new Set((corpus.by.claims.get(meeting) ?? []).map((claim) => claim.article))];
    for (const statement of corpus.by.statementsAt.get(meeting) ?? []) {
      if (!articles.includes(statement.article)) articles.push(statement.article);
    }
    const groups = new Map();
    for (const article of articles.sort((a, b) => a - b)) {
      const { source } = corpus.by.article.get(article);
      groups.set(source, [...(groups.get(source) ?? []), article]);
    }
    return [...groups.values()];
  }

  return Object.assign(corpus, { load, piece, words, content, said, claims, sources });
})();
