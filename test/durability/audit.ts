import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { SandboxEvent } from '../../src-main/contract/events.ts';
import { asText } from './administrator.ts';
import { type Ledger, Register, type StateLedger } from './ledger.ts';
import type { SandboxProcess } from './sandbox-process.ts';
import { LAB } from './traffic.ts';

/** What the accounts of a new world hold together, cents. */
const ALL_MONEY = 284_160 + 1_240_000 + 63_855 + 1_337;

type Connection = InstanceType<typeof Database>;

/** What the log has told so far, over all lives of one data folder. */
export class LogHistory {
  last = 0;
  readonly issued = new Set<string>();
  readonly handles = new Set<string>();
  readonly revoked = new Set<string>();
  readonly allowed = new Set<string>();
  readonly answered = new Set<string>();
  readonly registered = new Set<string>();
  readonly rotated = new Set<string>();
  readonly booked = new Set<string>();
  /** The newest state that an event tells of, by account. */
  readonly accounts = new Map<string, string>();
  /** Since the state was last put back: what must therefore be in it. */
  sinceRestore = { handles: new Set<string>(), revoked: new Set<string>(), booked: new Set<string>() };
  clockOffset = 0;
  clockKnown = true;

  hear(event: SandboxEvent): void {
    const { data, type } = event;
    const text = (name: string): string => String(data[name] ?? '');
    switch (type) {
      case 'idp.token.issued':
        this.issued.add(text('jti'));
        this.handles.add(text('handle'));
        this.sinceRestore.handles.add(text('handle'));
        return;
      case 'idp.token.revoked':
        this.revoked.add(text('jti'));
        this.sinceRestore.revoked.add(text('handle'));
        return;
      case 'gw.request.allowed':
        this.allowed.add(event.trace ?? '');
        return;
      case 'http.response':
        if (event.node === 'gateway') this.answered.add(event.trace ?? '');
        return;
      case 'idp.client.registered':
        this.registered.add(text('client'));
        return;
      case 'idp.key.rotated':
        this.rotated.add(text('kid'));
        return;
      case 'api.payment.booked':
        this.booked.add(text('reference'));
        this.sinceRestore.booked.add(text('reference'));
        return;
      case 'account.created':
      case 'account.changed':
      case 'account.deleted':
        this.accounts.set(event.subject ?? '', tupleOf(data.to));
        return;
      case 'clock.advanced':
        this.clockOffset = Number(data.offset);
        this.clockKnown = true;
        return;
      case 'clock.reset':
        this.clockOffset = 0;
        this.clockKnown = true;
        return;
      case 'snapshot.restored':
        this.sinceRestore = { handles: new Set(), revoked: new Set(), booked: new Set() };
        this.accounts.clear();
        // The clock goes back with the state; the event does not say to when.
        this.clockKnown = false;
        return;
      default:
    }
  }
}

/**
 * Holds a sandbox that was killed and started again against everything that was acknowledged, and its state and its
 * log against each other. Answers what is wrong; nothing, when all is well.
 */
export async function audit(
  dataDir: string,
  sandbox: SandboxProcess,
  ledger: Ledger,
  history: LogHistory,
): Promise<string[]> {
  const state = new Database(join(dataDir, 'state.db'), { readonly: true });
  const log = new Database(join(dataDir, 'events.db'), { readonly: true });
  try {
    return [
      ...intact(state, 'state.db'),
      ...intact(log, 'events.db'),
      ...readLog(log, history),
      ...outboxDelivered(state, log),
      ...logKept(ledger, history),
      ...stateMatchesLog(state, history),
      ...stateKept(state, ledger),
      ...filesWhole(dataDir),
      ...(await answersAsTold(sandbox, ledger)),
    ];
  } finally {
    state.close();
    log.close();
  }
}

function intact(connection: Connection, name: string): string[] {
  const result = connection.pragma('integrity_check', { simple: true });
  return result === 'ok' ? [] : [`${name}: integrity_check says ${String(result)}`];
}

/** Reads what is new, and checks that no number is missing and none is given twice. */
function readLog(log: Connection, history: LogHistory): string[] {
  const batches = log
    .prepare('SELECT events FROM batch WHERE last > ? ORDER BY last')
    .pluck()
    .all(history.last) as string[];
  const wrong: string[] = [];
  for (const event of batches.flatMap((batch) => JSON.parse(batch) as SandboxEvent[])) {
    if (event.seq !== history.last + 1) wrong.push(`events.db: ${event.seq} follows ${history.last}`);
    history.last = event.seq;
    history.hear(event);
  }
  const { total } = log.prepare('SELECT total(count) AS total FROM batch').get() as { total: number };
  if (total !== history.last) wrong.push(`events.db: ${total} events up to number ${history.last}`);
  return wrong;
}

/** What is in the log leaves the outbox with the next transaction only. */
function outboxDelivered(state: Connection, log: Connection): string[] {
  const ids = state.prepare('SELECT id FROM outbox').pluck().all() as string[];
  const delivered = log.prepare("SELECT value FROM meta WHERE key = 'delivered'").pluck().get();
  const known = new Set(typeof delivered === 'string' ? (JSON.parse(delivered) as string[]) : []);
  const left = ids.filter((id) => !known.has(id)).length;
  return left === 0 ? [] : [`state.db: facts of ${left} transactions wait in the outbox after the start`];
}

/** What was acknowledged is in the log, whatever was restored since. */
function logKept(ledger: Ledger, history: LogHistory): string[] {
  return [
    ...missing('log: no gw.request.allowed for an answered call', ledger.calls, history.allowed),
    ...missing('log: no http.response for an answered call', ledger.calls, history.answered),
    ...missing('log: no idp.token.issued for a token given out', ledger.issued, history.issued),
    ...missing('log: no idp.token.revoked for an answered revocation', ledger.revoked, history.revoked),
    ...missing('log: no api.payment.booked for an answered payment', ledger.paid, history.booked),
  ];
}

/** Each change of state has its event, and each event its change. */
function stateMatchesLog(state: Connection, history: LogHistory): string[] {
  const tokens = state.prepare('SELECT handle, revoked_at FROM issued_token').all() as {
    handle: string;
    revoked_at: number | null;
  }[];
  const held = new Set(tokens.map(({ handle }) => handle));
  const ended = new Set(tokens.filter((token) => token.revoked_at !== null).map(({ handle }) => handle));
  const offset = storedOffset(state);
  return [
    ...missing('a token in the register has no event', held, history.handles),
    ...missing('an issued token is not in the register', history.sinceRestore.handles, held),
    ...missing('a revoked token is not revoked in the register', history.sinceRestore.revoked, ended),
    ...accountsWhole(state, history),
    ...missing('a payment has no event', payments(state), history.booked),
    ...missing('a booked payment is not in the state', history.sinceRestore.booked, payments(state)),
    ...moneyKept(state),
    ...missing('an application has no event', ownApplications(state), history.registered),
    ...(history.clockKnown && offset !== history.clockOffset
      ? [`the clock stands at ${offset}, the log says ${history.clockOffset}`]
      : []),
  ];
}

/** The state is the one that was acknowledged last; cut off in a restore, it may be the one before or the one after. */
function stateKept(state: Connection, ledger: Ledger): string[] {
  const before = stateDiffers(state, ledger.state);
  if (!ledger.restoring) {
    // The next jump starts from where the clock really is, which an answer that never came left open.
    if (ledger.state.clockOffset.pending) ledger.state.clockOffset = new Register(storedOffset(state));
    return before;
  }
  const after = stateDiffers(state, ledger.restoring);
  if (after.length === 0) ledger.state = ledger.restoring;
  ledger.restoring = undefined;
  return before.length === 0 || after.length === 0
    ? []
    : ['neither the state before a restore nor the one after it', ...before, ...after];
}

function stateDiffers(state: Connection, told: StateLedger): string[] {
  const register = state.prepare('SELECT revoked_at FROM issued_token WHERE jti = ?');
  const wrong: string[] = [];
  for (const [jti, status] of told.tokens) {
    const row = register.get(jti) as { revoked_at: number | null } | undefined;
    if (!row) wrong.push(`state: token ${jti} is not in the register`);
    else if (status === 'revoked' && row.revoked_at === null)
      wrong.push(`state: token ${jti} is not revoked`);
    else if (status === 'valid' && row.revoked_at !== null)
      wrong.push(`state: token ${jti} is revoked and nobody asked for it`);
  }
  const artefact = state.prepare(
    "SELECT consumed_at FROM oidc_artifact WHERE model = 'RefreshToken' AND id = ?",
  );
  for (const family of told.families) {
    const current = artefact.get(family.current) as { consumed_at: number | null } | undefined;
    if (!current) wrong.push('state: a refresh token that was given out is gone');
    else if (!family.pending && current.consumed_at !== null)
      wrong.push('state: a refresh token is used up and nobody used it');
    for (const used of family.used) {
      const row = artefact.get(used) as { consumed_at: number | null } | undefined;
      if (row?.consumed_at === null)
        wrong.push('state: a refresh token that was exchanged can be used again');
    }
  }
  const { settings } = state.prepare("SELECT settings FROM application WHERE client_id = 'pocket'").get() as {
    settings: string;
  };
  const rotates = (JSON.parse(settings) as { rotateRefreshTokens: boolean }).rotateRefreshTokens;
  if (!told.rotates.allows(rotates)) wrong.push('state: a change of an application is lost');
  if (!told.clockOffset.allows(storedOffset(state))) wrong.push('state: a jump of the clock is lost');
  const accounts = madeAccounts(state);
  for (const [name, register] of told.accounts) {
    const tuple = accounts.get(name) ?? asText(null);
    if (!register.allows(tuple))
      wrong.push(`state: ${name} is ${tuple}, not ${register.acknowledged} or ${register.pending?.value}`);
  }
  for (const name of accounts.keys())
    if (!told.accounts.has(name)) wrong.push(`state: ${name} is there and nobody asked for it`);
  const kids = (state.prepare('SELECT kid FROM signing_key').all() as { kid: string }[]).map(
    ({ kid }) => kid,
  );
  return [
    ...wrong,
    ...missing('state: a payment is gone', told.payments, payments(state)),
    ...missing('state: a registered application is gone', told.applications, new Set(ownApplications(state))),
    ...missing('state: a key that signs is gone', [...told.keys].slice(-1), new Set(kids)),
  ];
}

interface AccountRow {
  id: string;
  username: string;
  label: string | null;
  locked: number;
  enabled: number;
}

const accountRows = (state: Connection): AccountRow[] =>
  state
    .prepare("SELECT id, username, label, locked, enabled FROM account WHERE username LIKE 'k-%'")
    .all() as AccountRow[];

const textOf = ({ label, locked, enabled }: AccountRow): string =>
  JSON.stringify([label, locked === 1, enabled === 0]);

/** Label and flags as an event tells them. */
function tupleOf(to: unknown): string {
  const state = to as { label: string | null; locked: boolean; disabled: boolean } | null;
  return JSON.stringify(state && [state.label, state.locked, state.disabled]);
}

const madeAccounts = (state: Connection): Map<string, string> =>
  new Map(accountRows(state).map((row) => [row.username, textOf(row)]));

/** Each account that the traffic made is where its newest event says, and who is invited has her one code and her mail. */
function accountsWhole(state: Connection, history: LogHistory): string[] {
  const codes = state.prepare(
    "SELECT count(*) AS n FROM confirmation_code WHERE account_id = ? AND status = 'open'",
  );
  const mails = state.prepare('SELECT count(*) AS n FROM message WHERE account_id = ?');
  const counted = (query: typeof codes, id: string) => (query.get(id) as { n: number }).n;
  return accountRows(state).flatMap((row) => {
    const wrong: string[] = [];
    const told = history.accounts.get(row.id);
    if (told !== undefined && told !== textOf(row))
      wrong.push(`${row.username} is ${textOf(row)}, its newest event says ${told}`);
    const waits = row.label?.startsWith('PENDING_') ?? false;
    if (waits && counted(codes, row.id) !== 1)
      wrong.push(`${row.username} waits as ${row.label} with ${counted(codes, row.id)} open codes`);
    if (waits && counted(mails, row.id) === 0)
      wrong.push(`${row.username} waits as ${row.label} and got no message`);
    return wrong;
  });
}

function storedOffset(state: Connection): number {
  const row = state.prepare("SELECT value FROM setting WHERE key = 'clock.offset'").get() as
    | { value: string }
    | undefined;
  return row ? Number(JSON.parse(row.value)) : 0;
}

function ownApplications(state: Connection): string[] {
  const rows = state.prepare("SELECT client_id FROM application WHERE name = 'Of my own'").all() as {
    client_id: string;
  }[];
  return rows.map(({ client_id }) => client_id);
}

/** References of the payments that the traffic made; those of the seed have words. */
function payments(state: Connection): Set<string> {
  const rows = state.prepare("SELECT payload FROM backend_record WHERE collection = 'payment'").all() as {
    payload: string;
  }[];
  const references = rows.map(({ payload }) => (JSON.parse(payload) as { reference: string }).reference);
  return new Set(references.filter((reference) => /^[0-9a-f]{24}$/.test(reference)));
}

/** All payments are between accounts of the bank: a sum that changes is a payment half booked. */
function moneyKept(state: Connection): string[] {
  const { sum } = state
    .prepare(
      "SELECT total(payload ->> 'balanceCents') AS sum FROM backend_record WHERE collection = 'account'",
    )
    .get() as { sum: number };
  return sum === 0 || sum === ALL_MONEY ? [] : [`state: the accounts hold ${sum} cents, not ${ALL_MONEY}`];
}

/** No file is half written, and none is left over from a write that was cut off. */
function filesWhole(dataDir: string): string[] {
  const names = readdirSync(dataDir);
  const snapshots = readdirSync(join(dataDir, 'snapshots'));
  const half = [...names, ...snapshots].filter((name) => /\.(tmp|next|broken|unreadable)/.test(name));
  const lonely = snapshots.filter(
    (name) => name.endsWith('.db') && !snapshots.includes(name.replace(/db$/, 'json')),
  );
  const wrong = [...half, ...lonely].map((name) => `a file is left over: ${name}`);
  for (const name of names.filter((candidate) => candidate.endsWith('.json'))) {
    try {
      JSON.parse(readFileSync(join(dataDir, name), 'utf8'));
    } catch {
      wrong.push(`${name} is not JSON`);
    }
  }
  return wrong;
}

/** What a person sees through the contract: settings, snapshots, the place in the lab. */
async function answersAsTold(sandbox: SandboxProcess, ledger: Ledger): Promise<string[]> {
  const [settings, snapshots, lab] = await Promise.all([
    sandbox.call('settings.get', {}),
    sandbox.call('snapshots.list', {}),
    sandbox.call('labs.current', {}),
  ]);
  const listed = new Set(snapshots.map(({ id }) => id));
  return [
    ...(ledger.textSize.allows(settings.textSize) ? [] : ['a setting is lost']),
    ...(ledger.step.allows(lab?.current) ? [] : [`the lab stands at ${lab?.current}, not where it was`]),
    ...(lab === null || lab.id === LAB.lab ? [] : [`another lab is open: ${lab.id}`]),
    ...missing('a snapshot is gone', ledger.snapshots.keys(), listed),
  ];
}

function missing(what: string, wanted: Iterable<string>, there: ReadonlySet<string>): string[] {
  return [...wanted].filter((entry) => !there.has(entry)).map((entry) => `${what}: ${entry}`);
}
