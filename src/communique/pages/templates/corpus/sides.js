// One meeting: what each outlet says of it, side by side, and how far they agree.
"use strict";
const Sides = (() => {
  const { h, bdi, counted, date, number } = Parts;
  const FIELDS = [["date", "Date"], ["kind", "Kind"], ["place", "Place"], ["organizer", "Organizer"], ["attended", "Who attended"], ["absent", "Who stayed away"]];

  // What is claimed, row by row: {label, verdict, sources, items: [{article, proof()}], group}.
  function rows(meeting) {
    const findings = Corpus.by.findings.get(meeting) ?? [];
    const told = FIELDS.flatMap(([field, group]) => findings.filter((f) => f.field === field).map((f) => ({
      group, verdict: f.verdict, sources: f.sources, person: f.person,
      text: field === "date" ? date(f.value) : f.value,
      items: Corpus.claims(f).map((claim) => ({ article: claim.article, proof: () => Proof.ofClaim(claim) })),
    })));
    const items = (statements) => statements.map((s) => ({ article: s.article, proof: () => Proof.ofStatement(s) }));
    const said = (Corpus.by.sayings.get(meeting) ?? []).map((saying) => {
      const statements = Corpus.by.statementsAs.get(saying.saying) ?? [];
      return {
        group: "What was said", verdict: saying.verdict, sources: saying.sources, person: saying.person, saying: saying.saying,
        speaker: saying.speaker, text: shortest(statements), items: items(statements), versions: new Set(statements.map(bare)).size,
      };
    });
    const others = (Corpus.by.statementsAt.get(meeting) ?? []).filter((s) => s.saying === null).map((s) => ({
      group: "What was said", verdict: "single", sources: 1, person: s.person, speaker: s.speaker ?? "No speaker named",
      text: Corpus.content(s), items: items([s]),
    }));
    return [...told, ...said, ...others];
  }

  // A content without the marks around it, as versions are told apart.
  const bare = (statement) => Corpus.content(statement).replace(/^[\s"“”‘’'.,;:]+|[\s"“”‘’'.,;:]+$/gu, "").toLowerCase();

  // What all of them say.
  const shortest = (statements) => statements.map(Corpus.content).reduce((a, b) => (b.length < a.length ? b : a));

  function label(row) {
    const words = row.speaker === undefined ? bdi(row.text)
      : [h("span", { class: "speaker" }, bdi(row.speaker)), " ", h("q", null, bdi(row.text)),
        row.versions > 1 ? h("span", { class: "muted" }, ` ${number(row.versions)} versions`) : null];
    const caption = row.speaker === undefined ? [`${row.group}: `, bdi(row.text)] : [bdi(row.speaker), ` said`];
    return Parts.proofButton(words, () => row.items.map((item) => item.proof()), caption, { class: "claim" });
  }

  function cell(row, group) {
    const items = row.items.filter((item) => group.includes(item.article));
    if (!items.length) return h("td", null, h("span", { class: "vh" }, "silent"));
    const caption = row.speaker === undefined ? [`${row.group}: `, bdi(row.text)] : [bdi(row.speaker), " said"];
    return h("td", null, Parts.proofButton(h("span", { "aria-hidden": "true" }, "●"), () => items.map((item) => item.proof()), caption,
      { class: "dot", "aria-label": `${Parts.sourceName(group)} says so: show the sentence`, title: Parts.sourceName(group) }));
  }

  function table(found, sources) {
    const isMany = sources.length > 3;
    const head = h("tr", null, h("th", { scope: "col" }, "claim"), h("th", { scope: "col", class: "how" }, h("span", { class: "vh" }, "agreement")),
      sources.map((group, i) => h("th", { scope: "col", class: isMany ? "source few" : "source" },
        h("a", { href: `#d${group[0]}`, title: Parts.sourceName(group) }, isMany ? String(i + 1) : bdi(Parts.sourceName(group))))));
    const bodies = [];
    for (const group of [...new Set(found.map((row) => row.group))]) {
      bodies.push(h("tbody", null,
        h("tr", { class: "group" }, h("th", { scope: "rowgroup", colspan: String(sources.length + 2) }, group)),
        found.filter((row) => row.group === group).map((row) => h("tr", { class: sources.length > 1 ? `v-${row.verdict}` : null },
          h("th", { scope: "row" }, h("div", { class: "what" }, label(row),
            row.person === null ? null : h("a", { class: "to", href: `#p${row.person}`, "aria-label": `Page of ${Parts.nameOf(row.person)}` }, "→"))),
          h("td", { class: "how" }, Parts.verdict(row.verdict, sources.length), row.sources > 1 && row.verdict === "partly" ? h("span", { class: "muted" }, ` ${row.sources} of ${sources.length}`) : null),
          sources.map((one) => cell(row, one))))));
    }
    return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "What each outlet says" },
      h("table", { class: "sides" }, h("thead", null, head), bodies));
  }

  function legend(sources) {
    return h("ol", { class: "outlets" }, sources.map((group) => h("li", null, Parts.articleLink(group[0]),
      h("span", { class: "muted" }, Corpus.by.article.get(group[0]).published ? ` ${date(Corpus.by.article.get(group[0]).published)}` : null,
        group.length > 1 ? [`, and ${counted(group.length - 1, "more article")} of this source: `, group.slice(1).map((a, i) => [i ? ", " : null, Parts.articleLink(a)])] : null))));
  }

  // The same words of a speaker as different sources have them: what differs, and who has which.
  function different(number_, every) {
    const pairs = Corpus.by.variants.get(number_) ?? [];
    if (!pairs.length) return null;
    const of = new Map(every.filter((row) => row.saying !== undefined).map((row) => [row.saying, row]));
    const has = (mark, row) => h("li", null, mark, " ", row.items.length > 1 ? `${counted(row.items.length, "article")}: ` : [bdi(Parts.outlet(row.items[0].article)), ": "],
      Parts.proofButton(h("q", null, bdi(row.text)), () => row.items.map((item) => item.proof()), [bdi(row.speaker), " said"], { class: "claim" }));
    return h("section", { class: "different" }, h("h2", null, "Reported differently ", h("span", { class: "count" }, number(pairs.length))),
      h("p", { class: "hint" }, "The same words of a speaker, as different sources have them; what differs is marked."),
      h("ol", { class: "list" }, pairs.map((pair) => [pair, of.get(pair.saying), of.get(pair.other)]).map(([pair, one, other]) => h("li", null,
        h("p", null, h("strong", null, bdi(one.speaker)), " ", h("span", { class: "verdict v-disputed" }, pair.about)),
        h("p", null, Parts.difference(pair.difference)),
        h("ul", { class: "versions" }, has(h("del", null, "−"), one), has(h("ins", null, "+"), other))))));
  }

  const LAST = { agreed: "all agree on", partly: "several say", single: "only one says", disputed: "disputed" };

  function view(main, number_) {
    const meeting = Corpus.by.meeting.get(number_);
    if (!meeting) return Page.missing(main, `meeting ${number_}`);
    const sources = Corpus.sources(number_);
    const every = rows(number_);
    const count = (name) => every.filter((row) => row.verdict === name).length;
    const body = h("div");
    function show(chosen) {
      const found = chosen ? every.filter((row) => row.verdict === chosen) : every;
      body.replaceChildren(found.length ? table(found, sources) : h("p", { class: "none" }, "Nothing of that kind."));
    }
    const options = [["", "everything", every.length], ...Object.entries(LAST).map(([name, text]) => [name, text, count(name)])];
    main.append(
      h("p", { class: "crumb" }, h("a", { href: "#meetings" }, "Meetings")),
      h("h1", null, bdi(`${Parts.meetingName(meeting)}`), h("span", { class: "date" }, date(meeting.date))),
      h("p", { class: "lead" }, meeting.organizer === null ? null : ["Organized by ", Parts.personLink(meeting.organizer), ". "],
        `Told by ${counted(meeting.articles, "article")}`,
        meeting.sources === meeting.articles ? "." : ` of ${counted(meeting.sources, "source")}; near-duplicates are one source, and so are articles of one outlet.`),
      Compare.beside(meeting) ?? "",
      different(number_, every) ?? "",
      h("section", null, h("h2", null, "What each outlet says"),
        h("p", { class: "hint" }, "● is one click from its sentence; a claim itself shows the sentences of all who make it. A blank is silence, not contradiction; that someone stayed away is told only where an article says so."),
        sources.length > 1 ? Parts.choices("Which claims", options, "", show) : null,
        sources.length > 3 || sources.some((group) => group.length > 1) ? h("details", { open: sources.length <= 12 }, h("summary", null, counted(sources.length, "source")), legend(sources)) : null,
        body),
      Parts.why("meeting", number_) ?? "");
    show("");
    return null;
  }

  return { view, rows };
})();
