import { randomUUID } from 'node:crypto';
import { type ParsedMail, simpleParser } from 'mailparser';
import type { Core } from '../../events/core.ts';
import { AccountSearch } from '../../store/account-search.ts';
import { Messages } from '../../store/messages.ts';
import { mailReaderOf } from '../mail-readers.ts';

/** The longest text that is kept of a mail, characters. */
const MOST_TEXT = 64 * 1024;
const ADDRESS_IN_TEXT = /https?:\/\/[^\s<>"']+/g;

/** A mail as it came, with those it is for (the envelope, RFC 5321 §3.3). */
export interface ComingMail {
  source: Buffer;
  from: string;
  recipients: readonly string[];
}

/**
 * Reads a mail and puts it into the inboxes of those it is for; what is for nobody of this world is kept too, and the log
 * says so. Only text is kept: of HTML what a person would read of it, of attachments their number. A link is one that can
 * be followed only if it leads to the sandbox itself.
 */
export async function putIntoInboxes(
  core: Core,
  mail: ComingMail,
  ownOrigins: () => readonly string[],
): Promise<void> {
  const parsed = await simpleParser(mail.source, { skipImageLinks: true, skipTextToHtml: true });
  const text = (await textOf(parsed)).trim().slice(0, MOST_TEXT);
  const link = ownLink(text, ownOrigins());
  const subject = parsed.subject?.slice(0, 300) || '(no subject)';
  core.store.transaction(() => {
    for (const address of new Set(mail.recipients)) {
      const found = new AccountSearch(core.store).byEmail(address);
      const account = found.length === 1 ? (found[0]?.id ?? null) : null;
      const id = randomUUID();
      new Messages(core.store).deliver({
        id,
        channel: 'email',
        account,
        address,
        sender: senderOf(parsed) ?? mail.from,
        template: 'smtp',
        subject,
        text,
        link,
        linkText: link === null ? null : 'Open the link of this mail',
        sentAt: core.clock.now(),
        readAt: null,
      });
      const nobody = account === null && mailReaderOf('', address) === undefined;
      core.recorder.record({
        type: 'message.received',
        outcome: 'ok',
        ...(account === null ? {} : { subject: account }),
        data: {
          id,
          from: mail.from,
          to: address,
          subject,
          size: mail.source.length,
          attachments: parsed.attachments.length,
          html: parsed.html !== false,
          ...(nobody ? { nobody: true } : {}),
        },
      });
    }
  });
  await core.recorder.committed();
}

/** The text of a mail; of one that has HTML alone, what a person would read of it. */
async function textOf({ text, html }: ParsedMail): Promise<string> {
  if (text || html === false) return text ?? '';
  // Beside attachments the parser leaves this out, so the HTML is read as a mail of its own.
  const alone = await simpleParser(`Content-Type: text/html; charset=utf-8\r\n\r\n${html}`);
  return alone.text ?? '';
}

const senderOf = (mail: ParsedMail): string | undefined => mail.from?.text.slice(0, 200) || undefined;

function ownLink(text: string, origins: readonly string[]): string | null {
  for (const [found] of text.matchAll(ADDRESS_IN_TEXT)) {
    // What ends a sentence does not belong to the address.
    const address = found.replace(/[).,;:!?\]]+$/, '');
    if (URL.canParse(address) && origins.includes(new URL(address).origin)) return address;
  }
  return null;
}
