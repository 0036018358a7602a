/**
 * The schema of the state database. Its version is the number of entries; an entry that was released never changes,
 * a new one is appended. Times are virtual: `_at` columns of provider artefacts count seconds, all others ms.
 */
export const STATE_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  CREATE TABLE outbox (id TEXT PRIMARY KEY, position INTEGER NOT NULL, event TEXT NOT NULL) STRICT;

  CREATE TABLE account (
    id TEXT PRIMARY KEY,
    username TEXT NOT NULL UNIQUE COLLATE NOCASE,
    password_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    claims TEXT NOT NULL,
    groups TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE application (
    client_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    about TEXT NOT NULL,
    metadata TEXT NOT NULL,
    settings TEXT NOT NULL,
    built_in INTEGER NOT NULL,
    position INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE api (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    definition TEXT NOT NULL,
    position INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE oidc_artifact (
    model TEXT NOT NULL,
    id TEXT NOT NULL,
    payload TEXT NOT NULL,
    grant_id TEXT,
    uid TEXT,
    user_code TEXT,
    expires_at INTEGER,
    consumed_at INTEGER,
    PRIMARY KEY (model, id)
  ) STRICT;
  CREATE INDEX oidc_artifact_grant ON oidc_artifact (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX oidc_artifact_uid ON oidc_artifact (uid) WHERE uid IS NOT NULL;
  CREATE INDEX oidc_artifact_user_code ON oidc_artifact (user_code) WHERE user_code IS NOT NULL;
  CREATE INDEX oidc_artifact_expiry ON oidc_artifact (expires_at) WHERE expires_at IS NOT NULL;

  CREATE TABLE signing_key (
    kid TEXT PRIMARY KEY,
    alg TEXT NOT NULL,
    jwk TEXT NOT NULL,
    use_from INTEGER NOT NULL,
    position INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE issued_token (
    handle TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    format TEXT NOT NULL,
    jti TEXT,
    grant_id TEXT,
    account_id TEXT,
    client_id TEXT NOT NULL,
    scope TEXT,
    audience TEXT,
    flow TEXT,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER,
    revoked_by TEXT
  ) STRICT;
  CREATE INDEX issued_token_jti ON issued_token (jti) WHERE jti IS NOT NULL;
  CREATE INDEX issued_token_grant ON issued_token (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX issued_token_account ON issued_token (account_id, client_id, issued_at);

  CREATE TABLE app_session (
    app TEXT NOT NULL,
    sid TEXT NOT NULL,
    payload TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (app, sid)
  ) STRICT;

  CREATE TABLE backend_record (
    api TEXT NOT NULL,
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    owner TEXT,
    payload TEXT NOT NULL,
    PRIMARY KEY (api, collection, id)
  ) STRICT;
  CREATE INDEX backend_record_owner ON backend_record (api, collection, owner);
  `,
];
