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
  // Accounts as they live: label, lock and disable side by side, with counters; groups of their own; the codes of the
  // identity workflows; the messages that people get.
  `
  ALTER TABLE account ADD COLUMN label TEXT;
  ALTER TABLE account ADD COLUMN locked INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE account ADD COLUMN lock_reason TEXT;
  ALTER TABLE account ADD COLUMN unlock_at INTEGER;
  ALTER TABLE account ADD COLUMN failed_attempts INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE account ADD COLUMN lockout_count INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE account ADD COLUMN pending_email TEXT;
  ALTER TABLE account ADD COLUMN pending_phone TEXT;
  ALTER TABLE account ADD COLUMN preferred_channel TEXT NOT NULL DEFAULT 'email';
  ALTER TABLE account ADD COLUMN reset_mode TEXT;
  ALTER TABLE account ADD COLUMN confirmed_at INTEGER;
  ALTER TABLE account ADD COLUMN password_changed_at INTEGER;
  ALTER TABLE account ADD COLUMN last_sign_in_at INTEGER;
  ALTER TABLE account ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE account ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
  UPDATE account SET label = CASE WHEN enabled = 1 THEN 'UNLOCKED' ELSE 'DISABLED' END, updated_at = created_at;

  CREATE TABLE directory_group (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
  ) STRICT;
  CREATE TABLE group_member (
    group_id TEXT NOT NULL REFERENCES directory_group (id) ON DELETE CASCADE,
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, account_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX group_member_account ON group_member (account_id);
  INSERT OR IGNORE INTO directory_group (id, name, created_at, updated_at)
    SELECT DISTINCT value, value, account.created_at, account.created_at FROM account, json_each(account.groups);
  INSERT OR IGNORE INTO group_member (group_id, account_id)
    SELECT directory_group.id, account.id FROM account, json_each(account.groups)
      JOIN directory_group ON directory_group.name = value;
  ALTER TABLE account DROP COLUMN groups;
  CREATE INDEX account_email ON account (email COLLATE NOCASE);
  CREATE INDEX account_created ON account (created_at, id);

  CREATE TABLE confirmation_code (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    scenario TEXT NOT NULL,
    step TEXT NOT NULL,
    format TEXT NOT NULL,
    channel TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    data TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER
  ) STRICT;
  CREATE INDEX confirmation_code_secret ON confirmation_code (secret_hash);
  CREATE INDEX confirmation_code_account ON confirmation_code (account_id, status);

  CREATE TABLE message (
    id TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    account_id TEXT,
    address TEXT NOT NULL,
    sender TEXT NOT NULL,
    template TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    link TEXT,
    link_text TEXT,
    sent_at INTEGER NOT NULL,
    read_at INTEGER
  ) STRICT;
  CREATE INDEX message_account ON message (account_id, sent_at);
  CREATE INDEX message_address ON message (address COLLATE NOCASE, sent_at);

  CREATE INDEX oidc_artifact_session_account ON oidc_artifact (json_extract(payload, '$.accountId'))
    WHERE model = 'Session';
  CREATE INDEX oidc_artifact_grant_account ON oidc_artifact (json_extract(payload, '$.accountId'))
    WHERE model = 'Grant';
  `,
  // What SCIM keeps of users and groups beside the directory's own attributes.
  `
  CREATE TABLE scim_user (
    account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    external_id TEXT,
    attributes TEXT NOT NULL,
    lists INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX scim_user_external ON scim_user (external_id) WHERE external_id IS NOT NULL;
  CREATE INDEX scim_user_lists ON scim_user (account_id) WHERE lists = 1;
  CREATE TABLE scim_group (
    group_id TEXT PRIMARY KEY REFERENCES directory_group (id) ON DELETE CASCADE,
    external_id TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX scim_group_external ON scim_group (external_id) WHERE external_id IS NOT NULL;
  `,
  // One-time authorization codes between the calls of a workflow.
  `
  CREATE TABLE one_time_code (
    secret_hash TEXT PRIMARY KEY,
    handed_out_by TEXT NOT NULL,
    operations TEXT NOT NULL,
    account_id TEXT,
    uses INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX one_time_code_expiry ON one_time_code (expires_at);
  `,
  // Workflows that people define: the definitions, their runs with every entry of each, and the decisions they ask for.
  `
  CREATE TABLE custom_workflow (
    id TEXT PRIMARY KEY,
    yaml TEXT NOT NULL,
    definition TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    position INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE workflow_run (
    id TEXT PRIMARY KEY,
    workflow TEXT NOT NULL,
    definition TEXT NOT NULL,
    status TEXT NOT NULL,
    state TEXT NOT NULL,
    flow TEXT NOT NULL,
    trace TEXT NOT NULL,
    actor TEXT NOT NULL,
    nesting INTEGER NOT NULL,
    starter TEXT,
    token TEXT,
    account_id TEXT,
    started_as TEXT NOT NULL,
    awaits TEXT,
    wake_at INTEGER,
    started_at INTEGER NOT NULL,
    finished_at INTEGER
  ) STRICT;
  CREATE INDEX workflow_run_workflow ON workflow_run (workflow, started_at);
  CREATE INDEX workflow_run_status ON workflow_run (status);
  CREATE INDEX workflow_run_trace ON workflow_run (trace);
  CREATE INDEX workflow_run_awaits ON workflow_run (awaits) WHERE awaits IS NOT NULL;
  CREATE TABLE workflow_run_entry (
    run_id TEXT NOT NULL REFERENCES workflow_run (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    at INTEGER NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (run_id, position)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE workflow_task (
    id TEXT PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES workflow_run (id) ON DELETE CASCADE,
    step TEXT NOT NULL,
    status TEXT NOT NULL,
    approvers TEXT NOT NULL,
    text TEXT NOT NULL,
    claimed_by TEXT,
    decided_by TEXT,
    comment TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    until INTEGER,
    decided_at INTEGER
  ) STRICT;
  CREATE INDEX workflow_task_status ON workflow_task (status);
  CREATE INDEX workflow_task_run ON workflow_task (run_id);
  `,
  // Short codes stand beside the text of their message; mail that came by SMTP names who sent it.
  `
  ALTER TABLE message ADD COLUMN code TEXT;
  `,
  // Scripts of the learner: endpoints of one's own, and handlers on events of the directory.
  `
  CREATE TABLE extension (id TEXT PRIMARY KEY, definition TEXT NOT NULL) STRICT;
  `,
  // Codes that may be sent again were kept beside their hash; they are made anew now.
  `
  UPDATE confirmation_code SET data = json_remove(data, '$.secret');
  `,
  // A request that starts a run may come again under a key, and then begins no second one.
  `
  ALTER TABLE workflow_run ADD COLUMN idempotency_key TEXT;
  ALTER TABLE workflow_run ADD COLUMN asked TEXT;
  CREATE UNIQUE INDEX workflow_run_key ON workflow_run (idempotency_key) WHERE idempotency_key IS NOT NULL;
  `,
  // Mail from outside says how it is shown, and what was left out of it.
  `
  ALTER TABLE message ADD COLUMN note TEXT;
  `,
];
