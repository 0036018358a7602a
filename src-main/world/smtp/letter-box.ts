import { randomUUID } from 'node:crypto';
import { type ParsedMail, simpleParser } from 'mailparser';
import type { Core } from '../../events/core.ts';
import { AccountSearch } from '../../store/account-search.ts';
import { Messages } from '../../store/messages.ts';
import { mailReaderOf } from '../mail-readers.ts';

/** The longest text that is kept of a mail, characters. */
const MOST_TEXT = 64 * 1024;
const TRICKS = /(?![\n\t])[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
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
  const text = plain(await textOf(parsed))
    .trim()
    .slice(0, MOST_TEXT);
  const link = ownLink(text, ownOrigins());
  const subject = oneLine(parsed.subject ?? '').slice(0, 300) || '(no subject)';
  const sender = oneLine(parsed.from?.text ?? '').slice(0, 200) || mail.from || '(no sender)';
  const note = noteOn(parsed);
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
        sender,
        template: 'smtp',
        subject,
        text,
        link,
        linkText: link === null ? null : 'Open the link of this mail',
        sentAt: core.clock.now(),
        readAt: null,
        note,
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

/**
 * Text without what makes it look other than it is: control characters, and signs that turn the direction of writing
 * around (Unicode UAX #9) or that nobody sees.
 */
const plain = (text: string): string => text.replace(TRICKS, '');
const oneLine = (text: string): string => plain(text.replace(/\s+/g, ' ')).trim();

/** What the reader is told of a mail that is more than its text. */
function noteOn({ html, attachments }: ParsedMail): string | null {
  const told: string[] = [];
  if (html !== false) told.push('This mail is HTML; only its text is shown.');
  if (attachments.length > 0) {
    const names = attachments
      .slice(0, 5)
      .map(({ filename }) => oneLine(filename ?? '').slice(0, 80) || 'without a name');
    const rest = attachments.length > names.length ? ', …' : '';
    told.push(`Attachments are not kept: ${attachments.length} (${names.join(', ')}${rest}).`);
  }
  return told.length === 0 ? null : told.join(' ');
}

function ownLink(text: string, origins: readonly string[]): string | null {
  for (const [found] of text.matchAll(ADDRESS_IN_TEXT)) {
    // What ends a sentence does not belong to the address.
    const address = found.replace(/[).,;:!?\]]+$/, '');
    if (URL.canParse(address) && origins.includes(new URL(address).origin)) return address;
  }
  return null;
}
