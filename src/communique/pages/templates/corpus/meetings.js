// All meetings, by date: how many when, and the list of them.
"use strict";
const Meetings = (() => {
  const { h, bdi, counted, number, date, isDated } = Parts;
  const SIZES = [["day", 10, 62], ["month", 7, 72], ["year", 4, Infinity]];

  const inOrder = (a, b) => {
    const [x, y] = [a.date, b.date].map((d) => (isDated(d) ? `0${d}` : d ? `1${d}` : "2"));
    return x < y ? -1 : x > y ? 1 : a.meeting - b.meeting;
  };
  const all = () => [...Corpus.rows.meetings].sort(inOrder);
  const attended = (meeting) => Corpus.by.attended.get(meeting.meeting) ?? [];

  function step(unit, size) {
    const [year, month = 1, day = 1] = unit.split("-").map(Number);
    const next = new Date(Date.UTC(year + (size === "year"), month - 1 + (size === "month"), day + (size === "day")));
    next.setUTCFullYear(next.getUTCFullYear());
    return next.toISOString();
  }

  // Every day, month or year from the first meeting to the last, with its meetings: whichever is
  // finest and still a drawing.
  function bins(meetings) {
    const dated = meetings.filter((m) => isDated(m.date));
    if (!dated.length) return null;
    for (const [size, letters, most] of SIZES) {
      const fine = dated.filter((m) => m.date.length >= letters);
      if (fine.length < dated.length * 0.9) continue;
      const counts = new Map();
      const last = fine[fine.length - 1].date.slice(0, letters);
      for (let unit = fine[0].date.slice(0, letters); unit <= last && counts.size <= Math.min(most, 400); unit = step(unit, size).slice(0, letters)) counts.set(unit, 0);
      if (counts.size > most) continue;
      for (const m of fine) {
        const unit = m.date.slice(0, letters);
        if (counts.has(unit)) counts.set(unit, counts.get(unit) + 1);
      }
      return { size, counts, left: dated.length - fine.length };
    }
    return null;
  }

  function chart(meetings, chosen, choose) {
    const found = bins(meetings);
    if (!found || found.counts.size < 3 || meetings.length < 6) return null;
    const most = Math.max(...found.counts.values());
    let before = "";
    const bars = [...found.counts].map(([unit, count]) => {
      const year = unit.slice(0, 4);
      const mark = found.size === "day" ? unit.slice(0, 7) : year;
      const label = mark !== before ? h("span", { class: "tick" }, found.size === "day" ? date(mark) : year) : null;
      before = mark;
      const bar = h("button", {
        type: "button", class: "bin", disabled: count === 0, "aria-pressed": String(unit === chosen), title: `${date(unit)}: ${counted(count, "meeting")}`,
        "aria-label": `${date(unit)}: ${counted(count, "meeting")}`, onclick: () => choose(unit),
      }, h("span", { class: "column" }));
      bar.firstChild.style.height = `${count ? Math.max(4, (count / most) * 100) : 0}%`;
      return h("div", { class: "slot" }, bar, label);
    });
    return h("figure", { class: "timeline", role: "group", "aria-label": `Meetings by ${found.size}` },
      h("div", { class: "bins" }, bars),
      h("figcaption", null, `Meetings by ${found.size}, at most ${counted(most, "meeting")}. Choose one to see its meetings.`));
  }

  function names(meeting, most = 7) {
    const people = attended(meeting);
    if (!people.length) return h("span", { class: "muted" }, "no one named");
    const shown = people.slice(0, most);
    const rest = people.length - shown.length;
    return [shown.map((one, i) => [i ? ", " : null, one.person === null ? bdi(one.value) : Parts.personLink(one.person)]),
      rest > 0 ? h("span", { class: "muted" }, ` and ${number(rest)} more`) : null];
  }

  function tally(meeting) {
    const findings = Corpus.by.findings.get(meeting.meeting) ?? [];
    const disputed = findings.filter((f) => f.verdict === "disputed").length;
    return h("p", { class: "tally" }, counted(meeting.articles, "article"),
      meeting.sources === meeting.articles ? null : `, ${counted(meeting.sources, "source")}`,
      disputed ? h("span", { class: "verdict v-disputed" }, "disputed") : null);
  }

  const row = (meeting) => h("li", { class: "meeting-row" },
    h("p", { class: "when" }, date(meeting.date)),
    h("div", null, h("h3", null, Parts.meetingLink(meeting, Parts.meetingName(meeting))), h("p", { class: "who" }, names(meeting))),
    tally(meeting));

  function view(main, { words = "", unit = "" } = {}) {
    const meetings = all();
    const dated = meetings.filter((m) => isDated(m.date));
    const told = (m) => Parts.folded([m.kind, m.place ?? "", m.date ?? "", date(m.date), ...attended(m).map((f) => f.value),
      ...(Corpus.by.claims.get(m.meeting) ?? []).map((c) => c.value)].join(" "));
    let texts = null;
    const list = h("div");
    const output = h("output", { "aria-live": "polite" });
    const figure = h("div");
    function show() {
      const fits = Parts.asked(words);
      texts ??= new Map(words ? meetings.map((m) => [m, told(m)]) : []);
      if (words && !texts.size) texts = new Map(meetings.map((m) => [m, told(m)]));
      const found = meetings.filter((m) => (!unit || m.date?.startsWith(unit)) && (!words || fits(texts.get(m))));
      figure.replaceChildren(...[chart(meetings, unit, (chosen) => { unit = unit === chosen ? "" : chosen; show(); focusBin(); })].filter(Boolean));
      list.replaceChildren(found.length ? Parts.windowed(found, row) : h("p", { class: "none" }, "No meeting fits."));
      output.replaceChildren(found.length === meetings.length ? "" : `${counted(found.length, "meeting")} of ${number(meetings.length)}`,
        ...(unit ? [` in ${date(unit)} `, h("button", { type: "button", class: "chip", onclick: () => { unit = ""; show(); } }, "show all")] : []));
    }
    const focusBin = () => figure.querySelector('[aria-pressed="true"]')?.focus();
    const range = dated.length ? `, from ${date(dated[0].date)} to ${date(dated[dated.length - 1].date)}` : "";
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
