// Lights the pieces of an item in its article: on hover, on focus, and, to stay, on a click.
// A page gives a [data-reading] element holding an .article and elements with data-item="ID".
// To show an item that may be hidden, it sends a bubbling "reveal" event to it first.
(() => {
  "use strict";
  const readingOf = (element) => element.closest("[data-reading]");
  const piecesOf = (reading, item) =>
    [...reading.querySelectorAll(`.article [data-items~="${item}"]`)];
  const layerOf = (item) =>
    /^d\d+-p/.test(item) ? "participant" : /^d\d+-m/.test(item) ? "meeting" : "statement";
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let picked = null;
  let places = [];
  let place = 0;

  function light(reading, item) {
    for (const piece of reading.querySelectorAll(".article .on")) piece.classList.remove("on");
    reading.classList.remove("lighting", "lighting-participant", "lighting-meeting", "lighting-statement");
    if (!item) return;
    const pieces = piecesOf(reading, item);
    for (const piece of pieces) piece.classList.add("on");
    if (pieces.length) reading.classList.add("lighting", `lighting-${layerOf(item)}`);
  }

  // The places of an item in the text: a statement is one, its content first; of others each run
  // of pieces with no more than a blank or a comma between them.
  function placesOf(reading, item) {
    const pieces = piecesOf(reading, item);
    if (layerOf(item) === "statement") {
      return pieces.length ? [pieces.sort((a, b) => b.matches(".content") - a.matches(".content"))] : [];
    }
    const found = [];
    let last = null;
    for (const piece of pieces) {
      if (last === null || !adjoin(last, piece)) found.push([]);
      found[found.length - 1].push(piece);
      last = piece;
    }
    return found;
  }

  function adjoin(one, other) {
    const between = one.nextSibling;
    if (between === other) return true;
    return between?.nextSibling === other && /^[\s,]{1,2}$/.test(between.textContent);
  }

  function scrollTo(element, block) {
    element.scrollIntoView({ block, behavior: still.matches ? "auto" : "smooth" });
  }

  function turnTo(reading, index) {
    for (const piece of reading.querySelectorAll(".article .here")) piece.classList.remove("here");
    if (!places.length) return;
    place = (index + places.length) % places.length;
    if (places.length > 1) for (const piece of places[place]) piece.classList.add("here");
    scrollTo(places[place][0], "center");
    reading.dispatchEvent(new CustomEvent("place", { bubbles: true, detail: { place, places: places.length } }));
  }

  function unpick() {
    if (!picked) return;
    const { reading, item } = picked;
    for (const one of reading.querySelectorAll(".article .here")) one.classList.remove("here");
    for (const one of reading.querySelectorAll(`[data-item="${item}"]`)) one.setAttribute("aria-pressed", "false");
    for (const one of reading.querySelectorAll(".item.picked")) one.classList.remove("picked");
    picked = null;
    places = [];
    light(reading, null);
    reading.dispatchEvent(new CustomEvent("unpick", { bubbles: true }));
  }

  function pick(reading, item, from) {
    unpick();
    picked = { reading, item };
    light(reading, item);
    for (const one of reading.querySelectorAll(`[data-item="${item}"]`)) one.setAttribute("aria-pressed", "true");
    const owner = document.getElementById(item) || reading.querySelector(`[data-item="${item}"]`)?.closest(".item");
    owner?.classList.add("picked");
    places = placesOf(reading, item);
    place = 0;
    try { history.replaceState(null, "", `#${item}`); } catch { /* a sandbox without history */ }
    reading.dispatchEvent(new CustomEvent("pick", { bubbles: true, detail: { item, owner, places: places.length } }));
    if (from === "article") { if (owner) scrollTo(owner, "nearest"); }
    else turnTo(reading, 0);
    if (from === "link" && owner) scrollTo(owner, "nearest");
  }

  function pickFromText(piece) {
    if (String(getSelection())) return;
    const items = piece.dataset.items.split(" ").filter((item) => document.getElementById(item));
    if (!items.length) return;
    // A second click on the same piece goes on to the next item that covers it.
    const next = picked ? items.indexOf(picked.item) + 1 : 0;
    pick(readingOf(piece), items[next % items.length], "article");
  }

  document.addEventListener("click", (event) => {
    const piece = event.target.closest(".article [data-items]");
    if (piece) return pickFromText(piece);
    const turn = event.target.closest("[data-turn]");
    if (turn && picked) return turnTo(picked.reading, place + Number(turn.dataset.turn));
    const chosen = event.target.closest("[data-item]") || event.target.closest(".item")?.querySelector("[data-item]");
    if (!chosen || String(getSelection())) return;
    const { item } = chosen.dataset;
    if (picked && picked.item === item) return unpick();
    pick(readingOf(chosen), item, "list");
  });

  function preview(event, on) {
    const chosen = event.target.closest?.("[data-item]") || event.target.closest?.(".item")?.querySelector("[data-item]");
    const piece = event.target.closest?.(".article [data-items]");
    const reading = (chosen || piece) && readingOf(chosen || piece);
    if (!reading) return;
    if (piece) return hint(reading, on ? piece.dataset.items.split(" ") : []);
    light(reading, on ? chosen.dataset.item : picked && picked.reading === reading ? picked.item : null);
  }

  // Over the text, the items of the piece are marked in the list.
  function hint(reading, items) {
    for (const one of reading.querySelectorAll(".item.hinted")) one.classList.remove("hinted");
    for (const item of items) document.getElementById(item)?.classList.add("hinted");
  }

  document.addEventListener("mouseover", (event) => preview(event, true));
  document.addEventListener("mouseout", (event) => preview(event, false));
  document.addEventListener("focusin", (event) => {
    if (!event.target.matches?.("[data-item]") || !event.target.matches(":focus-visible")) return;
    preview(event, true);
    const first = piecesOf(readingOf(event.target), event.target.dataset.item)[0];
    if (first) scrollTo(first, "center");
  });
  document.addEventListener("focusout", (event) => preview(event, false));

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return unpick();
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || !event.target.matches?.("[data-item]")) return;
    const all = [...readingOf(event.target).querySelectorAll("[data-item]")];
    const next = all[all.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { event.preventDefault(); next.focus(); }
  });

  function follow() {
    const item = decodeURIComponent(location.hash.slice(1));
    const target = item && document.getElementById(item);
    if (!target) return;
    target.dispatchEvent(new CustomEvent("reveal", { bubbles: true }));
    if (target.matches(".item") && readingOf(target)) pick(readingOf(target), item, "link");
  }
  addEventListener("hashchange", follow);
  follow();
})();
