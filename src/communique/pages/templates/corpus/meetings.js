// All meetings, by date: how many when, and the list of them.
"use strict";
const Meetings = (() => {
  const { h, bdi, counted, number, date, isDated } = Parts;
  const SIZES = [["day", 62], ["week", 60], ["month", 72], ["year", Infinity]];
  const DAY = 86400000;

  // The corpus numbers its meetings in time: a day without a year beside the meeting of the same people,
  // what has no day last.
  const inOrder = (a, b) => a.meeting - b.meeting;
  const all = () => [...Corpus.rows.meetings].sort(inOrder);
  const attended = (meeting) => Corpus.by.attended.get(meeting.meeting) ?? [];

  // The day, the Monday, the month or the year in which a date lies; null where it is too coarse.
  function unitOf(value, size) {
    if (!isDated(value)) return null;
    const letters = { day: 10, week: 10, month: 7, year: 4 }[size];
    if (value.length < letters) return null;
    if (size !== "week") return value.slice(0, letters);
    const time = Date.parse(value);
    if (Number.isNaN(time)) return null;
    return new Date(time - ((new Date(time).getUTCDay() + 6) % 7) * DAY).toISOString().slice(0, 10);
  }

  function next(unit, size) {
    const [year, month = 1, day = 1] = unit.split("-").map(Number);
    const time = Date.UTC(year + (size === "year"), month - 1 + (size === "month"), day + ({ day: 1, week: 7 }[size] ?? 0));
    return new Date(time).toISOString().slice(0, unit.length);
  }

  // Every unit from the first meeting to the last, with how many it has: of the finest size that
  // most dates are told in and a drawing can hold.
  function bins(meetings) {
    const dated = meetings.filter((m) => isDated(m.date));
    for (const [size, most] of SIZES) {
      const units = dated.map((m) => unitOf(m.date, size)).filter(Boolean).sort();
      if (!units.length || units.length < dated.length * 0.75) continue;
      const counts = new Map();
      const last = units[units.length - 1];
      for (let unit = units[0]; unit <= last && counts.size <= Math.min(most, 400); unit = next(unit, size)) counts.set(unit, 0);
      if (counts.size > Math.min(most, 400)) continue;
      for (const unit of units) counts.set(unit, counts.get(unit) + 1);
      return { size, counts };
    }
    return null;
  }

  const named = (unit, size) => (size === "week" ? `week of ${date(unit)}` : date(unit));

  function chart(meetings, chosen, choose) {
    const found = bins(meetings);
    if (!found || found.counts.size < 3 || meetings.length < 6) return null;
    const most = Math.max(...found.counts.values());
    const left = meetings.length - [...found.counts.values()].reduce((sum, count) => sum + count, 0);
    let before = "";
    const isFine = ["day", "week"].includes(found.size) && found.counts.size < 45;
    const bars = [...found.counts].map(([unit, count]) => {
      const mark = unit.slice(0, isFine ? 7 : 4);
      const label = mark !== before ? h("span", { class: "tick" }, date(mark)) : null;
      before = mark;
      const bar = h("button", {
        type: "button", class: "bin", disabled: count === 0, "aria-pressed": String(unit === chosen), title: `${named(unit, found.size)}: ${counted(count, "meeting")}`,
        "aria-label": `${named(unit, found.size)}: ${counted(count, "meeting")}`, onclick: () => choose(unit, found.size),
      }, h("span", { class: "column" }));
      bar.firstChild.style.height = `${count ? Math.max(4, (count / most) * 100) : 0}%`;
      return h("div", { class: "slot" }, bar, label);
    });
    return h("figure", { class: "timeline", role: "group", "aria-label": `Meetings by ${found.size}` },
      h("div", { class: "bins" }, bars),
      h("figcaption", null, `Meetings by ${found.size}, at most ${counted(most, "meeting")}; choose one to see its meetings.${left ? ` ${number(left)} without so exact a date ${left === 1 ? "is" : "are"} not drawn.` : ""}`));
  }

  function names(meeting, most = 7) {
    const people = attended(meeting);
    if (!people.length) return h("span", { class: "muted" }, "no one named");
    const shown = people.slice(0, most);
    const rest = people.length - shown.length;
    return [shown.map((one, i) => [i ? ", " : null, one.person === null ? bdi(one.value) : Parts.personLink(one.person)]),
      rest > 0 ? h("span", { class: "muted" }, ` and ${number(rest)} more`) : null];
  }

  // Who stayed away, says whom.
  function away(meeting) {
    const found = Corpus.by.absent.get(meeting.meeting) ?? [];
    if (!found.length) return null;
    return h("p", { class: "who" }, found.slice(0, 4).map((one, i) => [i ? "; " : null, one.person === null ? bdi(one.value) : Parts.personLink(one.person), " ",
      Parts.proofButton(`stayed away, says ${Parts.outlet(Corpus.claims(one)[0].article)}`, () => Corpus.claims(one).map(Proof.ofClaim), ["Stayed away: ", bdi(one.value)], { class: "claim" })]),
    found.length > 4 ? h("span", { class: "muted" }, ` and ${number(found.length - 4)} more`) : null);
  }

  function tally(meeting) {
    const findings = Corpus.by.findings.get(meeting.meeting) ?? [];
    const sayings = Corpus.by.sayings.get(meeting.meeting) ?? [];
    const disputed = [...findings, ...sayings].filter((f) => f.verdict === "disputed").length;
    return h("p", { class: "tally" }, counted(meeting.articles, "article"),
      meeting.sources === meeting.articles ? null : `, ${counted(meeting.sources, "source")}`,
      disputed ? h("span", { class: "verdict v-disputed" }, "disputed") : null);
  }

  const row = (meeting) => h("li", { class: "meeting-row" },
    h("p", { class: "when" }, date(meeting.date)),
    h("div", null, h("h3", null, Parts.meetingLink(meeting, Parts.meetingName(meeting))), h("p", { class: "who" }, names(meeting)), away(meeting)),
    tally(meeting));

  function view(main) {
    let [words, unit, size] = ["", "", ""];
    const meetings = all();
    const dates = meetings.map((m) => m.date).filter(isDated).sort();
    const told = (m) => Parts.folded([m.kind, m.place ?? "", m.date ?? "", date(m.date), ...attended(m).map((f) => f.value),
      ...(Corpus.by.claims.get(m.meeting) ?? []).map((c) => c.value)].join(" "));
    let texts = null;
    const list = h("div");
    const output = h("output", { "aria-live": "polite" });
    const figure = h("div");
    function show() {
      const fits = Parts.asked(words);
      if (words) texts ??= meetings.map(told);
      const found = meetings.filter((m, i) => (!unit || unitOf(m.date, size) === unit) && (!words || fits(texts[i])));
      figure.replaceChildren(...[chart(meetings, unit, (chosen, of) => { unit = unit === chosen ? "" : chosen; size = of; show(); focusBin(); })].filter(Boolean));
      list.replaceChildren(found.length ? Parts.windowed(found, row) : h("p", { class: "none" }, "No meeting fits."));
      output.replaceChildren(found.length === meetings.length ? "" : `${counted(found.length, "meeting")} of ${number(meetings.length)}`,
        ...(unit ? [` in ${named(unit, size)} `, h("button", { type: "button", class: "chip", onclick: () => { unit = ""; show(); } }, "show all")] : []));
    }
    const focusBin = () => figure.querySelector('[aria-pressed="true"]')?.focus();
    const [first, last] = [dates[0], dates[dates.length - 1]];
    const range = first === last ? "" : `, from ${date(first)} to ${date(last)}`;
    main.append(
      h("h1", null, "Who met whom, and when"),
      h("p", { class: "lead" }, `${counted(meetings.length, "meeting")} of ${counted(Corpus.rows.people.filter((p) => p.role === "participant").length, "person", "people")}, told by ${counted(Corpus.rows.articles.length, "article")}${range}.`),
      figure,
      h("form", { class: "filter", role: "search", onsubmit: (event) => event.preventDefault() },
        Parts.search("Find meetings", "a name, a place, a kind, a date", words, (value) => { words = value; show(); }), output),
      list);
    show();
  }

  return { view, all, attended, names, inOrder, row };
})();
