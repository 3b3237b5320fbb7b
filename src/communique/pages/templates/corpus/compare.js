// Two meetings: who was at both, who joined, who is no longer named.
"use strict";
const Compare = (() => {
  const { h, bdi, counted, number, date } = Parts;
  const key = (finding) => (finding.person === null ? `=${finding.value}` : finding.person);

  // The attendance of both: three lists of [finding of the first, finding of the second].
  function split(first, second) {
    const [one, two] = [first, second].map((m) => new Map(Meetings.attended(m).map((f) => [key(f), f])));
    return {
      joined: [...two].filter(([k]) => !one.has(k)).map(([, f]) => [null, f]),
      left: [...one].filter(([k]) => !two.has(k)).map(([, f]) => [f, null]),
      both: [...two].filter(([k]) => one.has(k)).map(([k, f]) => [one.get(k), f]),
    };
  }

  // Which meetings others of the same people are, the likest first; those known to be later last.
  function candidates(meeting) {
    const shared = new Map();
    for (const finding of Meetings.attended(meeting)) {
      for (const other of Corpus.by.meetingsOf.get(finding.person) ?? []) {
        if (finding.person !== null && other.meeting !== meeting.meeting) shared.set(other.meeting, (shared.get(other.meeting) ?? 0) + 1);
      }
    }
    const own = Meetings.attended(meeting).length;
    return [...shared].map(([number_, count]) => {
      const other = Corpus.by.meeting.get(number_);
      const isLater = Meetings.inOrder(other, meeting) > 0;
      return { other, count, isLater, likeness: count / (own + Meetings.attended(other).length - count) };
    }).sort((a, b) => a.isLater - b.isLater || b.likeness - a.likeness || Meetings.inOrder(b.other, a.other));
  }

  const many = (list, words) => (list.length ? `${number(list.length)} ${words}` : null);
  const names = (pairs) => pairs.map(([a, b], i) => {
    const finding = b ?? a;
    return [i ? (i === pairs.length - 1 ? " and " : ", ") : null, finding.person === null ? bdi(finding.value) : Parts.personLink(finding.person)];
  });

  // In words: three joined (names), no one left.
  function told({ joined, left, both }) {
    return [
      h("strong", null, joined.length ? many(joined, "joined") : "No one joined"), joined.length && joined.length <= 8 ? [": ", names(joined)] : null, ". ",
      h("strong", null, left.length ? many(left, left.length === 1 ? "is no longer named" : "are no longer named") : "No one left"), left.length && left.length <= 8 ? [": ", names(left)] : null, ". ",
      both.length ? `${number(both.length)} took part in both.` : "No one took part in both.",
    ];
  }

  // On the page of a meeting: beside the likest earlier one, and the choice of another.
  function beside(meeting) {
    const found = candidates(meeting);
    if (!found.length) return null;
    const text = h("p");
    const select = h("select", { "aria-label": "Compare with", onchange: () => show() },
      found.slice(0, 60).map(({ other, count }) => h("option", { value: String(other.meeting) },
        `${date(other.date)}: ${Parts.meetingName(other)}, ${counted(count, "person", "people")} in common`)));
    function show() {
      const other = Corpus.by.meeting.get(Number(select.value));
      const [first, second] = [other, meeting].sort(Meetings.inOrder);
      text.replaceChildren(...[second === meeting ? told(split(first, second)) : [`At the other one (${date(second.date)}): `, told(split(first, second))],
        " ", h("a", { href: `#m${first.meeting}-m${second.meeting}` }, "Side by side")].flat(Infinity).filter((x) => x !== null));
    }
    show();
    return h("section", { class: "beside", "aria-label": "Compared with another meeting" }, h("label", null, h("span", null, "Compared with"), select), text);
  }

  // That an article says that someone stayed away, with its sentence.
  function away(meeting, person, i) {
    const found = (Corpus.by.absent.get(meeting.meeting) ?? []).find((one) => one.person === person && person !== null);
    if (!found) return null;
    return h("span", { class: "away" }, " ", Parts.proofButton(`stayed away from the ${i ? "second" : "first"}, says ${Parts.outlet(Corpus.claims(found)[0].article)}`,
      () => Corpus.claims(found).map(Proof.ofClaim), ["Stayed away: ", bdi(found.value)], { class: "claim" }));
  }

  function column(title, about, pairs, meetings, of) {
    return h("section", { class: `set set-${of}` }, h("h2", null, title, " ", h("span", { class: "count" }, number(pairs.length))), h("p", { class: "hint" }, about),
      pairs.length ? h("ul", { class: "set-list" }, pairs.map((pair) => {
        const finding = pair[1] ?? pair[0];
        return h("li", null, h("span", null, finding.person === null ? bdi(finding.value) : Parts.personLink(finding.person), meetings.map((m, i) => away(m, finding.person, i))),
          h("span", { class: "marks" }, pair.map((one, i) => (one === null ? null : Parts.proofButton(`${i + 1}`, () => Corpus.claims(one).map(Proof.ofClaim),
            ["Attended: ", bdi(one.value)], { class: "dot", "aria-label": `Proof that ${one.value} attended the ${i ? "second" : "first"}: ${date(meetings[i].date)}`, title: `At the ${i ? "second" : "first"}: ${counted(one.articles, "article")}` })))));
      })) : h("p", { class: "none" }, "No one."));
  }

  // Who stayed away from one of them, and is named at neither.
  function neither(meetings, { joined, left, both }) {
    const named = new Set([...joined, ...left, ...both].map(([a, b]) => (b ?? a).person));
    const people = new Set(meetings.flatMap((m) => (Corpus.by.absent.get(m.meeting) ?? []).map((f) => f.person)).filter((p) => p !== null && !named.has(p)));
    if (!people.size) return null;
    return h("section", null, h("h2", null, "Named at neither ", h("span", { class: "count" }, number(people.size))), h("ol", { class: "set-list" }, [...people].map((person) =>
      h("li", null, h("span", null, Parts.personLink(person), meetings.map((m, i) => away(m, person, i)))))));
  }

  function view(main, first, second) {
    const meetings = [first, second].map((one) => Corpus.by.meeting.get(one));
    if (meetings.includes(undefined)) return Page.missing(main, `meeting ${meetings[0] ? second : first}`);
    const sets = split(...meetings);
    main.append(
      h("p", { class: "crumb" }, h("a", { href: "#meetings" }, "Meetings")),
      h("h1", null, "Who was new"),
      h("p", { class: "headline" }, told(sets)),
      h("dl", { class: "pair" }, meetings.map((m, i) => h("div", null, h("dt", null, i ? "Second" : "First"), h("dd", null, Parts.meetingLink(m), " ",
        h("span", { class: "muted" }, counted(m.articles, "article")))))),
      h("div", { class: "sets" },
        column("Joined", "Named at the second, not at the first.", sets.joined, meetings, "joined"),
        column("In both", "1 and 2 show the sentences.", sets.both, meetings, "both"),
        column("No longer named", "Named at the first, not at the second. Articles' lists may be partial: only “stayed away” tells that someone was not there.", sets.left, meetings, "left")),
      neither(meetings, sets) ?? "",
      h("p", null, h("a", { href: `#m${second}-m${first}` }, "The other way round")));
    return null;
  }

  return { view, beside, split };
})();
