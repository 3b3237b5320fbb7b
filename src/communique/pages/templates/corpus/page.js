// Which view is shown: the part of the address after "#".
"use strict";
const Page = (() => {
  const { h } = Parts;
  const main = document.getElementById("main");
  const ROUTES = [
    [/^m(\d+)-m(\d+)$/, (one, two) => Compare.view(main, Number(one), Number(two)), "meetings"],
    [/^m(\d+)$/, (key) => Sides.view(main, Number(key)), "meetings"],
    [/^p(\d+)$/, (key) => People.page(main, Number(key)), "people"],
    [/^d(\d+)(?:-.*)?$/, (key) => Article.view(main, Number(key)), ""],
    [/^people$/, () => People.view(main), "people"],
    [/^statements$/, () => Statements.view(main), "statements"],
    [/^single$/, () => Statements.single(main), "single"],
    [/^about$/, () => About.view(main), "about"],
    [/^(?:meetings)?$/, () => Meetings.view(main), "meetings"],
  ];
  let shown = null;
  let isFirst = true;

  function missing(at, what) {
    at.append(h("h1", null, "Not here"), h("p", { class: "lead" }, `This corpus has no ${what}. `, h("a", { href: "#meetings" }, "All meetings")));
  }

  async function show() {
    const address = decodeURIComponent(location.hash.slice(1));
    const place = address.replace(/^(d\d+)-.*/, "$1");
    if (place === shown) return point(address);
    const route = ROUTES.find(([pattern]) => pattern.test(address));
    shown = place;
    await (route?.[2] === "meetings" && !/^m\d/.test(address) ? null : Corpus.ready);
    if (place !== shown) return undefined;
    Proof.close();
    main.replaceChildren();
    if (route) route[1](...route[0].exec(address).slice(1)); else missing(main, `page “${address}”`);
    document.title = `${main.querySelector("h1")?.textContent ?? ""} – ${document.querySelector(".brand bdi").textContent}`;
    for (const link of document.querySelectorAll(".bar nav a")) {
      if (link.getAttribute("href") === `#${route?.[2]}`) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
    }
    if (!isFirst) { scrollTo(0, 0); main.focus({ preventScroll: true }); }
    isFirst = false;
    document.documentElement.dataset.view = place;
    // article.js picks the item that the address names, now that it is there.
    if (place !== address) dispatchEvent(new HashChangeEvent("hashchange"));
    return undefined;
  }

  // It picks items alone; a part of one, such as who attended, is picked as by hand.
  function point(address) {
    const part = document.getElementById(address);
    if (!part?.matches("button[data-item]")) return;
    if (part.getAttribute("aria-pressed") !== "true") part.click();
    part.scrollIntoView({ block: "nearest" });
  }

  document.querySelector("[data-skip]").addEventListener("click", (event) => { event.preventDefault(); main.focus(); });
  addEventListener("hashchange", show);
  Corpus.load().then(show).catch((error) => {
    main.replaceChildren(h("h1", null, "This page cannot be shown"), h("p", { class: "lead" }, `The browser is too old for it, or the file is damaged (${error}).`));
  });
  return { missing };
})();
