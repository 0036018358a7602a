import { randomUUID } from 'node:crypto';
import type { Channel } from '../../contract/account-state.ts';
import type { Core } from '../../events/core.ts';
import type { Account } from '../../store/accounts.ts';
import { Messages } from '../../store/messages.ts';
import { inWords } from './in-words.ts';
import { isTemplate, type MessageFacts, TEMPLATES } from './templates.ts';

/** One message to one person. */
export interface Letter {
  account: Account;
  channel: Channel;
  /** Where it goes, if not to the account's own address. */
  address?: string | undefined;
  template: string;
  code?: string | undefined;
  /** For how long the code works, ms. */
  lifetime?: number | undefined;
  /** Where the link of the message leads. */
  link?: string | undefined;
  detail?: string | undefined;
}

/**
 * Writes messages into inboxes and onto phones, in the state transaction of what they tell of: a message is there if, and
 * only if, what it tells of has happened.
 */
export class Postman {
  readonly #core: Core;
  readonly #messages: Messages;
  readonly #organisation: string;

  constructor(core: Core, organisation: string) {
    this.#core = core;
    this.#messages = new Messages(core.store);
    this.#organisation = organisation;
  }

  /** Delivers a letter and records `message.sent`. Without an address it delivers nothing and records that. */
  deliver(letter: Letter): void {
    const { account, channel, template } = letter;
    const address = letter.address ?? addressOf(account, channel);
    if (!isTemplate(template)) return;
    this.#core.store.transaction(() => {
      if (address === undefined) {
        this.#core.recorder.record({
          type: 'message.sent',
          outcome: 'failed',
          subject: account.id,
          data: { channel, template, error: 'the account has no address for this channel' },
        });
        return;
      }
      const { subject, text } = this.#write(template, letter);
      const id = randomUUID();
      this.#messages.deliver({
        id,
        channel,
        account: account.id,
        address,
        sender: this.#organisation,
        template,
        subject,
        text,
        link: letter.link ?? null,
        linkText: letter.link === undefined ? null : linkTextOf(template),
        code: letter.link === undefined ? (letter.code ?? null) : null,
        sentAt: this.#core.clock.now(),
        readAt: null,
      });
      this.#core.recorder.record({
        type: 'message.sent',
        outcome: 'ok',
        subject: account.id,
        data: { id, channel, to: address, template, subject },
      });
    });
  }

  #write(template: keyof typeof TEMPLATES, letter: Letter): { subject: string; text: string } {
    const facts: MessageFacts = {
      name: letter.account.name,
      organisation: this.#organisation,
      code: letter.code,
      within: letter.lifetime === undefined ? undefined : inWords(letter.lifetime),
      detail: letter.detail,
    };
    return { subject: TEMPLATES[template].subject, text: TEMPLATES[template].text(facts) };
  }
}

function linkTextOf(template: keyof typeof TEMPLATES): string {
  const found: { linkText?: string } = TEMPLATES[template];
  return found.linkText ?? 'Open';
}

/** Where an account gets messages of a channel. */
export function addressOf(account: Account, channel: Channel): string | undefined {
  if (channel === 'email') return account.email === '' ? undefined : account.email;
  const phone = account.claims.phone_number;
  return typeof phone === 'string' && phone !== '' ? phone : undefined;
}
