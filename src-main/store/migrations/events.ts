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
  // What is committed together is one row; see decision 8. Columns that are searched stand before the events, which are
  // long. Names are listed as log-writer.ts lists them.
  `
  CREATE TABLE batch (
    last INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    types TEXT NOT NULL,
    subjects TEXT NOT NULL,
    chains TEXT NOT NULL,
    events TEXT NOT NULL
  ) STRICT;
  CREATE TABLE batch_flow (
    flow TEXT NOT NULL,
    batch INTEGER NOT NULL,
    last INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (flow, batch)
  ) STRICT, WITHOUT ROWID;

  INSERT INTO batch (last, first, count, bytes, types, subjects, chains, events)
    SELECT seq, seq, 1, bytes, char(10) || type || char(10), char(10) || coalesce(subject || char(10), ''),
      CASE WHEN chain IS NULL THEN '[]' ELSE json_array(chain) END,
      '[' || CASE WHEN chain IS NULL THEN record ELSE json_set(record, '$.chain', chain) END || ']'
    FROM event ORDER BY seq;
  INSERT INTO batch_flow (flow, batch, last, count) SELECT flow, seq, seq, 1 FROM event WHERE flow IS NOT NULL;
  INSERT OR REPLACE INTO meta (key, value)
    SELECT 'delivered', json_group_array(id) FROM (SELECT id FROM event ORDER BY seq DESC LIMIT 20000);
  DROP TABLE event;
  `,
  // A handle is a kind and a hash, so that one index finds both: hashes are random, and each index of them costs a page of
  // its own for each secret that is new.
  `
  CREATE TABLE met_secret (
    hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (hash, kind)
  ) STRICT;
  INSERT INTO met_secret (hash, kind, value, seq) SELECT hash, kind, value, seq FROM secret ORDER BY rowid;
  DROP TABLE secret;
  ALTER TABLE met_secret RENAME TO secret;
  `,
];
