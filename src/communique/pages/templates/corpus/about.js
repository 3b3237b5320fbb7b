// What this page holds, what it leaves out, what its words mean.
"use strict";
const About = (() => {
  const { h, number, counted } = Parts;

  function view(main) {
    const { rows, network } = Corpus;
    const whole = rows.articles.filter((a) => a.whole).length;
    const reprints = rows.articles.filter((a) => a.original !== a.article).length;
    const participants = rows.people.filter((p) => p.role === "participant").length;
    const fact = (name, value) => h("div", null, h("dt", null, name), h("dd", null, value));
    const meaning = (name) => h("div", null, h("dt", null, Parts.verdict(name, 2)), h("dd", null, {
      agreed: "Every source that tells of the field says it, two or more; of who attended or stayed away, and of what was said: every source of the meeting.",
      partly: "Several sources say it, others are silent.",
      single: "One source says it, and nobody contradicts it.",
      disputed: "It is also said what cannot be true as well: another day, a call and a meeting in person, another organizer, that someone who attended stayed away; or the same words of a speaker but for a negation, a condition, a number, a day or a name.",
    }[name]));
    main.append(
      h("h1", null, "About this page"),
      h("dl", { class: "facts" }, fact("articles", number(rows.articles.length)), fact("near-duplicates of others", number(reprints)), fact("meetings", number(rows.meetings.length)),
        fact("people", number(rows.people.length)), fact("statements", number(Corpus.said(rows.statements))), fact("claims about meetings", number(rows.claims.length))),
      h("section", null, h("h2", null, "What is left out"), h("ul", null,
        h("li", null, whole === rows.articles.length ? "No text: every article is whole." : `Of ${counted(rows.articles.length - whole, "article")} all but the sentences that prove something; ${counted(whole, "article")} ${whole === 1 ? "is" : "are"} whole. First of near-duplicates come first.`),
        h("li", null, network.people.length < participants ? `The drawing shows the ${number(network.people.length)} people of ${number(participants)} who attended most meetings with others; everyone has a page, and the search finds all.` : "Nobody: the drawing shows everyone who met somebody."),
        h("li", null, "Scores of the joinings, the full-text index and the extractors' issues: they are in the corpus's file, a SQLite database, or in the records."))),
      h("section", null, h("h2", null, "What the words mean"), h("dl", { class: "legend" }, ["agreed", "partly", "single", "disputed"].map(meaning)),
        h("p", null, "A source is an article with its near-duplicates, and all articles of one outlet where outlets are known: a report and its reprints cannot agree with each other. That an article does not name someone is silence, not contradiction; so “no longer named” does not prove that someone stayed away. “Stayed away” stands where an article says so, of people whom the corpus knows; the words were found by rules, and other ways to say it may have been missed.")),
      h("section", null, h("h2", null, "Where it comes from"), h("p", null, "Everything here was extracted from the articles, and everything leads to the words that prove it. Which records were joined to one person or meeting was decided by rules; each page says why. Nothing is loaded from anywhere: this file is all there is.")));
  }

  return { view };
})();
