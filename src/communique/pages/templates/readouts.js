// Shows one document at a time, switches layers, and says which item is lit.
(() => {
  "use strict";
  const readings = [...document.querySelectorAll("main > .reading")];
  const select = document.querySelector(".switch select");
  const [back, forth] = document.querySelectorAll(".switch [data-step]");
  document.documentElement.classList.add("js");

  function show(index) {
    readings.forEach((reading, i) => { reading.hidden = i !== index; });
    select.selectedIndex = index;
    back.disabled = index <= 0;
    forth.disabled = index >= readings.length - 1;
  }

  function go(index) {
    if (readings[index]) location.hash = readings[index].id;
  }

  select.addEventListener("change", () => go(select.selectedIndex));
  for (const button of [back, forth]) {
    button.addEventListener("click", () => go(select.selectedIndex + Number(button.dataset.step)));
  }
  document.addEventListener("reveal", (event) => {
    const index = readings.indexOf(event.target.closest(".reading"));
    if (index >= 0) show(index);
  });

  document.addEventListener("click", (event) => {
    const layer = event.target.closest(".layer");
    if (!layer) return;
    const on = layer.getAttribute("aria-pressed") !== "true";
    document.querySelector("main").classList.toggle(`no-${layer.dataset.layer}`, !on);
    for (const same of document.querySelectorAll(`[data-layer="${layer.dataset.layer}"]`)) {
      same.setAttribute("aria-pressed", String(on));
    }
  });

  const places = (found, place, count) => {
    found.querySelector(".place").textContent = count ? `${place + 1} of ${count}` : "not in the text";
    found.classList.toggle("single", count < 2);
    for (const turn of found.querySelectorAll("[data-turn]")) turn.hidden = count < 2;
  };
  let owner = null;
  document.addEventListener("pick", (event) => {
    owner = event.detail.owner;
    const found = event.target.querySelector(".found");
    found.querySelector(".which").textContent = owner?.querySelector("strong")?.textContent ?? "";
    places(found, 0, event.detail.places);
    found.hidden = false;
  });
  document.addEventListener("place", (event) => {
    places(event.target.querySelector(".found"), event.detail.place, event.detail.places);
  });
  document.addEventListener("unpick", (event) => { event.target.querySelector(".found").hidden = true; });
  document.addEventListener("click", (event) => {
    if (event.target.closest(".back")) owner?.scrollIntoView({ block: "center" });
  });

  show(0);
})();
