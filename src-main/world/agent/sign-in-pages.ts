import type { Browser, Page } from './browser.ts';
import type { Form } from './forms.ts';

/** How a persona answers the provider's pages. */
export interface Answers {
  username: string;
  password: string;
  consent: 'allow' | 'deny';
}

/** More pages than any sign-in has. */
const MAX_PAGES = 10;

/**
 * Answers the provider's pages, one after the other, until the browser has left the provider or a page has no form that
 * could be answered. A password is given once: when it is refused, the page that says so is where it ends.
 */
export async function answerPages(
  browser: Browser,
  start: Page,
  issuer: string,
  answers: Answers,
): Promise<Page> {
  let page = start;
  let tried = false;
  let typed = false;
  for (let count = 0; count < MAX_PAGES; count++) {
    if (new URL(page.url).origin !== new URL(issuer).origin) return page;
    const signIn = page.forms.find(asksForPassword);
    if (signIn && tried) return page;
    const form = signIn ?? page.forms.find(asksForDecision) ?? page.forms.find(asksForUserCode);
    if (!form || (typed && asksForUserCode(form) && !asksForDecision(form))) return page;
    typed ||= asksForUserCode(form);
    tried ||= signIn !== undefined;
    const decision = signIn ? 'allow' : answers.consent;
    const button = form.buttons.find(({ name, value }) => name === 'decision' && value === decision);
    page = await browser.submit(
      page,
      form,
      signIn ? { username: answers.username, password: answers.password } : {},
      button,
    );
  }
  return page;
}

const asksForPassword = (form: Form): boolean => form.fields.some((field) => field.name === 'password');
/** A link with the code in it has filled it in (RFC 8628 §3.3.1). */
const asksForUserCode = (form: Form): boolean => form.fields.some((field) => field.name === 'user_code');
const asksForDecision = (form: Form): boolean => form.buttons.some((button) => button.name === 'decision');
