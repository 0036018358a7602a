import { z } from 'zod';
import { channelSchema } from '../contract/account-state.ts';
import type { StateStore } from './state-store.ts';

/** A mail or a text message as it lies in somebody's inbox or on her phone. */
export const messageSchema = z.object({
  id: z.string(),
  channel: channelSchema,
  /** The account that it is for, if the sender knew one. */
  account: z.string().nullable(),
  /** E-mail address or telephone number. */
  address: z.string(),
  sender: z.string(),
  /** The template that it was made from, or `free` for text of a person's own. */
  template: z.string(),
  subject: z.string(),
  text: z.string(),
  link: z.string().nullable(),
  linkText: z.string().nullable(),
  /** The short code that it carries, for whoever types it. */
  code: z.string().nullable(),
  /** What the reader is told about a mail that came from outside: how it is shown, and what was left out. */
  note: z.string().nullable(),
  /** Times are virtual, ms. */
  sentAt: z.number(),
  readAt: z.number().nullable(),
});
export type Message = z.infer<typeof messageSchema>;

interface Row {
  account_id: string | null;
  link_text: string | null;
  sent_at: number;
  read_at: number | null;
}

/** How many messages are kept for each account, the newest ones. */
const KEPT = 200;

/** Every message that was delivered in the sandbox. Part of the state: a restore takes back what was sent since. */
export class Messages {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  /** Messages to an account or to one of its addresses, newest first. */
  of(account: string, addresses: readonly string[] = []): Message[] {
    return this.#store
      .prepare<Row>(
        `SELECT * FROM message WHERE account_id = ?
           OR address COLLATE NOCASE IN (SELECT value FROM json_each(?))
         ORDER BY sent_at DESC, rowid DESC`,
      )
      .all(account, JSON.stringify(addresses))
      .map(parse);
  }

  get(id: string): Message | undefined {
    const row = this.#store.prepare<Row>('SELECT * FROM message WHERE id = ?').get(id);
    return row && parse(row);
  }

  deliver(message: Omit<Message, 'code' | 'note'> & Partial<Pick<Message, 'code' | 'note'>>): void {
    this.#store.transaction(() => {
      this.#store
        .prepare(
          `INSERT INTO message (id, channel, account_id, address, sender, template, subject, text, link, link_text,
             sent_at, read_at, code, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          message.id,
          message.channel,
          message.account,
          message.address,
          message.sender,
          message.template,
          message.subject,
          message.text,
          message.link,
          message.linkText,
          message.sentAt,
          message.readAt,
          message.code ?? null,
          message.note ?? null,
        );
      this.#store
        .prepare(
          `DELETE FROM message WHERE account_id IS ? AND rowid NOT IN
             (SELECT rowid FROM message WHERE account_id IS ? ORDER BY sent_at DESC, rowid DESC LIMIT ${KEPT})`,
        )
        .run(message.account, message.account);
    });
  }

  markRead(id: string, at: number): void {
    this.#store.transaction(() =>
      this.#store.prepare('UPDATE message SET read_at = ? WHERE id = ? AND read_at IS NULL').run(at, id),
    );
  }

  /** Removes every message of an account. */
  forget(account: string): void {
    this.#store.transaction(() =>
      this.#store.prepare('DELETE FROM message WHERE account_id = ?').run(account),
    );
  }

  clear(): void {
    this.#store.transaction(() => this.#store.prepare('DELETE FROM message').run());
  }
}

function parse(row: Row): Message {
  return messageSchema.parse({
    ...row,
    account: row.account_id,
    linkText: row.link_text,
    sentAt: row.sent_at,
    readAt: row.read_at,
  });
}
