import type { Hop } from '../../contract/flow.ts';
import { splitTarget } from './messages.ts';

/** What a hop is for, in plain words, and the standard that describes the step. */
export interface HopStep {
  text: string;
  standard: string;
}

/** A kind of hop: who answers, and the method and path by which it is known. */
type Kind = HopStep & { to: RegExp; asks: RegExp };

/** The first that fits counts; the last two fit every hop. */
const KINDS: readonly Kind[] = [
  {
    to: /^idp$/,
    asks: /^GET \/\.well-known\//,
    text: 'The provider says where its endpoints are and what it supports. Anybody may ask.',
    standard: 'OpenID Connect Discovery §4',
  },
  {
    to: /^idp$/,
    asks: /^GET \/jwks/,
    text: 'The provider publishes the public keys by which its signatures can be checked. Anybody may ask.',
    standard: 'RFC 7517 §5',
  },
  {
    to: /^idp$/,
    asks: /^GET \/interaction\//,
    text: 'The provider shows the page on which the person acts. Nothing is decided until the person answers.',
    standard: 'OpenID Connect Core §3.1.2.3',
  },
  {
    to: /^idp$/,
    asks: /^POST \/session\/end/,
    text: 'The person agreed to sign out: the session ends, and with it all tokens that were bound to it.',
    standard: 'OpenID Connect RP-Initiated Logout §2',
  },
  {
    to: /^idp$/,
    asks: /^GET \/session\/end/,
    text: 'The application asks to sign the person out, and the provider asks the person first.',
    standard: 'OpenID Connect RP-Initiated Logout §2',
  },
  {
    to: /^idp$/,
    asks: /^POST \/device\/auth/,
    text: 'A device asks for two codes: one to poll with, and one that the person types elsewhere.',
    standard: 'RFC 8628 §3.2',
  },
  {
    to: /^idp$/,
    asks: /^(?:GET|POST) \/device/,
    text: 'The person types the code that the device shows, and is asked whether the device is meant.',
    standard: 'RFC 8628 §3.3',
  },
  {
    to: /^idp$/,
    asks: /^POST \/token\/revocation/,
    text: 'The application gives a token back. The answer is the same whether the token was known or not.',
    standard: 'RFC 7009 §2.2',
  },
  {
    to: /^idp$/,
    asks: /^\w+ \/reg/,
    text: 'An application registers itself, or manages its registration.',
    standard: 'RFC 7591 §3',
  },
  {
    to: /^(?:idp|app:.*)$/,
    asks: /^\w+ \/persona-switch\//,
    text: 'The sandbox seats another persona at this browser; no protocol knows this step.',
    standard: 'RFC 6265 §5.3',
  },
  {
    to: /^(?:idp|gateway)$/,
    asks: /^OPTIONS /,
    text: 'The browser asks first whether a page of another origin may make this call.',
    standard: 'Fetch §3.2.2',
  },
  {
    to: /^app:/,
    asks: /^GET \/sign-in/,
    text: 'The application begins a sign-in: it keeps state, nonce and the PKCE verifier, and sends the browser to the provider.',
    standard: 'OpenID Connect Core §3.1.2.1',
  },
  {
    to: /^app:/,
    asks: /^GET \/callback/,
    text: 'The browser brings the code. The application checks that it asked for it, and exchanges it for tokens.',
    standard: 'RFC 6749 §4.1.2',
  },
  {
    to: /^app:/,
    asks: /^POST \/call/,
    text: 'The person presses a button, and the application calls the API with the access token it holds for this session.',
    standard: 'RFC 6750 §2.1',
  },
  {
    to: /^app:/,
    asks: /^POST \/sign-out/,
    text: 'The application ends its own session and sends the browser to the provider, to end that one too.',
    standard: 'OpenID Connect RP-Initiated Logout §2',
  },
  {
    to: /^app:/,
    asks: /^GET \/signed-out/,
    text: 'After the logout the provider sends the browser back to an address that the application registered.',
    standard: 'OpenID Connect RP-Initiated Logout §3',
  },
  {
    to: /^app:/,
    asks: /^POST \/backchannel-logout/,
    text: 'The provider tells the application that a session has ended. The application checks the logout token and ends its own.',
    standard: 'OpenID Connect Back-Channel Logout §2.6',
  },
  {
    to: /^app:/,
    asks: /^POST \/client-events/,
    text: 'The page tells its own server what happened in it, so that the log holds it; no protocol knows this step.',
    standard: 'RFC 9110 §9.3.3',
  },
  {
    to: /^api:/,
    asks: /^/,
    text: 'The API takes the gateway’s word on who calls, and answers with what that caller may see.',
    standard: 'OWASP API Security Top 10 2023, API1',
  },
  {
    to: /^/,
    asks: /^(?:GET|HEAD) /,
    text: 'A page or a file is fetched.',
    standard: 'RFC 9110 §9.3.1',
  },
  {
    to: /^/,
    asks: /^/,
    text: 'A request is answered as its method says.',
    standard: 'RFC 9110 §9.1',
  },
];

/** What a hop is for. It tells of the step, not of a decision: those are in the log. */
export function hopStep(hop: Pick<Hop, 'to' | 'method' | 'target'>): HopStep {
  const asked = `${hop.method} ${splitTarget(hop.target).path}`;
  const kind = KINDS.find(({ to, asks }) => to.test(hop.to) && asks.test(asked));
  return { text: kind?.text ?? '', standard: kind?.standard ?? '' };
}
