import { randomUUID } from 'node:crypto';
import type { Channel } from '../../../../contract/account-state.ts';
import type { Core } from '../../../../events/core.ts';
import type { Account, Accounts } from '../../../../store/accounts.ts';
import { Messages } from '../../../../store/messages.ts';
import { addressOf } from '../../../lifecycle/postman.ts';

/** A message of a workflow. */
export interface WorkflowMail {
  /** A user name of the directory, or an address. */
  to: string;
  channel: Channel;
  subject: string;
  text: string;
  link?: { href: string; text: string };
}

/**
 * Delivers a message in the state transaction that is open and records `message.sent`. Answers the address, or
 * undefined when there is none to deliver to.
 */
export function deliver(
  core: Core,
  accounts: Accounts,
  sender: string,
  mail: WorkflowMail,
): string | undefined {
  const account = accounts.byUsername(mail.to.trim());
  const address = account ? addressOf(account, mail.channel) : addressIn(mail);
  const { channel, subject } = mail;
  const about: Pick<Account, 'id'> | undefined = account;
  if (address === undefined) {
    core.recorder.record({
      type: 'message.sent',
      outcome: 'failed',
      ...(about ? { subject: about.id } : {}),
      data: { channel, to: mail.to, template: 'free', error: 'there is no such account or address' },
    });
    return undefined;
  }
  const id = randomUUID();
  new Messages(core.store).deliver({
    id,
    channel,
    account: account?.id ?? null,
    address,
    sender,
    template: 'free',
    subject: subject === '' ? mail.text.slice(0, 60) : subject,
    text: mail.text,
    link: mail.link?.href ?? null,
    linkText: mail.link?.text ?? null,
    sentAt: core.clock.now(),
    readAt: null,
  });
  core.recorder.record({
    type: 'message.sent',
    outcome: 'ok',
    ...(about ? { subject: about.id } : {}),
    data: { id, channel, to: address, template: 'free', subject },
  });
  return address;
}

function addressIn({ to, channel }: WorkflowMail): string | undefined {
  const form = channel === 'email' ? /^[^\s@]+@[^\s@]+$/ : /^\+?[\d ]{4,20}$/;
  return form.test(to.trim()) ? to.trim() : undefined;
}
