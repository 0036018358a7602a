import type { Channel } from '../../contract/account-state.ts';
import type { Core } from '../../events/core.ts';
import { type Message, Messages } from '../../store/messages.ts';
import type { PersonaSeed } from '../seed/personas.ts';
import type { Browser, Page } from './browser.ts';

/** Which message a persona reads, and what she types where it leads. */
export interface ReadInput {
  persona: string;
  channel: Channel;
  /** The newest message whose subject has this in it; any, if it is empty. */
  subject: string;
  /** Default: her own. */
  username?: string;
  password?: string;
}

/** Messages whose code is typed where a password is chosen. */
const FOR_PASSWORD = /password|askPassword/i;

/**
 * Reads the newest message that fits, as its person does: opens the page of her messages, follows the link of this one or
 * types its code where codes are typed, and fills in the form that she finds there.
 */
export async function readMessage(
  core: Core,
  { browser, url, issuer, who }: { browser: Browser; url: string; issuer: string; who: PersonaSeed },
  { channel, subject, username = who.username, password = who.password }: ReadInput,
): Promise<{ ok: boolean; summary: string }> {
  const wanted = subject.toLowerCase();
  const message = new Messages(core.store)
    .of(who.id, [who.email])
    .find((one) => one.channel === channel && one.subject.toLowerCase().includes(wanted));
  const list = await browser.open(channel === 'email' ? `${url}/` : `${url}/phone`);
  if (!message) {
    const what = subject === '' ? 'no message' : `no message about “${subject}”`;
    return { ok: false, summary: `${who.name} has ${what} on the page “${list.heading}”.` };
  }
  if (channel === 'email') await browser.open(`${url}/message/${message.id}`);
  const page = await follow(browser, { message, url, issuer });
  if (!page) return { ok: true, summary: `${who.name} reads “${message.subject}”. It asks for nothing.` };
  const form = page.forms[0];
  if (!form) return { ok: false, summary: `“${message.subject}” leads to: ${page.heading}.` };
  const values = { username, confirmation: message.code ?? '', password, again: password };
  const typed = Object.fromEntries(
    // What the page has filled in already stays: the code of a link.
    Object.entries(values).filter(([name]) =>
      form.fields.some((field) => field.name === name && field.type !== 'hidden'),
    ),
  );
  const after = await browser.submit(page, form, typed);
  const said = after.alerts[0] ?? after.heading;
  return {
    ok: after.status < 400,
    summary: `${who.name} opens “${message.subject}” and goes on: ${said.replace(/\.$/, '')}.`,
  };
}

/** Where a message leads: the page of its link, or the one at which its code is typed. */
async function follow(
  browser: Browser,
  { message, url, issuer }: { message: Message; url: string; issuer: string },
): Promise<Page | undefined> {
  if (message.link !== null) return browser.open(`${url}/open/${message.id}`);
  if (message.code === null) return undefined;
  return browser.open(`${issuer}/account/${FOR_PASSWORD.test(message.template) ? 'password' : 'confirm'}`);
}
