import { z } from 'zod';
import {
  type CodeStatus,
  codeFormatSchema,
  codeStatusSchema,
  codeStepSchema,
  scenarioSchema,
} from '../contract/codes.ts';
import { jsonObjectSchema } from '../contract/json.ts';
import type { StateStore } from './state-store.ts';

/** A code that was sent to somebody. The code itself is not kept, only its hash. Times are virtual, ms. */
export const confirmationCodeSchema = z.object({
  id: z.string(),
  account: z.string(),
  scenario: scenarioSchema,
  step: codeStepSchema,
  format: codeFormatSchema,
  /** `email`, `sms`; `handed-over` to an administrator; `external`, to the caller of the API. */
  channel: z.enum(['email', 'sms', 'handed-over', 'external']),
  secretHash: z.string(),
  /** What the workflow needs to go on with, e.g. the address that is to be confirmed. */
  data: jsonObjectSchema,
  /** Wrong codes that were tried against it. */
  attempts: z.number().int(),
  status: codeStatusSchema,
  createdAt: z.number(),
  expiresAt: z.number(),
  endedAt: z.number().nullable(),
});
export type ConfirmationCode = z.infer<typeof confirmationCodeSchema>;

interface Row {
  account_id: string;
  secret_hash: string;
  data: string;
  created_at: number;
  expires_at: number;
  ended_at: number | null;
}

/** The codes of the identity workflows. Those that ended stay, so that one which comes back is known for what it is. */
export class ConfirmationCodes {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  get(id: string): ConfirmationCode | undefined {
    return parse(this.#store.prepare<Row>('SELECT * FROM confirmation_code WHERE id = ?').get(id));
  }

  /** How a code stands, without the rest of it: asked of many at once. */
  standing(id: string): Pick<ConfirmationCode, 'status' | 'expiresAt'> | undefined {
    const row = this.#store
      .prepare<{ status: string; expires_at: number }>(
        'SELECT status, expires_at FROM confirmation_code WHERE id = ?',
      )
      .get(id);
    return row && { status: codeStatusSchema.parse(row.status), expiresAt: row.expires_at };
  }

  /** The newest code with this hash. */
  bySecretHash(hash: string): ConfirmationCode | undefined {
    return parse(
      this.#store
        .prepare<Row>(
          'SELECT * FROM confirmation_code WHERE secret_hash = ? ORDER BY created_at DESC, rowid DESC LIMIT 1',
        )
        .get(hash),
    );
  }

  /** The open codes of an account, newest first. */
  open(account: string): ConfirmationCode[] {
    return this.#store
      .prepare<Row>(
        `SELECT * FROM confirmation_code WHERE account_id = ? AND status = 'open'
         ORDER BY created_at DESC, rowid DESC`,
      )
      .all(account)
      .flatMap((row) => parse(row) ?? []);
  }

  /** The newest codes of an account, open or not. */
  of(account: string, limit = 50): ConfirmationCode[] {
    return this.#store
      .prepare<Row>(
        'SELECT * FROM confirmation_code WHERE account_id = ? ORDER BY created_at DESC, rowid DESC LIMIT ?',
      )
      .all(account, limit)
      .flatMap((row) => parse(row) ?? []);
  }

  add(code: ConfirmationCode): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(
          `INSERT INTO confirmation_code (id, account_id, scenario, step, format, channel, secret_hash, data, attempts,
             status, created_at, expires_at, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          code.id,
          code.account,
          code.scenario,
          code.step,
          code.format,
          code.channel,
          code.secretHash,
          JSON.stringify(code.data),
          code.attempts,
          code.status,
          code.createdAt,
          code.expiresAt,
          code.endedAt,
        ),
    );
  }

  /** Ends an open code; one that has ended stays as it ended. Answers whether it was open. */
  end(id: string, status: Exclude<CodeStatus, 'open'>, at: number): boolean {
    return this.#store.transaction(
      () =>
        this.#store
          .prepare("UPDATE confirmation_code SET status = ?, ended_at = ? WHERE id = ? AND status = 'open'")
          .run(status, at, id).changes > 0,
    );
  }

  /** Counts a wrong try against an open code. Answers how many there were. */
  countTry(id: string): number {
    return this.#store.transaction(() => {
      this.#store.prepare('UPDATE confirmation_code SET attempts = attempts + 1 WHERE id = ?').run(id);
      return this.get(id)?.attempts ?? 0;
    });
  }

  /** Removes codes that ended or expired before `time`, ms. Answers how many. */
  sweep(time: number): number {
    return this.#store.transaction(
      () =>
        this.#store
          .prepare(
            'DELETE FROM confirmation_code WHERE expires_at < ? AND coalesce(ended_at, expires_at) < ?',
          )
          .run(time, time).changes,
    );
  }
}

function parse(row: Row | undefined): ConfirmationCode | undefined {
  if (!row) return undefined;
  return confirmationCodeSchema.parse({
    ...row,
    account: row.account_id,
    secretHash: row.secret_hash,
    data: JSON.parse(row.data),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
  });
}
