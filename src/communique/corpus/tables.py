"""The tables of a corpus's file, each column explained where SQLite keeps it: in the schema.

``sqlite3 corpus.db .schema`` and Datasette show the comments too. Every row that says something of
the world reaches its proof: ``claims`` and ``titles`` through ``proofs``, ``statements`` in their
own columns, ``findings`` through the claims of the same meeting, field and person or value,
``sayings`` through their statements.

Who was new on the second of two meetings::

    SELECT name FROM attendances WHERE meeting = 2
    EXCEPT SELECT name FROM attendances WHERE meeting = 1
"""

from __future__ import annotations

__all__ = ["APPLICATION_ID", "FULL_TEXT", "INDEXES", "TABLES", "VERSION"]

APPLICATION_ID = 0x434D_5150
"""Tells a corpus from other databases ("CMQP")."""

VERSION = 3
"""Of these tables (``PRAGMA user_version``)."""

TABLES = """
CREATE TABLE articles ( -- one row an article
    article INTEGER PRIMARY KEY, -- in the order of document_id
    document_id TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL, -- as read; all offsets count its code points, half-open
    text_sha256 TEXT NOT NULL,
    published TEXT, -- ISO 8601 day, where known
    outlet TEXT, -- who published it, where --texts or --outlets tell
    source INTEGER NOT NULL REFERENCES articles, -- the first article of its source: of its
    -- near-duplicates, and of all articles of the outlet of the first of these, where it is known
    original INTEGER NOT NULL REFERENCES articles, -- the first of its near-duplicates, or itself
    likeness REAL NOT NULL, -- estimated Jaccard similarity to the original, 1 of itself
    model TEXT, version TEXT -- who made the record
) STRICT;
CREATE TABLE people ( -- one row a person, under all names
    person INTEGER PRIMARY KEY,
    name TEXT NOT NULL, -- the most frequent form, more than a surname where there is one
    country TEXT, -- ISO 3166-1 alpha-2
    role TEXT NOT NULL, -- participant | group | speaker: never participant, may be an organisation
    articles INTEGER NOT NULL -- that name this person
) STRICT;
CREATE TABLE names ( -- the forms of each person's name
    person INTEGER NOT NULL REFERENCES people,
    name TEXT NOT NULL,
    articles INTEGER NOT NULL
) STRICT;
CREATE TABLE titles ( -- what each article says of who someone is: titles over time, by date
    title_claim INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people,
    article INTEGER NOT NULL REFERENCES articles,
    date TEXT, -- of the meeting told of, else the day of publication
    title TEXT, country TEXT, organization TEXT -- NULL: the article does not say
) STRICT;
CREATE TABLE meetings ( -- one row a meeting, of many articles; what most sources say
    meeting INTEGER PRIMARY KEY, -- in the order of date
    date TEXT, -- ISO 8601 day, month, year, or XXXX-MM-DD; NULL: no article tells it
    kind TEXT NOT NULL,
    place TEXT,
    organizer INTEGER REFERENCES people,
    articles INTEGER NOT NULL, -- that tell of it
    sources INTEGER NOT NULL -- the same, near-duplicates and articles of one outlet counted once
) STRICT;
CREATE TABLE claims ( -- what each article says of a meeting
    -- absent is found in its text; attended stands in its record, and is left out where its only
    -- proof stands in the words that deny it
    claim INTEGER PRIMARY KEY,
    meeting INTEGER NOT NULL REFERENCES meetings,
    article INTEGER NOT NULL REFERENCES articles,
    field TEXT NOT NULL, -- date | kind | place | organizer | attended | absent: stayed away
    value TEXT NOT NULL, -- as the record has it; of people the name; of absent as the text has it
    person INTEGER REFERENCES people -- who that is, of organizer, attended and absent
) STRICT;
CREATE TABLE findings ( -- equal claims of a meeting made one, and how far the sources agree
    finding INTEGER PRIMARY KEY,
    meeting INTEGER NOT NULL REFERENCES meetings,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    person INTEGER REFERENCES people,
    articles INTEGER NOT NULL,
    sources INTEGER NOT NULL,
    verdict TEXT NOT NULL -- agreed | partly | single | disputed
) STRICT;
CREATE TABLE sayings ( -- the same words of a speaker about a meeting, in however many articles
    saying INTEGER PRIMARY KEY,
    meeting INTEGER NOT NULL REFERENCES meetings,
    person INTEGER REFERENCES people,
    speaker TEXT NOT NULL,
    text TEXT NOT NULL, -- the shortest form: what all of them say
    articles INTEGER NOT NULL,
    sources INTEGER NOT NULL,
    verdict TEXT NOT NULL -- agreed | partly | single | disputed: another differs in what counts
) STRICT;
CREATE TABLE variants ( -- two sayings of a speaker, by different sources, a few words apart
    saying INTEGER NOT NULL REFERENCES sayings,
    other INTEGER NOT NULL REFERENCES sayings,
    about TEXT NOT NULL, -- negation | condition | number | day | name | word: in what they differ
    difference TEXT NOT NULL -- as wdiff writes it: [-words of one-]{+words of the other+}
) STRICT;
CREATE TABLE statements ( -- one row a statement of an article
    statement INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles,
    meeting INTEGER REFERENCES meetings, -- that the article reports it with; NULL: not told
    person INTEGER REFERENCES people, -- the speaker; NULL of collectives
    saying INTEGER REFERENCES sayings,
    speaker TEXT, kind TEXT NOT NULL, nested INTEGER NOT NULL,
    content TEXT NOT NULL, content_start INTEGER NOT NULL, content_end INTEGER NOT NULL,
    speaker_mention TEXT, speaker_mention_start INTEGER, speaker_mention_end INTEGER,
    cue TEXT, cue_start INTEGER, cue_end INTEGER
) STRICT;
CREATE TABLE proofs ( -- the spans that prove a claim, or what is said of who someone is
    claim INTEGER REFERENCES claims, title_claim INTEGER REFERENCES titles, -- one of the two
    article INTEGER NOT NULL REFERENCES articles,
    span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, quote TEXT NOT NULL
) STRICT;
CREATE TABLE links ( -- why each thing was joined to a person, a meeting or a source
    link_to TEXT NOT NULL, -- person | meeting | source
    number INTEGER NOT NULL, -- of that person, meeting or, of source, original article
    article INTEGER REFERENCES articles,
    item TEXT NOT NULL, -- a form of the name | meetings[0] of the record | a document_id
    rule TEXT NOT NULL, reason TEXT NOT NULL,
    score REAL -- what the rule measured, 0 to 1
) STRICT;
CREATE VIEW attendances AS -- who attended which meeting, by how many articles
    SELECT f.meeting, f.person, p.name, p.country, f.articles, f.sources, f.verdict
    FROM findings f JOIN people p USING (person) WHERE f.field = 'attended';
CREATE VIEW absences -- who stayed away from which meeting, by which article, in which words
    AS SELECT c.meeting, c.person, p.name, a.document_id, r.span_start, r.span_end, r.quote
    FROM claims c JOIN people p USING (person) JOIN articles a USING (article)
    JOIN proofs r USING (claim) WHERE c.field = 'absent';
CREATE VIEW encounters AS -- who met whom, by pairs
    SELECT a.person AS person, b.person AS other, count(*) AS meetings
    FROM findings a JOIN findings b ON a.meeting = b.meeting AND a.person < b.person
    WHERE a.field = 'attended' AND b.field = 'attended' GROUP BY a.person, b.person;
"""

INDEXES = """
CREATE INDEX articles_by_source ON articles (source);
CREATE INDEX articles_by_original ON articles (original);
CREATE INDEX people_by_name ON people (name);
CREATE INDEX names_by_person ON names (person);
CREATE INDEX names_by_name ON names (name);
CREATE INDEX titles_by_person ON titles (person, date);
CREATE INDEX titles_by_article ON titles (article);
CREATE INDEX meetings_by_date ON meetings (date);
CREATE INDEX claims_by_meeting ON claims (meeting, field);
CREATE INDEX claims_by_article ON claims (article);
CREATE INDEX claims_by_person ON claims (person);
CREATE INDEX findings_by_meeting ON findings (meeting, field);
CREATE INDEX findings_by_person ON findings (person, field);
CREATE INDEX sayings_by_meeting ON sayings (meeting);
CREATE INDEX sayings_by_person ON sayings (person);
CREATE INDEX variants_by_saying ON variants (saying);
CREATE INDEX variants_by_other ON variants (other);
CREATE INDEX statements_by_article ON statements (article);
CREATE INDEX statements_by_meeting ON statements (meeting);
CREATE INDEX statements_by_person ON statements (person);
CREATE INDEX statements_by_saying ON statements (saying);
CREATE INDEX proofs_by_claim ON proofs (claim);
CREATE INDEX proofs_by_title ON proofs (title_claim);
CREATE INDEX links_by_thing ON links (link_to, number);
CREATE INDEX links_by_article ON links (article);
"""

FULL_TEXT = """
CREATE VIRTUAL TABLE articles_fts USING FTS5 (
    text, content="articles", content_rowid="article", tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO articles_fts (articles_fts) VALUES ('rebuild');
CREATE VIRTUAL TABLE statements_fts USING FTS5 (
    content, speaker, content="statements", content_rowid="statement",
    tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO statements_fts (statements_fts) VALUES ('rebuild');
"""
