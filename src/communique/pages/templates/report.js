// Filters the items by class, model and document, and goes from error to error with j and k.
// What an item proves in its article is lit by article.js.
(() => {
  "use strict";
  const form = document.querySelector(".filter");
  const docs = [...document.querySelectorAll(".doc")];
  const chips = [...form.querySelectorAll(".chip")];
  const empty = document.querySelector(".empty");
  form.hidden = false;
  document.documentElement.classList.add("js");

  const pressed = () => chips.filter((c) => c.getAttribute("aria-pressed") === "true").map((c) => c.dataset.chip);

  function apply() {
    const classes = new Set(pressed());
    const model = form.elements.model.value;
    const words = form.elements.document.value.trim().toLowerCase();
    const errors = form.elements.errors.checked && !classes.size;
    let items = 0, shown = 0;
    for (const doc of docs) {
      const fits = !words || doc.dataset.document.toLowerCase().includes(words);
      let here = 0;
      for (const reading of doc.querySelectorAll(".reading")) {
        let kept = 0;
        for (const item of reading.querySelectorAll(".item")) {
          item.hidden = errors ? item.matches(".fine") : classes.size > 0 && !classes.has(item.dataset.class);
          if (!item.hidden) kept += 1;
        }
        for (const piece of reading.querySelectorAll(".article .lit")) {
          piece.classList.toggle("off", classes.size > 0 && ![...classes].some((name) => piece.classList.contains(`c-${name}`)));
        }
        reading.classList.toggle("bare", kept === 0);
        reading.hidden = !fits || (model !== "" && reading.dataset.model !== model) || (classes.size > 0 && kept === 0);
        if (!reading.hidden) here += kept;
      }
      // A document without a match is of interest only where nothing was asked for.
      doc.hidden = !fits || (classes.size > 0 && here === 0);
      if (!doc.hidden) { items += here; shown += 1; }
    }
    empty.hidden = shown > 0;
    form.querySelector("output").textContent =
      `${items} ${errors ? "error" : "item"}${items === 1 ? "" : "s"} in ${shown} document${shown === 1 ? "" : "s"}`;
  }

  function candidates() {
    const asked = pressed().length > 0;
    return docs.filter((doc) => !doc.hidden).flatMap((doc) =>
      [...doc.querySelectorAll(".reading:not([hidden]) .item:not([hidden])")]
        .filter((item) => asked || item.matches(".wrong")));
  }

  function step(by) {
    const all = candidates();
    if (!all.length) return;
    const now = document.querySelector(".item.picked");
    let next;
    if (now && all.includes(now)) next = all[(all.indexOf(now) + by + all.length) % all.length];
    else if (now) {
      const after = all.findIndex((item) => now.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING);
      const at = after < 0 ? all.length : after;
      next = all[(by > 0 ? at : at - 1 + all.length) % all.length];
    } else next = all[by > 0 ? 0 : all.length - 1];
    if (location.hash === `#${next.id}`) dispatchEvent(new HashChangeEvent("hashchange"));
    else location.hash = next.id;
  }

  // A link may lead to what the filter hides, or into a closed document.
  document.addEventListener("reveal", (event) => {
    const doc = event.target.closest(".doc");
    if (!doc) return;
    doc.open = true;
    const item = event.target.closest(".item");
    const hidden = doc.hidden || event.target.closest("[hidden]");
    if (!hidden) return;
    for (const chip of chips) chip.setAttribute("aria-pressed", "false");
    form.elements.model.value = "";
    form.elements.document.value = "";
    if (item?.matches(".fine")) form.elements.errors.checked = false;
    apply();
  });

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.addEventListener("click", (event) => {
    const chip = event.target.closest(".chip");
    if (chip) {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      apply();
    }
    const button = event.target.closest("[data-step]");
    if (button) step(Number(button.dataset.step));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches?.("input:not([type=checkbox]), select, textarea")) return;
    if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  });
  apply();
  dispatchEvent(new HashChangeEvent("hashchange"));
})();
