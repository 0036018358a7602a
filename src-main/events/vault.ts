import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Connection, Statement } from '../store/driver.ts';
import { RecentMap } from './recent-map.ts';
import type { SecretKind, Vault } from './recorder.ts';
import { vaultKey } from './vault-key.ts';

/** Kinds of which only the handle is kept: nobody needs to see them again, so nobody can. */
const NEVER_KEPT: ReadonlySet<SecretKind> = new Set(['password', 'client_secret', 'private_key', 'otp']);

/** Secrets that may wait to be written. Beyond it, while the log cannot be written, only their handles are kept. */
const MOST_UNSAVED = 10_000;

/** Of how many secrets the kind is remembered at least: of each that is not written yet. */
const KINDS = MOST_UNSAVED;

/** How many secrets are looked for in text that has no known shape. */
const RECENT = 200;

/** How many short codes are looked for. */
const ISSUED = 500;

/** What a short code looks like; people type it in any letter case. */
const SHORT_CODE = /\b[0-9A-Za-z]{4,12}\b/g;

/** How many handles are remembered at least. */
const MET = 1_000;

const HANDLE = /^‹([a-z_]+):([0-9a-f]{16})›$/;

/**
 * The vault beside the event log. A handle is a keyed hash of the secret, so equal secrets have equal handles,
 * but a handle tells nothing about its secret. The key never leaves the data folder.
 */
export class SqliteVault implements Vault {
  readonly #connection: Connection;
  readonly #insert: Statement;
  readonly #byHandle: Statement;
  readonly #firstKind: Statement;
  readonly #key: KeyObject;
  readonly #origin: SqliteVault | undefined;
  readonly #unsaved = new Map<string, { kind: string; value: string }>();
  /** Kind under which a secret was first met, by the hash in its handle. */
  readonly #kinds = new RecentMap<SecretKind>(KINDS);
  readonly #recent = new Map<string, string>();
  /** Handles of short codes that were issued, by the code in capitals. */
  readonly #issued = new LRUCache<string, string>({ max: ISSUED });
  /** Handles of secrets that come again and again: hashing each time costs more than looking here. */
  readonly #met = new RecentMap<{ kind: SecretKind; handle: string }>(MET);
  #newest = '';

  /**
   * The vault of a fork makes the handles that its `origin` makes, and resolves those too.
   *
   * @param log path of the database, beside which the key is kept too
   */
  constructor(connection: Connection, log: string, origin?: SqliteVault) {
    this.#connection = connection;
    this.#insert = connection.prepare(
      'INSERT OR IGNORE INTO secret (hash, kind, value, seq) VALUES (?, ?, ?, ?)',
    );
    this.#byHandle = connection.prepare('SELECT kind, value FROM secret WHERE hash = ? AND kind = ?');
    this.#firstKind = connection.prepare('SELECT kind FROM secret WHERE hash = ? ORDER BY rowid LIMIT 1');
    this.#origin = origin;
    this.#key = origin ? origin.#key : createSecretKey(vaultKey(connection, log, () => randomBytes(32)));
  }

  handle(kind: SecretKind, value: string): string {
    const met = this.#met.get(value);
    if (met?.kind === kind) {
      if (value.length >= 16) this.#keepRecent(value, met.handle);
      return met.handle;
    }
    const handle = this.#hash(kind, value);
    // `token` may become more exact when the secret is met under its own name.
    if (kind !== 'token') this.#met.set(value, { kind, handle });
    return handle;
  }

  #hash(kind: SecretKind, value: string): string {
    const hash = createHmac('sha256', this.#key).update(value).digest('hex').slice(0, 16);
    // Only `token` needs to know what is stored. Others are stored once more, which changes nothing: most are new.
    const known = this.#kinds.get(hash) ?? (kind === 'token' ? this.#savedKind(hash) : undefined);
    // `token` says only that it is one of the kinds of tokens: what it was called at first is more exact.
    const exact = known && (kind === 'token' || known === kind) ? known : kind;
    const handle = `‹${exact}:${hash}›`;
    if (known !== exact && !NEVER_KEPT.has(exact) && this.#unsaved.size < MOST_UNSAVED) {
      this.#unsaved.set(handle, { kind: exact, value });
      this.#kinds.set(hash, exact);
    }
    if (value.length >= 16) this.#keepRecent(value, handle);
    return handle;
  }

  issued(code: string): string {
    const handle = this.handle('otp', code);
    this.#issued.set(code.toUpperCase(), handle);
    return handle;
  }

  /** Replaces secrets that were met lately, and short codes that were issued, wherever they stand in `text`. */
  scrub(text: string): string {
    let clean =
      this.#issued.size === 0
        ? text
        : text.replace(SHORT_CODE, (word) => this.#issued.get(word.toUpperCase()) ?? word);
    // Keys alone: a pair for each secret would be most of what a request allocates.
    for (const value of this.#recent.keys()) {
      if (value.length <= clean.length && clean.includes(value))
        clean = clean.replaceAll(value, this.#recent.get(value) ?? '');
    }
    return clean;
  }

  reveal(handle: string): { kind: string; value: string | null } | undefined {
    const unsaved = this.#unsaved.get(handle);
    if (unsaved) return unsaved;
    const [, kind, hash] = HANDLE.exec(handle) ?? [];
    const row = this.#byHandle.get(hash, kind) as { kind: string; value: string } | undefined;
    if (row) return row;
    const before = this.#origin?.reveal(handle);
    if (before) return before;
    return kind && (NEVER_KEPT as Set<string>).has(kind) ? { kind, value: null } : undefined;
  }

  derive(purpose: string, name: string, length: number): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#key, name, `gatehouse ${purpose}`, length));
  }

  /** Keeps the secrets that another vault with the same key has met: those of a fork whose state is taken over. */
  takeOver(other: SqliteVault): void {
    const rows = other.#connection.prepare('SELECT kind, value FROM secret').all() as {
      kind: SecretKind;
      value: string;
    }[];
    for (const { kind, value } of rows) this.handle(kind, value);
  }

  /** Writes the secrets that were met since the last time. Called inside the log's own transaction. */
  save(seq: number): void {
    if (this.#unsaved.size === 0) return;
    for (const [handle, { kind, value }] of this.#unsaved)
      this.#insert.run(handle.slice(-17, -1), kind, value, seq);
  }

  /** Forgets what {@link save} has written; called after the transaction has been committed. */
  saved(): void {
    this.#unsaved.clear();
  }

  /** Forgets every secret; the handles in exported logs stay comparable, since the key stays. */
  clear(): void {
    this.#unsaved.clear();
    this.#kinds.clear();
    this.#recent.clear();
    this.#issued.clear();
    this.#met.clear();
    this.#newest = '';
  }

  #savedKind(hash: string): SecretKind | undefined {
    const row = this.#firstKind.get(hash) as { kind: SecretKind } | undefined;
    if (row) this.#kinds.set(hash, row.kind);
    return row?.kind;
  }

  #keepRecent(value: string, handle: string): void {
    if (value === this.#newest) return;
    this.#newest = value;
    this.#recent.delete(value);
    this.#recent.set(value, handle);
    if (this.#recent.size <= RECENT) return;
    const oldest = this.#recent.keys().next().value;
    if (oldest !== undefined) this.#recent.delete(oldest);
  }
}
