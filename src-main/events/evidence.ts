import { SECRET_HANDLE_PATTERN } from '../contract/events.ts';

/** Secrets that belong to one sign-in. Cookies outlive sign-ins, so they are no evidence. */
const TELLING = new Set([
  'code',
  'code_verifier',
  'access_token',
  'refresh_token',
  'id_token',
  'device_code',
  'token',
  'otp',
]);

/** A `state` shorter than this may be a constant that tells nothing. */
const STATE_MIN = 16;

const INTERACTION = /\/(?:interaction|auth)\/([\w-]{16,})/g;
const REQUEST_URI = /urn(?::|%3A)ietf(?::|%3A)params(?::|%3A)oauth(?::|%3A)request_uri(?::|%3A)([\w-]+)/gi;
const STATE = /[?&#]state=([^&#\s"']+)/g;
const USER_CODE = /user_code(?:=|"\s*:\s*")([\w-]{4,})/g;
const NONE: Evidence[] = [];

/** Something that ties a message to a story: `by` is its kind, `key` what is compared. */
export interface Evidence {
  by: string;
  key: string;
}

/** Its own copy: `exec` keeps its place in it. */
const HANDLE = new RegExp(SECRET_HANDLE_PATTERN);

/** Collects what ties a message, already redacted, to other messages of the same story. */
export function evidenceIn(...texts: readonly string[]): Evidence[] {
  let found: Map<string, Evidence> | undefined;
  const add = (by: string, value: string) => {
    const key = `${TELLING.has(by) ? 'secret' : by}:${value}`;
    found ??= new Map();
    if (!found.has(key)) found.set(key, { by, key });
  };
  for (const text of texts) {
    // Most texts hold none of this, and looking for a word costs much less than matching a pattern.
    if (text === '') continue;
    if (text.includes('‹')) {
      each(HANDLE, text, (kind, hash) => {
        if (TELLING.has(kind)) add(kind, hash);
      });
    }
    if (text.includes('/interaction/') || text.includes('/auth/'))
      each(INTERACTION, text, (uid) => add('interaction', uid));
    if (text.includes('urn') || text.includes('URN'))
      each(REQUEST_URI, text, (uri) => add('request_uri', uri));
    if (text.includes('state=')) {
      each(STATE, text, (state) => {
        if (state.length >= STATE_MIN) add('state', state);
      });
    }
    if (text.includes('user_code'))
      each(USER_CODE, text, (code) => add('user_code', code.replaceAll('-', '')));
  }
  return found === undefined ? NONE : [...found.values()];
}

/** Calls `hear` with the groups of each match. Without the copy of the pattern that `matchAll` makes each time. */
function each(pattern: RegExp, text: string, hear: (first: string, second: string) => void): void {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text))
    hear(match[1] ?? '', match[2] ?? '');
}
