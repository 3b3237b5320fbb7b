// Lights a finding in the draft and in the source: on hover and focus, and, to stay, on a click.
(() => {
  "use strict";
  const main = document.querySelector(".check");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  document.documentElement.classList.add("js");
  const columns = matchMedia("(min-width: 901px)");
  let picked = null;

  const pieces = (item) => [...main.querySelectorAll(`.article [data-items~="${item}"]`)];

  function light(item) {
    for (const piece of main.querySelectorAll(".article .on")) piece.classList.remove("on");
    const found = item ? pieces(item) : [];
    for (const piece of found) piece.classList.add("on");
    main.classList.toggle("lighting", found.length > 0);
  }

  function show(element, at_once) {
    element?.scrollIntoView({ block: "center", behavior: at_once || still.matches ? "auto" : "smooth" });
  }

  function pick(item, at_once = false) {
    for (const one of main.querySelectorAll(".item.picked")) one.classList.remove("picked");
    for (const one of main.querySelectorAll("[data-item]")) one.setAttribute("aria-pressed", String(one.dataset.item === item));
    picked = item;
    light(item);
    if (!item) return;
    const owner = document.getElementById(item);
    owner.classList.add("picked");
    try { history.replaceState(null, "", `#${item}`); } catch { /* a sandbox without history */ }
    owner.scrollIntoView({ block: "nearest" });
    if (!columns.matches) return; // one column: what was chosen stays in sight
    show(pieces(item).find((piece) => piece.closest(".draft")), at_once);
    show(pieces(item).find((piece) => piece.closest(".sources")), at_once);
  }

  document.addEventListener("click", (event) => {
    if (String(getSelection())) return;
    const piece = event.target.closest(".article [data-items]");
    if (piece) {
      // A second click on the same piece goes on to the next finding that covers it.
      const items = piece.dataset.items.split(" ");
      return pick(items[(items.indexOf(picked) + 1) % items.length]);
    }
    const place = event.target.closest(".place")?.dataset.place;
    if (place) {
      pick(place, true);
      return show(pieces(place).find((one) => one.closest(".sources")), true);
    }
    const item = event.target.closest(".item")?.id;
    if (item) pick(item === picked ? null : item);
  });

  function preview(event, on) {
    const item = event.target.closest?.(".item")?.id;
    if (item) light(on ? item : picked);
  }
  document.addEventListener("mouseover", (event) => preview(event, true));
  document.addEventListener("mouseout", (event) => preview(event, false));
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("[data-item]:focus-visible")) preview(event, true);
  });
  document.addEventListener("focusout", (event) => preview(event, false));

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return pick(null);
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || !event.target.matches?.("[data-item]")) return;
    const all = [...main.querySelectorAll("[data-item]")];
    const next = all[all.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { event.preventDefault(); next.focus(); }
  });

  function follow() {
    const item = decodeURIComponent(location.hash.slice(1));
    if (document.getElementById(item)?.matches(".item")) pick(item, true);
  }
  addEventListener("hashchange", follow);
  follow();
})();
