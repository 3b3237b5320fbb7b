// Labeling: draws what the server says, and sends what is done. The state lives on the server; here
// are only what is shown, which item is current and which words are selected.
// Places are code points, as in the sources; the DOM counts UTF-16. `at` and `back` convert.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const KINDS = {
    statement: ["direct", "mixed", "indirect"],
    meeting: ["call", "video call", "bilateral meeting", "multilateral meeting", "summit", "other"],
  };
  const ROLES = {
    participant: { mention: "mention", title: "title", country: "country", organization: "organization" },
    meeting: { evidence: "words that report it", date: "date", place: "place", organizer: "organizer" },
    statement: { content: "what is said", speaker_mention: "words for the speaker", cue: "reporting word" },
    boilerplate: { boilerplate: "stretch" },
  };
  const GROUPS = [
    ["statement", "Statements"], ["participant", "Participants"],
    ["meeting", "Meetings"], ["boilerplate", "Boilerplate"],
  ];
  const HELP = [
    ["Going through", [
      ["j ↓", "next label or proposal in the text"], ["k ↑", "the one before"],
      ["n", "next that waits for an answer"], [". ,", "next, previous place of this label (its cue, its date …)"],
      ["h", "show or hide weak candidates"], ["> <", "next, previous document"],
    ]],
    ["Answering", [
      ["a", "accept: a proposal becomes a label, a draft's label is right"],
      ["x", "reject: the label, or the proposal (which stays away until this review ends)"],
      ["1 2 3 …", "kind of this statement or meeting"],
      ["s", "who said it; who took part in a meeting"], ["e", "edit the fields of this label"],
    ]],
    ["Selecting words", [
      ["→ ←", "select a word, go to the next, the previous"],
      ["Shift → ←", "one word more, one less"], ["Shift ↓ ↑", "to the end, the beginning of the sentence"],
      ["↓ ↑", "a line's worth of words on, back"], ["Esc", "select nothing"],
    ]],
    ["Selected words are …", [
      ["t", "a new statement"], ["p", "a new participant"], ["m", "a new meeting"], ["b", "boilerplate"],
      ["c", "the reporting word of this statement"], ["w", "the words for its speaker"],
      ["Enter", "a part of this label: choose which"],
      ["=", "this place of this label, from now on"],
    ]],
    ["Boundaries of this place", [
      ["[ ]", "a word more at the beginning, at the end"], ["{ }", "a word less at the beginning, at the end"],
      ["Backspace", "take this place off the label"],
    ]],
    ["Two annotators", [
      ["1 2", "take the first's, the second's"], ["0", "take neither"],
    ]],
    ["The document", [
      ["u", "undo"], ["U", "redo"], ["D", "it is done"], ["R", "read the file again"], ["?", "this help"],
    ]],
  ];
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  let plan = null;          // mode, sides, documents
  let number = 0;           // of the document
  let shown = null;         // the server's view of it
  let starts = [];          // UTF-16 offset of each code point, and of the end
  let nodes = [];           // text nodes of the article with their first UTF-16 offsets
  let current = null;       // id of an item, or of a group of offers
  let place = 0;            // of its places
  let chosen = null;        // selected words: {from, to} as numbers of words; `from` is the anchor
  let allCandidates = false;
  let editing = false;      // a draw must not take the field away that somebody writes in
  let queue = Promise.resolve();
  let pending = 0;          // how much of it is not done
  let deferring = false;    // a key that was typed ahead is being handled
  let inner = null;         // what it began
  let failures = 0;

  // ---- talking to the server -----------------------------------------------------------------

  async function fetched(path, body) {
    const asked = body === undefined ? {} : {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    };
    let answer;
    try {
      answer = await fetch(path, asked);
    } catch {
      throw Object.assign(new Error("The server is gone: start `communique gold review` again. What this page calls saved is saved."), { needs: "server" });
    }
    const told = (answer.headers.get("content-type") || "").startsWith("application/json")
      ? await answer.json() : { error: await answer.text() };
    if (!answer.ok) throw Object.assign(new Error(told.error), { needs: told.needs });
    return told;
  }

  // One thing after another: each is made for the state that the one before led to.
  function run(work) {
    if (deferring) return (inner = work());
    pending += 1;
    queue = queue.then(work).finally(() => { pending -= 1; });
    return queue;
  }

  // Keys typed while an action is under way are meant for what comes of it; if it fails, for nothing.
  function soon(handler) {
    if (!pending) return handler();
    const typed = failures;
    pending += 1;
    queue = queue.then(async () => {
      if (typed !== failures || document.querySelector("dialog[open]")) return;
      deferring = true;
      inner = null;
      try { handler(); } finally { deferring = false; }
      await inner;
    }).finally(() => { pending -= 1; });
  }

  const act = (action, then) => run(() => perform(action, then));

  async function perform(action, then) {
    say("saving", "Saving …");
    try {
      const view = await fetched(`/documents/${number}`, { version: shown.version, action });
      Object.assign(shown, view);
      trouble(null);
      say("ok", "Saved");
      if (view.focus) { if (current !== view.focus) place = 0; current = view.focus; }
      chosen = null;
      if (then) then();
      draw();
      if (view.focus) reveal();
    } catch (error) {
      failures += 1;
      say("bad", "Not saved");
      if (error.needs === "value") return askValue(action, error.message);
      trouble(error.message, error.needs);
    }
  }

  function say(state, words) {
    $("saved").className = state;
    $("saved").textContent = words;
  }

  function trouble(message, needs) {
    const box = $("trouble");
    box.hidden = !message;
    box.replaceChildren();
    if (!message) return;
    box.append(make("span", "", message));
    if (needs === "reload") box.append(button("Reload (R)", () => open(number)));
    box.append(button("Close", () => { box.hidden = true; }));
  }

  async function open(which) {
    number = which;
    try {
      shown = await fetched(`/documents/${which}`);
    } catch (error) {
      shown = null;
      $("panel").replaceChildren();
      $("article").replaceChildren();
      $("documents").value = which;
      return trouble(error.message, error.needs);
    }
    starts = [];
    let offset = 0;
    for (const character of shown.text) { starts.push(offset); offset += character.length; }
    starts.push(offset);
    current = null; chosen = null; place = 0;
    trouble(null);
    say("ok", shown.undo ? "Saved" : "Nothing to save yet");
    document.title = `${shown.id} · Review`;
    history.replaceState(null, "", `#${which + 1}`);
    draw();
    const first = waiting()[0] || stops()[0];
    if (first) { current = first.id; draw(); }
    $("text").scrollTop = 0;
    if (first) reveal();
  }

  // ---- text, words, selection ------------------------------------------------------------------

  const at = (point) => starts[point];
  function back(offset) {
    let low = 0, high = starts.length - 1;
    while (low < high) { const mid = (low + high) >> 1; if (starts[mid] < offset) low = mid + 1; else high = mid; }
    return low;
  }
  const words = (start, end) => shown.text.slice(at(start), at(end));
  const wordCount = () => shown.words[0].length;
  const single = (text) => text.replace(/\s+/g, " ").trim();

  function wordAt(point) {            // number of the word that holds the code point, or comes next
    const ends = shown.words[1];
    let low = 0, high = ends.length - 1;
    while (low < high) { const mid = (low + high) >> 1; if (ends[mid] <= point) low = mid + 1; else high = mid; }
    return low;
  }
  function wordsOf(range) {           // range of code points -> numbers of its first and last word
    const from = wordAt(range.start);
    let to = wordAt(range.end - 1);
    if (shown.words[0][to] >= range.end) to -= 1;
    return { from, to: Math.max(from, to) };
  }
  function range(selection = chosen) {
    if (!selection) return null;
    const [first, last] = [Math.min(selection.from, selection.to), Math.max(selection.from, selection.to)];
    return { start: shown.words[0][first], end: shown.words[1][last] };
  }

  function point(offset) {            // UTF-16 offset -> node and offset in it
    let low = 0, high = nodes.length - 1;
    while (low < high) { const mid = (low + high + 1) >> 1; if (nodes[mid].start <= offset) low = mid; else high = mid - 1; }
    return [nodes[low].node, offset - nodes[low].start];
  }
  function domRange(start, end) {
    const found = document.createRange();
    found.setStart(...point(at(start)));
    found.setEnd(...point(at(end)));
    return found;
  }

  function showSelection() {
    const selection = getSelection();
    if (!chosen) { if (inArticle(selection.anchorNode)) selection.removeAllRanges(); hints(); return; }
    const { start, end } = range();
    selection.setBaseAndExtent(...point(at(start)), ...point(at(end)));
    const box = domRange(start, end).getClientRects();
    const edge = chosen.to < chosen.from ? box[0] : box[box.length - 1];
    if (edge) keepInSight(edge);
    $("spoken").textContent = single(words(start, end)).slice(-200);
    hints();
  }
  const inArticle = (node) => node && $("article").contains(node);

  function keepInSight(box) {
    const frame = $("text").getBoundingClientRect();
    const margin = Math.min(90, frame.height / 4);
    if (box.top < frame.top + margin) $("text").scrollTop -= frame.top + margin - box.top;
    else if (box.bottom > frame.bottom - margin) $("text").scrollTop += box.bottom - frame.bottom + margin;
  }

  function takeMouseSelection() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return false;
    const marked = selection.getRangeAt(0);
    if (!inArticle(marked.startContainer) || !inArticle(marked.endContainer)) return false;
    const before = document.createRange();
    before.setStart($("article"), 0);
    before.setEnd(marked.startContainer, marked.startOffset);
    const begin = before.toString().length;
    const finish = begin + marked.toString().length;
    const start = back(begin), end = back(finish);
    if (!single(words(start, end))) return false;
    chosen = wordsOf({ start, end });
    showSelection();
    return true;
  }

  function step(by, extend) {
    const last = wordCount() - 1;
    if (!chosen) {
      const here = currentPlace();
      const from = here ? wordsOf(here) : firstInSight();
      const word = by < 0 && here ? from.to : from.from;
      chosen = { from: word, to: word };
    } else if (extend) chosen.to = clamp(chosen.to + by, last);
    else {
      const to = clamp((by > 0 ? Math.max(chosen.from, chosen.to) : Math.min(chosen.from, chosen.to)) + by, last);
      chosen = { from: to, to };
    }
    showSelection();
  }
  const clamp = (value, last) => Math.max(0, Math.min(last, value));

  function firstInSight() {
    const top = $("text").getBoundingClientRect().top;
    for (let word = 0; word < wordCount(); word += 1) {
      const box = domRange(shown.words[0][word], shown.words[1][word]).getBoundingClientRect();
      if (box.bottom > top + 20) return { from: word, to: word };
    }
    return { from: 0, to: 0 };
  }

  function toSentenceEnd(direction) {
    if (!chosen) step(1);
    const [begins, ends] = shown.words;
    let word = chosen.to + direction;
    const stop = (i) => /[.!?…]/.test(words(begins[i], ends[i])) && (i + 1 >= wordCount() || begins[i + 1] > ends[i] || /["”’']/.test(words(begins[i + 1], ends[i + 1])));
    const broken = (i) => i + 1 < wordCount() && /\n/.test(words(ends[i], begins[i + 1]));
    while (word > 0 && word < wordCount() - 1) {
      if (direction > 0 ? stop(word) || broken(word) : stop(word - 1) || broken(word - 1)) break;
      word += direction;
    }
    chosen.to = clamp(word, wordCount() - 1);
    showSelection();
  }

  // ---- items and offers ------------------------------------------------------------------------

  const isSide = (offer) => plan.mode === "adjudicate" && offer.by !== "offline" && offer.by !== "candidate";
  const item = (id) => shown.items.find((one) => one.id === id);
  const offersOf = (group) => shown.offers.filter((one) => one.group === group);
  const first = (one) => one.places.length ? one.places[0].start : 0;

  // What one can stop at: labels, differences, proposals, in text order.
  function stops() {
    const found = shown.items.map((one) => ({ id: one.id, start: first(one), item: one, wants: one.unconfirmed }));
    const groups = new Set();
    for (const offer of shown.offers) {
      if (groups.has(offer.group) || (offer.by === "candidate" && !allCandidates)) continue;
      if (offer.answered && item(offer.group)) continue;
      groups.add(offer.group);
      const places = offersOf(offer.group).map(first);
      found.push({ id: offer.group, start: Math.min(...places), offers: offersOf(offer.group), wants: !offer.answered && offer.by !== "candidate" });
    }
    return found.sort((a, b) => a.start - b.start);
  }
  const waiting = () => stops().filter((one) => one.wants);
  const here = () => stops().find((one) => one.id === current);
  const difference = () => { const sides = shown ? offersOf(current).filter(isSide) : []; return sides.length ? sides : null; };

  function places() {
    const stop = here();
    if (!stop) return [];
    return stop.item ? stop.item.places : stop.offers[0].places;
  }
  const currentPlace = () => places()[Math.min(place, places().length - 1)] || null;

  function go(id, keep) {
    current = id;
    if (!keep) place = 0;
    chosen = null;
    light();
    panel();
    showSelection();
    reveal();
  }
  function move(by, list = stops()) {
    if (!list.length) return;
    const index = list.findIndex((one) => one.id === current);
    if (index >= 0) return go(list[(index + by + list.length) % list.length].id);
    const start = currentStart();
    const next = by > 0 ? list.find((one) => one.start >= start) || list[0] : [...list].reverse().find((one) => one.start <= start) || list[list.length - 1];
    go(next.id);
  }
  let lastStart = 0;
  function currentStart() { const stop = here(); if (stop) lastStart = stop.start; return lastStart; }

  // ---- drawing ---------------------------------------------------------------------------------

  function make(tag, className, ...content) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...content);
    return element;
  }
  function button(label, action, className = "") {
    const element = make("button", className, label);
    element.type = "button";
    element.addEventListener("click", (event) => { event.stopPropagation(); action(); });
    return element;
  }

  function draw() {
    $("article").innerHTML = shown.article;  // made by pages/article: everything in it is escaped
    nodes = [];
    let offset = 0;
    const walker = document.createTreeWalker($("article"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) { nodes.push({ node: walker.currentNode, start: offset }); offset += walker.currentNode.length; }
    $("article").classList.toggle("all-candidates", allCandidates);
    if (current && !here()) {
      const next = stops().find((one) => one.wants && one.start >= lastStart) || stops().find((one) => one.start >= lastStart);
      current = next ? next.id : null;
      place = 0;
    }
    currentStart();
    light();
    panel();
    head();
    showSelection();
  }

  function head() {
    $("documents").value = number;
    const option = $("documents").selectedOptions[0];
    if (option) option.textContent = titled(plan.documents[number].name, shown.status);
    $("undo").disabled = !shown.undo;
    $("redo").disabled = !shown.redo;
    $("done").setAttribute("aria-pressed", String(shown.status !== "draft"));
    $("name").textContent = shown.id;
    const left = waiting().length;
    const last = shown.history[shown.history.length - 1];
    const told = [shown.status + (last ? `, ${last.by === last.role ? last.by : `${last.by} (${last.role})`} ${last.when.slice(0, 10)}` : "")];
    if (left) told.push(`${left} to answer`);
    $("told").textContent = told.join(" · ");
    const notice = $("notice");
    notice.hidden = !shown.rewrites;
    notice.textContent = shown.rewrites
      ? `The layout of this file cannot be kept: the first change writes it anew, without its comments. A copy stays beside it as ${shown.rewrites}.` : "";
  }
  const titled = (name, status) => `${name} — ${status}`;

  function light() {
    const article = $("article");
    for (const lit of article.querySelectorAll(".on, .here, .on-a, .on-b")) lit.classList.remove("on", "here", "on-a", "on-b");
    const stop = here();
    article.dataset.on = stop ? (stop.item || stop.offers[0]).kind : "";
    if (!stop) return;
    if (stop.item) for (const piece of pieces(stop.id)) piece.classList.add("on");
    for (const offer of stop.offers || [])
      for (const piece of pieces(offer.id)) piece.classList.add(difference() ? (offer.by === plan.sides[0] ? "on-a" : "on-b") : "on");
    const now = currentPlace();
    if (now && stop.item && places().length > 1) {
      const [begin, finish] = [at(now.start), at(now.end)];
      for (const piece of pieces(stop.id)) {
        const start = nodes.find((one) => piece.contains(one.node))?.start ?? -1;
        if (start >= begin && start < finish) piece.classList.add("here");
      }
    }
  }
  const pieces = (id) => $("article").querySelectorAll(`[data-items~="${id}"]`);

  function reveal() {
    const now = currentPlace();
    if (now) {
      const box = domRange(now.start, Math.min(now.end, now.start + 200)).getBoundingClientRect();
      keepInSight(box);
    }
    const card = document.querySelector(".item.current");
    if (card) card.scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
    const stop = here();
    if (stop) $("spoken").textContent = spoken(stop);
  }
  function spoken(stop) {
    const one = stop.item || stop.offers[0];
    const what = stop.item ? "" : difference() ? "difference, " : "proposed ";
    return `${what}${one.kind}: ${titleOf(one).slice(0, 200)}`;
  }

  function titleOf(one) {
    if (one.kind === "participant") return one.values.name;
    if (one.kind === "meeting") return [one.values.kind, one.values.date, one.values.place].filter(Boolean).join(", ");
    const content = one.places[0];
    return content ? single(words(content.start, content.end)) : "";
  }

  function panel() {
    if (editing) return;
    const box = $("panel");
    const top = box.scrollTop;
    box.replaceChildren();
    const all = stops();
    const differences = all.filter((one) => one.offers && one.offers.some(isSide));
    if (plan.mode === "adjudicate") {
      const open = differences.filter((one) => one.wants);
      group(box, "Differences", open.length, [...open, ...differences.filter((one) => !one.wants)]);
    }
    const proposals = all.filter((one) => one.offers && !one.offers.some(isSide));
    for (const [kind, title] of GROUPS) {
      const labels = all.filter((one) => one.item?.kind === kind);
      const offered = proposals.filter((one) => one.offers[0].kind === kind);
      group(box, title, offered.length ? `${labels.length}, ${offered.length} proposed` : labels.length, [...labels, ...offered].sort((a, b) => a.start - b.start));
    }
    box.scrollTop = top;
  }

  function group(box, title, count, list) {
    const section = make("section", "group");
    section.append(make("h2", "", title, " ", make("span", "count", String(count))));
    const items = make("ol", "");
    for (const one of list) items.append(card(one));
    section.append(list.length ? items : make("p", "none", "none yet"));
    box.append(section);
  }

  function card(stop) {
    const one = stop.item || stop.offers[0];
    const sides = offersOf(stop.id).filter(isSide);
    const line = make("li", `item of-${one.kind}`);
    line.dataset.id = stop.id;
    if (stop.id === current) line.classList.add("current");
    if (stop.wants) line.classList.add("wants");
    if (!stop.item) line.classList.add(sides.length ? "difference" : "offer");
    line.addEventListener("click", (event) => { if (!event.target.closest("input, button, select, label")) go(stop.id, stop.id === current); });
    const opener = button("", () => go(stop.id, stop.id === current), "head");
    opener.setAttribute("aria-expanded", String(stop.id === current));
    opener.append(...headline(one));
    if (!stop.item || !sides.length) line.append(opener);
    if (stop.wants && !sides.length) line.append(answers(stop));
    if (sides.length && (!stop.item || stop.id === current)) line.append(twoSides(stop, sides));
    if (stop.item && sides.length) line.prepend(opener);
    if (stop.id === current && stop.item) line.append(fields(stop.item));
    else if (stop.id === current && !sides.length) line.append(facts(one));
    return line;
  }

  function headline(one) {
    const parts = [];
    if (one.kind === "statement") {
      parts.push(make("span", "byline", make("span", `kind ${one.values.kind}`, one.values.kind), make("b", "", make("bdi", "", one.values.speaker || "nobody named"))));
      if (one.values.nested) parts[0].append(make("i", "", " nested"));
      else if (!one.values.core) parts[0].append(make("i", "", " arguable"));
      parts.push(make("q", "", make("bdi", "", titleOf(one))));
    } else if (one.kind === "participant") {
      parts.push(make("b", "", make("bdi", "", one.values.name)), make("span", "facts", make("bdi", "", [one.values.title, one.values.country, one.values.organization].filter(Boolean).join(", "))));
    } else if (one.kind === "meeting") {
      parts.push(make("b", "", titleOf(one)), make("span", "facts", make("bdi", "", one.values.participants.join(", ") || single(words(one.places[0].start, one.places[0].end)))));
    } else parts.push(make("span", "facts", make("bdi", "", titleOf(one))));
    return parts;
  }

  function answers(stop) {
    const row = make("p", "answers");
    row.append(button("Accept", () => { current = stop.id; accept(); }), button("Reject", () => { current = stop.id; reject(); }));
    if (stop.item?.values.found_by?.length) row.append(make("span", "by", `${stop.item.values.undecided ? "undecided, " : ""}found by ${stop.item.values.found_by.join(", ")}`));
    else if (!stop.item) row.append(make("span", "by", "proposed"));
    return row;
  }

  // What the offers of a difference say, side by side, differing values marked.
  function twoSides(stop, sides) {
    const table = make("div", "sides");
    const rows = plan.sides.map((name) => sides.find((one) => one.by === name));
    const facts = rows.map((one) => one ? lines(one) : null);
    plan.sides.forEach((name, index) => {
      const one = rows[index];
      const column = make("div", `choice choice-${"ab"[index]}${one?.taken ? " taken" : ""}`);
      column.append(make("h3", "", make("kbd", "", String(index + 1)), " ", name));
      if (!one) column.append(make("p", "nothing", "has no such label"));
      else {
        const list = make("dl", "");
        const other = (key) => facts[1 - index]?.find(([theirs]) => theirs === key)?.[1];
        const differs = ([key, value]) => Boolean(facts[1 - index]) && other(key) !== value;
        // What differs first: on a small screen nothing else is in sight.
        const order = [...facts[index].filter(differs), ...facts[index].filter((fact) => !differs(fact))];
        for (const [key, value] of order) {
          const row = make("div", differs([key, value]) ? "differs" : "");
          row.append(make("dt", "", key), make("dd", "", make("bdi", "", value || "none")));
          list.append(row);
        }
        column.append(list);
      }
      column.append(button(one ? "Take this" : "Leave it out", () => { current = stop.id; one ? act({ do: "take", offer: one.id }, onward) : neither(); }));
      table.append(column);
    });
    return table;
  }
  function lines(one) {
    const found = [];
    const said = { ...one.values };
    for (const key of ["found_by", "undecided"]) delete said[key];
    const text = (role) => one.places.filter((spot) => spot.role === role).map((spot) => single(words(spot.start, spot.end))).join(" | ");
    if (one.kind === "statement") found.push(["says", text("content")]);
    if (one.kind === "boilerplate") found.push(["stretch", text("boilerplate")]);
    for (const [key, value] of Object.entries(said)) {
      const shownAs = Array.isArray(value) ? value.join(", ") : value === null ? "" : value === true ? "yes" : value === false ? "no" : String(value);
      if (value === false && key !== "core" || value === true && key === "core") continue;
      if (key === "core") { found.push(["arguable", "yes"]); continue; }
      found.push([key, shownAs]);
      if (ROLES[one.kind][key] && text(key) && text(key) !== shownAs) found.push([`${key}, words`, text(key)]);
    }
    for (const role of Object.keys(ROLES[one.kind]))
      if (!(role in said) && role !== "content" && role !== "boilerplate" && text(role)) found.push([ROLES[one.kind][role], text(role)]);
    return found;
  }

  function facts(one) {
    const list = make("dl", "fields");
    for (const [key, value] of lines(one)) if (value) list.append(make("div", "", make("dt", "", key), make("dd", "", make("bdi", "", value))));
    return list;
  }

  // The current label: its values to edit, its places to go to.
  function fields(one) {
    const list = make("div", "fields");
    const row = (name, ...content) => { const line = make("div", "field"); line.append(make("span", "label", name), make("span", "value", ...content)); list.append(line); };
    const spots = (role) => one.places.map((spot, index) => [spot, index]).filter(([spot]) => spot.role === role).map(([spot, index]) => {
      const chip = button(single(words(spot.start, spot.end)), () => { place = index; chosen = null; light(); panel(); showSelection(); reveal(); }, "chip");
      chip.dir = "auto";
      if (spot === currentPlace()) chip.setAttribute("aria-current", "true");
      return chip;
    });
    const write = (field, value) => act({ do: "write", item: one.id, field, value });
    if (one.kind === "statement") {
      row("kind", ...KINDS.statement.map((kind, index) => radio(one.values.kind === kind, numbered(kind, index), () => write("kind", kind))));
      row("speaker", button(one.values.speaker || "nobody named", askSpeaker, "value-button"), ...spots("speaker_mention"));
      row("cue", ...(spots("cue").length ? spots("cue") : [make("span", "none", "select it, then c")]));
      row("", toggle("nested", one.values.nested, (value) => write("nested", value)), toggle("arguable", !one.values.core, (value) => write("core", !value)));
    } else if (one.kind === "participant") {
      row("name", field("name", one.values.name, (value) => write("name", value)));
      row("mentions", ...spots("mention"));
      for (const key of ["title", "country", "organization"]) row(key, field(key, one.values[key] || "", (value) => write(key, value || null)), ...spots(key));
      row("also called", field("also called", one.values.aliases.join("; "), (value) => write("aliases", value.split(";"))));
      row("", toggle("optional", one.values.optional, (value) => write("optional", value)));
    } else if (one.kind === "meeting") {
      row("kind", ...KINDS.meeting.map((kind, index) => radio(one.values.kind === kind, numbered(kind, index), () => write("kind", kind))));
      for (const key of ["date", "place", "organizer"]) row(key, field(key, one.values[key] || "", (value) => write(key, value || null)), ...spots(key));
      row("took part", ...shown.items.filter((other) => other.kind === "participant").map((other) => toggle(other.values.name, one.values.participants.includes(other.values.name), (value) => write("participants", value ? [...one.values.participants, other.values.name] : one.values.participants.filter((name) => name !== other.values.name)))));
      row("reported by", ...spots("evidence"));
    }
    return list;
  }
  function radio(on, label, action) {
    const element = button(label, action, "radio");
    element.setAttribute("aria-pressed", String(on));
    return element;
  }
  function toggle(label, on, action) {
    const box = make("input", "");
    box.type = "checkbox";
    box.checked = on;
    box.addEventListener("change", () => action(box.checked));
    return make("label", "toggle", box, make("bdi", "", label));
  }
  function field(label, value, action) {
    const box = make("input", "");
    box.value = value;
    box.setAttribute("aria-label", label);
    box.autocomplete = "off";
    box.spellcheck = false;
    box.dir = "auto";
    box.addEventListener("focus", () => { editing = true; });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); box.blur(); }
      if (event.key === "Escape") { box.value = value; box.blur(); }
      event.stopPropagation();
    });
    box.addEventListener("blur", () => { editing = false; if (box.value !== value) action(box.value); });
    return box;
  }

  // ---- asking ----------------------------------------------------------------------------------

  // A list to choose from, by letters typed or arrows; `free` lets what was typed be the answer.
  function ask(title, about, options, done, free = false, begin = "") {
    const dialog = $("ask"), input = $("ask-input"), list = $("ask-list");
    let active = 0, found = options;
    $("ask-title").textContent = title;
    $("ask-about").textContent = about;
    $("ask-about").hidden = !about;
    input.value = begin;
    function show() {
      const typed = input.value.toLowerCase();
      found = options.filter((one) => one.label.toLowerCase().includes(typed) || begin === input.value);
      const own = input.value.trim();
      if (free && own && !found.some((one) => one.value === own)) found = [...found, { label: `“${own}”, as typed`, value: own }];
      if (active >= found.length) active = Math.max(0, found.length - 1);
      list.replaceChildren(...found.map((one, index) => {
        const line = make("li", "", make("bdi", "", one.label));
        line.setAttribute("role", "option");
        line.id = `option-${index}`;
        line.setAttribute("aria-selected", String(index === active));
        line.addEventListener("click", () => take(one.value));
        return line;
      }));
      input.setAttribute("aria-activedescendant", found.length ? `option-${active}` : "");
      list.children[active]?.scrollIntoView({ block: "nearest" });
    }
    function take(value) { dialog.close(); done(value); }
    input.oninput = () => { active = 0; show(); };
    input.onkeydown = (event) => {
      event.stopPropagation();
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        active = (active + (event.key === "ArrowDown" ? 1 : -1) + found.length) % Math.max(1, found.length);
        event.preventDefault();
        show();
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (found.length) take(found[active].value);
      }
    };
    show();
    dialog.showModal();
    input.focus();
    input.select();
  }

  function askSpeaker() {
    const stop = here();
    if (stop?.item?.kind === "meeting") return askParticipants(stop.item);
    if (stop?.item?.kind !== "statement") return;
    const names = shown.items.filter((one) => one.kind === "participant").map((one) => one.values.name);
    const others = shown.items.filter((one) => one.kind === "statement").map((one) => one.values.speaker).filter(Boolean);
    const options = [...new Set([...names, ...others])].map((name) => ({ label: name, value: name }));
    options.push({ label: "nobody named", value: null });
    ask("Who says it?", titleOf(stop.item).slice(0, 140), options, (value) => act({ do: "write", item: stop.id, field: "speaker", value }), true);
  }
  function askParticipants(one) {
    const options = shown.items.filter((other) => other.kind === "participant").map((other) => {
      const name = other.values.name;
      const took = one.values.participants.includes(name);
      return { label: `${took ? "✓" : "·"} ${name}`, value: took ? one.values.participants.filter((each) => each !== name) : [...one.values.participants, name] };
    });
    if (options.length) ask("Who took part?", "Enter changes one", options, (value) => act({ do: "write", item: one.id, field: "participants", value }));
  }
  function askRole() {
    const stop = here();
    if (!stop?.item || !chosen) return;
    const spot = range();
    const options = Object.entries(ROLES[stop.item.kind]).map(([role, label]) => ({ label, value: role }));
    ask(`These words are, of ${titleOf(stop.item).slice(0, 60)}, its …`, single(words(spot.start, spot.end)).slice(0, 200), options, (role) => pointTo(role, spot));
  }
  function askValue(action, message) {
    const spot = action.at;
    const day = spot && shown.days.find(([start, end]) => start < spot.end && spot.start < end)?.[2];
    ask(message, "", [], (value) => act({ ...action, value }), true, action.role === "date" && day ? day : "");
    $("ask-input").value = action.role === "date" && day ? day : "";
  }
  function confirmFinish() {
    const left = waiting().length;
    const finish = () => act("finish", () => { const name = plan.documents[number]; name.status = shown.status; });
    if (!left) return finish();
    const drafts = shown.items.filter((one) => one.unconfirmed).length;
    const about = plan.mode === "adjudicate" ? "" : `Of these, ${drafts} are labels of the draft, which stay; the rest are proposals, which go.`;
    ask(`${left} wait for an answer. Done all the same?`, about, [{ label: "Yes, the document is done", value: true }, { label: "No", value: false }], (yes) => { if (yes) finish(); });
  }

  // ---- doing -----------------------------------------------------------------------------------

  const onward = () => { const left = waiting(); if (left.length && !here()?.wants) { const next = left.find((one) => one.start >= lastStart) || left[0]; current = next.id; place = 0; setTimeout(reveal); } };

  function accept() {
    const stop = here();
    if (!stop || !shown) return;
    if (difference()) return trouble(`Whose? Press 1 for ${plan.sides[0]}, 2 for ${plan.sides[1]}, 0 for neither.`);
    if (stop.item) { if (stop.wants) act({ do: "confirm", item: stop.id }, onward); return; }
    act({ do: "take", offer: stop.offers[0].id }, onward);
  }
  function neither() { act({ do: "refuse", group: current }, onward); }
  function reject() {
    const stop = here();
    if (!stop) return;
    currentStart();
    act(stop.item ? { do: "remove", item: stop.id } : { do: "refuse", group: stop.id });
  }
  function side(index) {
    const one = difference()?.find((offer) => offer.by === plan.sides[index]);
    if (one) act({ do: "take", offer: one.id }, onward); else neither();
  }
  function create(kind) { if (chosen) act({ do: "new", kind, at: range() }); }
  function pointTo(role, spot = range()) {
    const stop = here();
    if (!stop?.item || !spot) return;
    const day = role === "date" ? shown.days.find(([start, end]) => start < spot.end && spot.start < end)?.[2] : null;
    act({ do: "point", item: stop.id, role, at: spot, ...(day && !stop.item.values.date ? { value: day } : {}) }, () => toPlace(role, spot));
  }
  function toPlace(role, spot) {
    const index = places().findIndex((one) => one.role === role && one.start < spot.end && spot.start < one.end);
    if (index >= 0) place = index;
  }
  function bound(fromBy, toBy) {
    const stop = here(), now = currentPlace();
    if (!stop?.item || !now) return;
    const old = wordsOf(now), last = wordCount() - 1;
    const next = { from: clamp(old.from + fromBy, last), to: clamp(old.to + toBy, last) };
    if (next.from > next.to) return;
    const spot = range(next);
    act({ do: "move", item: stop.id, role: now.role, number: now.number, at: spot }, () => toPlace(now.role, spot));
  }
  function rebound() {
    const stop = here(), now = currentPlace();
    if (!stop?.item || !now || !chosen) return;
    const spot = range();
    act({ do: "move", item: stop.id, role: now.role, number: now.number, at: spot }, () => toPlace(now.role, spot));
  }
  function unpoint() {
    const stop = here(), now = currentPlace();
    if (stop?.item && now) act({ do: "unpoint", item: stop.id, role: now.role, number: now.number });
  }
  // Where a difference is open the digits choose a side.
  function numbered(kind, index) { return difference() ? kind : `${index + 1} ${kind}`; }
  function digit(number) {
    if (difference()) return number === 0 ? neither() : number <= 2 && side(number - 1);
    const stop = here();
    const kind = stop?.item && KINDS[stop.item.kind]?.[number - 1];
    if (kind) act({ do: "write", item: stop.id, field: "kind", value: kind });
  }
  function edit() { document.querySelector(".item.current .fields :is(input, button)")?.focus(); }
  function turnPlace(by) {
    const count = places().length;
    if (!count) return;
    place = (Math.min(place, count - 1) + by + count) % count;
    chosen = null;
    light(); panel(); showSelection(); reveal();
  }
  function turnDocument(by) {
    const next = number + by;
    if (next >= 0 && next < plan.documents.length) run(() => open(next));
  }

  // ---- keys ------------------------------------------------------------------------------------

  const KEYS = {
    j: () => move(1), k: () => move(-1), n: () => move(1, waiting()), N: () => move(-1, waiting()),
    ".": () => turnPlace(1), ",": () => turnPlace(-1),
    a: accept, x: reject, e: edit, s: askSpeaker,
    h: () => { allCandidates = !allCandidates; draw(); reveal(); },
    t: () => create("statement"), p: () => create("participant"), m: () => create("meeting"), b: () => create("boilerplate"),
    c: () => chosen && pointTo("cue"), w: () => chosen && pointTo("speaker_mention"), "=": rebound,
    "[": () => bound(-1, 0), "]": () => bound(0, 1), "{": () => bound(1, 0), "}": () => bound(0, -1),
    Backspace: unpoint, Delete: unpoint,
    u: () => act("undo"), U: () => act("redo"), D: confirmFinish, R: () => run(() => open(number)),
    ">": () => turnDocument(1), "<": () => turnDocument(-1), "?": () => $("help").showModal(),
    Escape: () => { chosen = null; trouble(null); showSelection(); },
    Enter: askRole, v: () => step(1),
  };

  document.addEventListener("keydown", (event) => {
    if (!shown && !["?", "<", ">", "R"].includes(event.key)) return;
    if (document.querySelector("dialog[open]")) return;
    const target = event.target;
    const typing = target.matches("input:not([type=checkbox]), select, textarea");
    if (event.key === "Escape" && target !== document.body) { target.blur(); return; }
    if (typing || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== "z" && event.key.toLowerCase() !== "y") return;
      event.preventDefault();
      const again = event.shiftKey || event.key.toLowerCase() === "y";
      return void soon(() => act(again ? "redo" : "undo"));
    }
    const pressing = target.matches("button, input") && ["Enter", " "].includes(event.key);
    if (pressing) return;
    if (event.key.startsWith("Arrow")) {
      const forward = event.key === "ArrowRight" || event.key === "ArrowDown";
      event.preventDefault();
      const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
      const by = forward ? 1 : -1, extend = event.shiftKey;
      return void soon(() => {
        if (sideways) step(by, extend);
        else if (extend) toSentenceEnd(by);
        else if (chosen) step(10 * by);
        else move(by);
      });
    }
    if (/^\d$/.test(event.key)) { event.preventDefault(); return void soon(() => digit(Number(event.key))); }
    const action = KEYS[event.key];
    if (action) { event.preventDefault(); soon(action); }
  });

  function hints() {
    const stop = shown && here();
    const pairs = [];
    if (chosen) {
      pairs.push(["t", "statement"], ["p", "participant"], ["m", "meeting"], ["b", "boilerplate"]);
      if (stop?.item?.kind === "statement") pairs.push(["c", "cue"], ["w", "speaker"]);
      if (stop?.item) pairs.push(["Enter", "part of this label"]);
      pairs.push(["Shift →", "more", true], ["Esc", "nothing", true]);
    } else if (stop) {
      if (difference()) pairs.push(["1", plan.sides[0]], ["2", plan.sides[1]], ["0", "neither"]);
      else if (stop.wants || !stop.item) pairs.push(["a", "accept"], ["x", "reject"]);
      else pairs.push(["x", "remove"]);
      if (stop.item?.kind === "statement") pairs.push(["1–3", "kind"], ["s", "speaker"]);
      if (stop.item?.kind === "meeting") pairs.push(["1–6", "kind"], ["s", "who took part"]);
      if (stop.item) pairs.push(["[ ] { }", "boundaries", true], [".", "next place", true], ["e", "edit"]);
      pairs.push(["→", "select words"], ["n", "next to answer", true]);
    } else if (shown) pairs.push(["→", "select words"], ["h", "candidates"], ["D", "done"]);
    pairs.push(["?", "all keys"]);
    $("hints").replaceChildren(...pairs.map(([key, what, minor]) => make("span", minor ? "minor" : "", make("kbd", "", key), ` ${what}`)));
  }

  function helpPage() {
    for (const [title, keys] of HELP) {
      if (title === "Two annotators" && plan.mode !== "adjudicate") continue;
      const list = make("dl", "");
      for (const [key, what] of keys) list.append(make("dt", "", ...key.split(" ").flatMap((one) => [make("kbd", "", one), " "])), make("dd", "", what));
      $("help-keys").append(make("section", "", make("h3", "", title), list));
    }
  }

  // ---- beginning -------------------------------------------------------------------------------

  $("undo").addEventListener("click", () => act("undo"));
  $("redo").addEventListener("click", () => act("redo"));
  $("done").addEventListener("click", confirmFinish);
  $("help-button").addEventListener("click", () => $("help").showModal());
  $("previous").addEventListener("click", () => turnDocument(-1));
  $("next").addEventListener("click", () => turnDocument(1));
  $("documents").addEventListener("change", () => { const which = Number($("documents").value); $("documents").blur(); run(() => open(which)); });
  $("article").addEventListener("mouseup", (event) => {
    setTimeout(() => {
      if (takeMouseSelection()) return;
      chosen = null;
      const piece = event.target.closest("[data-items]");
      if (!piece) return showSelection();
      const ids = piece.dataset.items.split(" ").map((id) => shown.offers.find((one) => one.id === id)?.group || id).filter((id) => stops().some((one) => one.id === id));
      if (ids.length) go(ids[(ids.indexOf(current) + 1) % ids.length]);
    });
  });
  (async () => {
    try {
      plan = await fetched("/documents");
    } catch (error) { return trouble(error.message, error.needs); }
    const modes = { review: "review", blind: `${plan.annotator}, blind`, adjudicate: `${plan.sides?.join(" and ")}, differences` };
    $("mode").textContent = modes[plan.mode];
    document.documentElement.dataset.mode = plan.mode;
    plan.documents.forEach((one, index) => {
      const option = make("option", "", titled(one.name, one.status));
      option.value = index;
      $("documents").append(option);
    });
    helpPage();
    const asked = Number(location.hash.slice(1)) - 1;
    await open(asked >= 0 && asked < plan.documents.length ? asked : 0);
  })();
})();
