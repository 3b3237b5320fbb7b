// What views are made of. Text from the corpus only ever becomes text nodes, never markup.
"use strict";
const Parts = (() => {
  const SVG = "http://www.w3.org/2000/svg";

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  }
  const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
  const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
  const bdi = (text, attributes) => h("bdi", attributes, text);
  const number = (value) => value.toLocaleString("en");
  const counted = (value, noun, nouns = `${noun}s`) => `${number(value)} ${value === 1 ? noun : nouns}`;
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  // 2022-02-28, 2022-02, 2022, XXXX-01-24 as people write them.
  function date(value) {
    if (!value) return "no date told";
    const [year, month, day] = value.split("-");
    const words = [day && String(Number(day)), month && MONTHS[month - 1], year !== "XXXX" && year];
    const text = words.filter(Boolean).join(" ");
    return year === "XXXX" ? `${text}, year not told` : text;
  }
  const isDated = (value) => /^\d{4}/.test(value ?? "");

  let regions = null;
  function country(code) {
    if (!code) return null;
    try {
      regions ??= new Intl.DisplayNames(["en"], { type: "region" });
      return regions.of(code) ?? code;
    } catch {
      return code;
    }
  }

  const ABOUT = {
    agreed: "all sources agree", partly: "several sources, others are silent",
    single: "only one source", disputed: "sources contradict each other",
  };
  const WORD = { agreed: "all agree", partly: "several", single: "only one", disputed: "disputed" };
  // With a single source there is nobody to agree or to be alone among.
  const verdict = (name, sources) =>
    sources < 2 ? null : h("span", { class: `verdict v-${name}`, title: ABOUT[name] }, WORD[name]);

  const nameOf = (person) => Corpus.by.person.get(person)?.name ?? "?";
  const personLink = (person, text) => h("a", { href: `#p${person}` }, bdi(text ?? nameOf(person)));
  // Who published an article: the outlet, where it is known, else the article's own id.
  const outlet = (article) => Corpus.by.article.get(article).outlet ?? Corpus.by.article.get(article).document_id;
  const articleLink = (article) => {
    const { outlet: name, document_id: id } = Corpus.by.article.get(article);
    return [name ? [bdi(name, { class: "outlet" }), " "] : null, h("a", { href: `#d${article}`, class: "id" }, bdi(id))];
  };
  // The name of the source of some articles: that of its first one's outlet; a reprint's is its original's.
  const sourceName = (group) => Corpus.by.article.get(Corpus.by.article.get(group[0]).source).outlet ?? Corpus.by.article.get(group[0]).document_id;

  // What two sayings differ in, written as wdiff writes it.
  function difference(text) {
    return h("q", null, text.split(/(\[-[^]*?-\]|\{\+[^]*?\+\})/).map((part) => {
      if (part.startsWith("[-")) return h("del", null, part.slice(2, -2));
      return part.startsWith("{+") ? h("ins", null, part.slice(2, -2)) : part;
    }));
  }
  const meetingName = (meeting) => `${capital(meeting.kind)}${meeting.place ? `, ${meeting.place}` : ""}`;
  const meetingLink = (meeting, text) => h("a", { href: `#m${meeting.meeting}` }, bdi(text ?? `${meetingName(meeting)}, ${date(meeting.date)}`));

  // A button that shows the sentences which prove something: one click from a claim to its words.
  function proofButton(children, proofs, caption, attributes) {
    return h("button", {
      type: "button", "aria-haspopup": "true", ...attributes, class: `prove ${attributes?.class ?? ""}`,
      onclick: (event) => Proof.show(proofs(), caption, event.currentTarget),
    }, children);
  }

  // A long list, shown a part at a time as it is scrolled to.
  function windowed(items, render, { step = 60, tag = "ol", ...attributes } = {}) {
    const list = h(tag, { class: "list", ...attributes });
    const more = h("button", { type: "button", class: "more", onclick: () => show(true) });
    const box = h("div", { class: "windowed" }, list, more);
    let shown = 0;
    function show(toFocus) {
      const first = list.children.length;
      for (const item of items.slice(shown, shown + step)) list.append(render(item));
      shown = Math.min(shown + step, items.length);
      more.hidden = shown >= items.length;
      more.textContent = `Show ${number(Math.min(step, items.length - shown))} more of ${number(items.length)}`;
      if (toFocus) list.children[first]?.querySelector("a, button")?.focus({ preventScroll: true });
    }
    show(false);
    const watch = new IntersectionObserver((entries) => {
      if (!box.isConnected) return watch.disconnect();
      if (entries.some((entry) => entry.isIntersecting) && !more.hidden) show(false);
      return undefined;
    }, { rootMargin: "600px" });
    watch.observe(more);
    return box;
  }

  // The words of a text, in small letters without accents, each after a blank.
  const folded = (text) => ` ${text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")}`;
  // A test of whether words that begin like all of a query's stand in a folded text.
  function asked(query) {
    const words = folded(query).trim().split(" ").filter(Boolean);
    return (text) => words.every((word) => text.includes(` ${word}`));
  }

  // A search field, which waits until the hand rests.
  function search(label, placeholder, value, change) {
    let timer = null;
    const input = h("input", {
      type: "search", placeholder, autocomplete: "off", spellcheck: "false", "aria-label": label,
      oninput: () => { clearTimeout(timer); timer = setTimeout(() => change(input.value), 120); },
    });
    input.value = value;
    return input;
  }

  // Buttons of which one is pressed.
  function choices(label, options, chosen, change) {
    const buttons = options.map(([value, text, count]) => h("button", {
      type: "button", class: "chip", "aria-pressed": String(value === chosen),
      onclick: (event) => {
        for (const one of buttons) one.setAttribute("aria-pressed", String(one === event.currentTarget));
        change(value);
      },
    }, text, count === undefined ? null : h("span", { class: "count" }, number(count))));
    return h("div", { class: "chips", role: "group", "aria-label": label }, buttons);
  }

  function why(to, key) {
    const links = Corpus.by.linksOf.get(`${to} ${key}`) ?? [];
    if (links.length < 2) return null;
    return h("details", { class: "why" }, h("summary", null, `Why these ${number(links.length)} were joined`),
      windowed(links, (link) => h("li", null,
        link.article === null ? null : [articleLink(link.article), " "], bdi(link.item),
        h("span", { class: "muted" }, ` ${link.rule}: `, bdi(link.reason))), { tag: "ul" }));
  }

  return {
    h, svg, bdi, number, counted, capital, date, isDated, country, verdict, nameOf, personLink, outlet,
    sourceName, difference, articleLink, meetingName, meetingLink, proofButton, windowed, folded, asked, search, choices, why,
  };
})();
