import type { CapturedBody } from '../../contract/events.ts';
import { formFields, type HeaderList, headerValue, splitTarget } from './messages.ts';
import { handleKind, holdsSecret, maskHandles } from './secrets.ts';

/** What a title is made from. */
export type TitledRequest = {
  method: string;
  target: string;
  headers: HeaderList;
  body?: CapturedBody | undefined;
};

const LONGEST_QUERY = 32;

/** What each grant of the token endpoint hands over (RFC 6749 §4 and §6, RFC 8628 §3.4, RFC 8693 §2.1). */
const GRANTS: Record<string, string> = {
  refresh_token: 'refresh token',
  client_credentials: 'client credentials',
  'urn:ietf:params:oauth:grant-type:device_code': 'device code',
  'urn:ietf:params:oauth:grant-type:token-exchange': 'token exchange',
};

/** What the buttons do on the page of one's own account. */
const ACCOUNT_ACTS: Record<string, string> = {
  names: 'another name',
  email: 'another e-mail address',
  'email-again': 'send the link again',
  'email-back': 'take the new address back',
  phone: 'another telephone number',
  'phone-code': 'the code of the new number',
  'phone-again': 'send the code again',
  'phone-back': 'take the new number back',
  password: 'another password',
};

/** Path segments that are random identifiers tell a reader nothing: `/interaction/…`. */
export function shortPath(path: string): string {
  return maskHandles(path)
    .split('/')
    .map((segment) => (/^(?=.*\d|.*[A-Z].*[a-z])[\w~.-]{16,}$/.test(segment) ? '…' : segment))
    .join('/');
}

/** What a redirect or a callback carries that matters for the protocol, e.g. `?code=•••`. */
export function salientQuery(query: URLSearchParams): string {
  const error = query.get('error');
  if (error !== null) return `?error=${error}`;
  if (query.has('code') && (query.has('state') || query.has('iss') || holdsSecret(query.get('code') ?? '')))
    return '?code=•••';
  if (query.has('request_uri')) return ' request_uri';
  const challenge = query.get('code_challenge_method');
  if (query.has('code_challenge')) return ` code_challenge=${challenge ?? 'plain'}`;
  if (query.has('id_token_hint')) return ' id_token_hint';
  return '';
}

function grantTitle(form: URLSearchParams): string {
  const grant = form.get('grant_type') ?? '';
  if (grant === 'authorization_code') return form.has('code_verifier') ? 'code + verifier' : 'code';
  return GRANTS[grant] ?? grant;
}

function tokenTitle(form: URLSearchParams): string {
  const kind = handleKind(form.get('token') ?? '') ?? form.get('token_type_hint') ?? 'token';
  return kind.replaceAll('_', ' ');
}

function formTitle(
  method: string,
  path: string,
  form: URLSearchParams,
  headers: HeaderList,
): string | undefined {
  if (form.has('grant_type')) {
    const proof = headerValue(headers, 'dpop') === undefined ? '' : ' + DPoP proof';
    return `${method} ${path} ${grantTitle(form)}${proof}`;
  }
  // The pages of the workflows have such fields too: a registration is no sign-in.
  if ((form.has('username') || form.has('password')) && !path.startsWith('/account/'))
    return `${method} sign-in ${form.get('username') ?? ''}`.trimEnd();
  if (path === '/account/profile') {
    const act = ACCOUNT_ACTS[form.get('decision') ?? ''];
    return act === undefined ? undefined : `${method} ${path}: ${act}`;
  }
  if (form.has('decision')) return `${method} decision: ${form.get('decision')}`;
  if (form.has('token')) return `${method} ${path} ${tokenTitle(form)}`;
  if (form.has('logout_token')) return `${method} ${path} logout token`;
  if (form.has('response_type')) return `${method} ${path} pushed request`;
  if (form.has('user_code')) return `${method} ${path} user code`;
  return undefined;
}

/** What a reader needs to know of a request in one line: `POST /token code + verifier`. Secrets show as `•••`. */
export function requestTitle(request: TitledRequest): string {
  const { path, query } = splitTarget(request.target);
  const short = shortPath(path);
  const form = formFields(request.body);
  const byForm = form === undefined ? undefined : formTitle(request.method, short, form, request.headers);
  if (byForm !== undefined) return maskHandles(byForm);
  if (query.has('response_type') || query.has('request_uri')) {
    const prompt = query.get('prompt');
    const carried = query.has('request_uri') ? ' request_uri' : '';
    return `${request.method} ${short}${carried}${prompt === null ? '' : ` prompt=${prompt}`}`;
  }
  const salient = salientQuery(query);
  if (salient !== '') return `${request.method} ${short}${salient}`;
  const rest = maskHandles(decodeQuery(query));
  if (rest === '') return `${request.method} ${short}`;
  return `${request.method} ${short}?${rest.length > LONGEST_QUERY ? '…' : rest}`;
}

function decodeQuery(query: URLSearchParams): string {
  return [...query].map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&');
}
