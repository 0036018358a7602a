/** The schema of the event log's own database; the same rules as for the state. */
export const EVENT_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    flow TEXT,
    bytes INTEGER NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX event_flow ON event (flow, seq) WHERE flow IS NOT NULL;
  CREATE INDEX event_type ON event (type, seq);

  CREATE TABLE secret (
    handle TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    seq INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX secret_hash ON secret (hash);

  CREATE TABLE pinned_flow (flow TEXT PRIMARY KEY) STRICT;

  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  `,
  // A chain of reasons that many events share, stored once. Their records then hold no reasons of their own.
  `
  CREATE TABLE chain (id INTEGER PRIMARY KEY, reasons TEXT NOT NULL) STRICT;
  ALTER TABLE event ADD COLUMN chain INTEGER REFERENCES chain (id);
  CREATE INDEX event_chain ON event (chain) WHERE chain IS NOT NULL;
  `,
  // Which words each event has (see log-search.ts). It keeps no text of its own, and is filled beside the log, so that a
  // long log of an older version is open at once.
  `
  CREATE VIRTUAL TABLE event_search USING fts5 (
    text, content = '', detail = none, tokenize = 'unicode61 remove_diacritics 0'
  );
  `,
  // The account that a fact is about. Hops have none here: they are found by their flow.
  `
  ALTER TABLE event ADD COLUMN subject TEXT;
  UPDATE event SET subject = json_extract(record, '$.subject') WHERE type NOT LIKE 'http.%';
  CREATE INDEX event_subject ON event (subject, seq) WHERE subject IS NOT NULL;
  `,
];
