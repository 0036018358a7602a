import { randomUUID } from 'node:crypto';
import type { Channel } from '../../contract/account-state.ts';
import type { Core } from '../../events/core.ts';
import type { Account } from '../../store/accounts.ts';
import { type Message, Messages } from '../../store/messages.ts';
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
      const message = this.#messageOf(template, letter, address);
      this.#messages.deliver(message);
      this.#core.recorder.record({
        type: 'message.sent',
        outcome: 'ok',
        subject: account.id,
        data: { id: message.id, channel, to: address, template, subject: message.subject },
      });
    });
  }

  /**
   * Does for nobody all the work that a letter to somebody is, and leaves nothing in any inbox: the time of the answer must
   * not tell a stranger whether there is such an account.
   */
  pretend(letter: Letter): void {
    const { account, channel, template } = letter;
    if (!isTemplate(template)) return;
    this.#core.store.transaction(() => {
      this.#messages.deliver(this.#messageOf(template, letter, NOWHERE));
      this.#messages.forget(account.id);
      this.#core.recorder.record({
        type: 'message.sent',
        outcome: 'failed',
        data: { channel, template, nobody: true, error: 'there is nobody to send it to' },
      });
    });
  }

  #messageOf(template: keyof typeof TEMPLATES, letter: Letter, address: string): Message {
    const { subject, text } = this.#write(template, letter);
    return {
      id: randomUUID(),
      channel: letter.channel,
      account: letter.account.id,
      address,
      sender: this.#organisation,
      template,
      subject,
      text,
      link: letter.link ?? null,
      linkText: letter.link === undefined ? null : linkTextOf(template),
      code: letter.link === undefined ? (letter.code ?? null) : null,
      note: null,
      sentAt: this.#core.clock.now(),
      readAt: null,
    };
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

/** In place of the address that nobody has. */
const NOWHERE = 'nobody@nowhere.example';

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
