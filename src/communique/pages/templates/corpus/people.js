// All people, the network of who met whom, and one person's page.
"use strict";
const People = (() => {
  const { h, svg, bdi, counted, number, date } = Parts;

  const ROLES = { speaker: "only ever a speaker, may be an organisation", group: "people named only together" };

  const meetingsOf = (person) => (Corpus.by.meetingsOf.get(person) ?? []).map((f) => Corpus.by.meeting.get(f.meeting)).sort(Meetings.inOrder);
  const titlesOf = (person) => Corpus.by.titles.get(person) ?? [];

  // Whom a person met: [{person, meetings}], most often first.
  function met(person) {
    const found = new Map();
    for (const meeting of meetingsOf(person)) {
      for (const { person: other } of Meetings.attended(meeting)) {
        if (other === null || other === person) continue;
        found.set(other, [...(found.get(other) ?? []), meeting]);
      }
    }
    return [...found].map(([other, meetings]) => ({ person: other, meetings })).sort((a, b) => b.meetings.length - a.meetings.length || a.person - b.person);
  }

  // A label stands over its dot, else below or beside it; where all would cover something, it is
  // shown only when its person is pointed at.
  function labels(nodes, width) {
    const taken = nodes.map(({ x, y, r }) => [x - r, x + r, y - r, y + r]);
    for (const node of [...nodes].sort((a, b) => b.meetings - a.meetings)) {
      const { x, y, r } = node;
      const wide = node.name.length * 6.8;
      const places = [[x, y - r - 5, "middle"], [x, y + r + 14, "middle"], [x + r + 5, y + 4, "start"], [x - r - 5, y + 4, "end"]].map(([at, base, anchor]) => {
        const left = at - { start: 0, middle: wide / 2, end: wide }[anchor];
        return { at, base, anchor, box: [left, left + wide, base - 11, base + 3] };
      });
      const covers = ({ box }) => box[0] < 4 || box[1] > width - 4 || taken.some((o) => box[0] < o[1] && o[0] < box[1] && box[2] < o[3] && o[2] < box[3]);
      const free = places.find((place) => !covers(place));
      node.label = free ?? places[0];
      node.isNamed = free !== undefined;
      if (free) taken.push(free.box);
    }
  }

  function network() {
    const { width, height, people, x, y, meetings, ties, drawn } = Corpus.network;
    if (people.length < 3) return null;
    const most = Math.max(...meetings);
    const nodes = people.map((person, i) => ({ person, x: x[i], y: y[i], meetings: meetings[i], r: 4 + 9 * Math.sqrt(meetings[i] / most), name: Parts.nameOf(person) }));
    labels(nodes, width);
    const at = new Map(nodes.map((node) => [node.person, node]));
    const strongest = Math.max(...ties.map((tie) => tie[2]), 1);
    const lines = ties.map(([a, b, n], i) => {
      const line = svg("line", { x1: at.get(a).x, y1: at.get(a).y, x2: at.get(b).x, y2: at.get(b).y, class: drawn[i] ? "tie" : "tie weak", "stroke-width": (0.7 + 2.3 * (n / strongest)).toFixed(2) });
      return { line, a, b, n };
    });
    const note = h("p", { class: "hint", "aria-live": "polite" });
    const rest = Corpus.rows.people.filter((p) => p.role === "participant").length - people.length;
    const about = `${rest > 0 ? `The ${number(people.length)} who attended most meetings with others; ${number(rest)} more are in the list below. ` : ""}A line: they met; the thicker, the more often${drawn.every(Boolean) ? "" : "; of each person the strongest lines, all of them when pointed at"}.`;
    note.textContent = about;
    const dots = nodes.map((node) => {
      const link = svg("a", { href: `#p${node.person}`, class: "node", "aria-label": `${node.name}, ${counted(node.meetings, "meeting")}` },
        svg("circle", { cx: node.x, cy: node.y, r: node.r.toFixed(1) }));
      const { at: left, base, anchor } = node.label;
      const label = svg("text", { class: node.isNamed ? "label named" : "label", x: left.toFixed(1), y: base.toFixed(1), "text-anchor": anchor, "aria-hidden": "true" }, node.name);
      for (const kind of ["mouseenter", "focus"]) link.addEventListener(kind, () => point(node.person));
      for (const kind of ["mouseleave", "blur"]) link.addEventListener(kind, () => point(null));
      return { link, label, person: node.person };
    });
    const drawing = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Who met whom" }, lines.map(({ line }) => line), dots.map(({ link }) => link), dots.map(({ label }) => label));
    function point(person) {
      const near = new Set([person]);
      drawing.classList.toggle("pointing", person !== null);
      for (const { line, a, b } of lines) {
        const on = a === person || b === person;
        line.classList.toggle("on", on);
        if (on) near.add(a).add(b);
      }
      for (const { link, label, person: one } of dots) for (const part of [link, label]) part.classList.toggle("on", near.has(one));
      note.textContent = person === null ? about : `${at.get(person).name} met ${counted(near.size - 1, "of these people", "of these people")} at ${counted(at.get(person).meetings, "meeting")}.`;
    }
    return h("figure", { class: "network" }, h("div", { class: "canvas" }, drawing), h("figcaption", null, note));
  }

  function about(person) {
    const titles = titlesOf(person.person);
    const last = [...titles].reverse().find((t) => t.title);
    return last ? bdi(last.title) : Parts.country(person.country);
  }

  const row = (person) => h("li", { class: "person-row" },
    h("h3", null, Parts.personLink(person.person), ROLES[person.role] ? h("span", { class: "muted" }, ` ${ROLES[person.role]}`) : null),
    h("p", { class: "muted" }, about(person)),
    h("p", { class: "tally" }, counted(meetingsOf(person.person).length, "meeting"), ", ", counted(Corpus.said(Corpus.by.statementsOf.get(person.person) ?? []), "statement")));

  function view(main) {
    const order = new Map(Corpus.rows.people.map((p) => [p.person, (Corpus.by.meetingsOf.get(p.person) ?? []).length]));
    const people = [...Corpus.rows.people].sort((a, b) => order.get(b.person) - order.get(a.person) || b.articles - a.articles || a.person - b.person);
    let texts = null;
    const told = (p) => Parts.folded([p.name, ...(Corpus.by.names.get(p.person) ?? []).map((n) => n.name), Parts.country(p.country) ?? "",
      ...titlesOf(p.person).map((t) => `${t.title ?? ""} ${t.organization ?? ""}`)].join(" "));
    const list = h("div");
    const output = h("output", { "aria-live": "polite" });
    function show(words) {
      const fits = Parts.asked(words);
      if (words) texts ??= people.map(told);
      const found = people.filter((_, i) => !words || fits(texts[i]));
      list.replaceChildren(found.length ? Parts.windowed(found, row) : h("p", { class: "none" }, "No one fits."));
      output.textContent = words ? `${number(found.length)} of ${number(people.length)}` : "";
    }
    main.append(h("h1", null, "People"), network() ?? "",
      h("form", { class: "filter", role: "search", onsubmit: (event) => event.preventDefault() }, Parts.search("Find people", "a name, a title, a country", "", show), output), list);
    show("");
  }

  // Titles over time: neighbours that say the same are one, from their first day to their last.
  function eras(titles) {
    const found = [];
    for (const title of titles) {
      const words = [title.title, title.organization].filter(Boolean).join(", ") || Parts.country(title.country);
      if (!words) continue;
      const last = found[found.length - 1];
      if (last && Parts.folded(last.words) === Parts.folded(words)) last.titles.push(title);
      else found.push({ words, titles: [title] });
    }
    return found;
  }

  function era({ words, titles }) {
    const days = titles.map((t) => t.date).filter(Boolean);
    const dated = days.filter(Parts.isDated);
    const [first, last] = dated.length ? [dated[0], dated[dated.length - 1]] : [days[0], days[0]];
    return h("li", null, h("p", { class: "when" }, first === last ? date(first) : `${date(first)} – ${date(last)}`),
      h("p", null, Parts.proofButton(bdi(words), () => titles.map(Proof.ofTitle), bdi(words), { class: "claim" }),
        h("span", { class: "muted" }, ` ${counted(new Set(titles.map((t) => t.article)).size, "article")}`)));
  }

  const other = ({ person, meetings }) => h("li", { class: "person-row" }, h("h3", null, Parts.personLink(person)),
    h("p", { class: "tally" }, meetings.length > 3 ? counted(meetings.length, "meeting") : meetings.map((m, i) => [i ? ", " : null, h("a", { href: `#m${m.meeting}` }, date(m.date))])));

  const stayedAway = (finding) => h("li", { class: "missed" }, Parts.meetingLink(Corpus.by.meeting.get(finding.meeting)), " ",
    Parts.proofButton(`says ${Parts.outlet(Corpus.claims(finding)[0].article)}${finding.articles > 1 ? ` and ${number(finding.articles - 1)} more` : ""}`,
      () => Corpus.claims(finding).map(Proof.ofClaim), ["Stayed away: ", bdi(finding.value)], { class: "claim" }),
    finding.verdict === "disputed" ? h("span", { class: "verdict v-disputed", title: "another article names this person as present" }, "disputed") : null);

  function page(main, key) {
    const person = Corpus.by.person.get(key);
    if (!person) return Page.missing(main, `person ${key}`);
    const meetings = meetingsOf(key);
    const others = met(key);
    const missed = Corpus.by.absentFrom.get(key) ?? [];
    const titles = eras(titlesOf(key));
    const statements = Corpus.by.statementsOf.get(key) ?? [];
    const names = (Corpus.by.names.get(key) ?? []).filter((one) => one.name !== person.name);
    const part = (title, count, body) => (count ? h("section", null, h("h2", null, title, " ", h("span", { class: "count" }, number(count))), body()) : null);
    main.append(
      h("p", { class: "crumb" }, h("a", { href: "#people" }, "People")),
      h("h1", null, bdi(person.name)),
      h("p", { class: "lead" }, [Parts.country(person.country), `in ${counted(person.articles, "article")}`,
        names.length ? ["also written ", names.slice(0, 8).map((n, i) => [i ? ", " : null, bdi(n.name)])] : null,
        ROLES[person.role] ?? null].filter(Boolean).map((one, i) => [i ? " · " : null, one])),
      h("div", { class: "halves" },
        h("div", null,
          part("Meetings", meetings.length, () => Parts.windowed(meetings, Meetings.row, { class: "list tight" })),
          part("Statements", statements.length, () => Parts.windowed(statements, (s) => Statements.row(s, { speaker: false })))),
        h("div", null,
          part("Titles over time", titles.length, () => h("ol", { class: "eras" }, titles.map(era))),
          part("Stayed away from", missed.length, () => h("ol", { class: "list" }, missed.map(stayedAway))),
          part("Met", others.length, () => Parts.windowed(others, other, { step: 25 })))),
      Parts.why("person", key) ?? "");
    return null;
  }

  return { view, page };
})();
