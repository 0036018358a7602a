import type { SignInDecision } from '../directory/sign-in.ts';
import { ACCOUNT_PAGES } from '../workflows/pages/account-layout.ts';
import type { OpenInteraction } from './open-interaction.ts';
import type { SignInLink } from './sign-in-page.ts';

/** What else this person may want, as far as the directory offers it. */
export function linksOf({ parts }: OpenInteraction, decision?: SignInDecision): SignInLink[] {
  const { recovery, selfRegistration, liteRegistration, enumeration } = parts.lifecycle.governance.get();
  const links: SignInLink[] = [];
  if (decision?.deniedBy === 'idp.signin.confirmed' && enumeration.signInTellsState)
    links.push({ href: ACCOUNT_PAGES.resend, text: 'Send the link again' });
  if (recovery.passwordEnabled && (recovery.byLink || recovery.byOtp))
    links.push({ href: ACCOUNT_PAGES.recover, text: 'Forgot your password?' });
  if (selfRegistration.enabled) links.push({ href: ACCOUNT_PAGES.register, text: 'Create an account' });
  else if (liteRegistration.enabled)
    links.push({ href: ACCOUNT_PAGES.registerAddress, text: 'Create an account' });
  return links;
}
