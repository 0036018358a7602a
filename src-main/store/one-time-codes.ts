import { z } from 'zod';
import type { StateStore } from './state-store.ts';

/** A one-time authorization code, as it is kept: not the code itself, only its hash. Times are virtual, ms. */
export interface OneTimeCode {
  secretHash: string;
  /** The call whose answer handed it out. */
  handedOutBy: string;
  /** The calls that it is for. */
  operations: string[];
  /** The account that the workflow is about; null where the call was about none. */
  account: string | null;
  /** How often it let a call through. */
  uses: number;
  expiresAt: number;
}

interface Row {
  secret_hash: string;
  handed_out_by: string;
  operations: string;
  account_id: string | null;
  uses: number;
  expires_at: number;
}

const operationsSchema = z.array(z.string());

/** The one-time authorization codes of the directory. Those that ended are kept for a while, to be known for what they are. */
export class OneTimeCodes {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  get(secretHash: string): OneTimeCode | undefined {
    const row = this.#store.prepare<Row>('SELECT * FROM one_time_code WHERE secret_hash = ?').get(secretHash);
    return (
      row && {
        secretHash: row.secret_hash,
        handedOutBy: row.handed_out_by,
        operations: operationsSchema.parse(JSON.parse(row.operations)),
        account: row.account_id,
        uses: row.uses,
        expiresAt: row.expires_at,
      }
    );
  }

  /** Adds a code and removes those that expired before `forgetBefore`. */
  add({ secretHash, handedOutBy, operations, account, uses, expiresAt }: OneTimeCode, forgetBefore: number) {
    this.#store.transaction(() => {
      this.#store.prepare('DELETE FROM one_time_code WHERE expires_at < ?').run(forgetBefore);
      this.#store
        .prepare(
          `INSERT INTO one_time_code (secret_hash, handed_out_by, operations, account_id, uses, expires_at)
           VALUES (?, ?, ?, ?, ?, ?)`,
        )
        .run(secretHash, handedOutBy, JSON.stringify(operations), account, uses, expiresAt);
    });
  }

  countUse(secretHash: string): void {
    this.#store.prepare('UPDATE one_time_code SET uses = uses + 1 WHERE secret_hash = ?').run(secretHash);
  }
}
