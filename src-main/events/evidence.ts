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

/** Collects what ties a message, already redacted, to other messages of the same story. */
export function evidenceIn(...texts: readonly string[]): Evidence[] {
  const found = new Map<string, Evidence>();
  const add = (by: string, value: string) => {
    const key = `${by === 'code' || TELLING.has(by) ? 'secret' : by}:${value}`;
    if (!found.has(key)) found.set(key, { by, key });
  };
  for (const text of texts) {
    // Most texts hold none of this, and looking for a word costs much less than matching a pattern.
    if (text.includes('‹')) {
      for (const [, kind = '', hash = ''] of text.matchAll(SECRET_HANDLE_PATTERN))
        if (TELLING.has(kind)) add(kind, hash);
    }
    if (text.includes('/interaction/') || text.includes('/auth/'))
      for (const [, uid = ''] of text.matchAll(INTERACTION)) add('interaction', uid);
    if (text.includes('urn') || text.includes('URN'))
      for (const [, uri = ''] of text.matchAll(REQUEST_URI)) add('request_uri', uri);
    if (text.includes('state=')) {
      for (const [, state = ''] of text.matchAll(STATE)) if (state.length >= STATE_MIN) add('state', state);
    }
    if (text.includes('user_code'))
      for (const [, code = ''] of text.matchAll(USER_CODE)) add('user_code', code.replaceAll('-', ''));
  }
  return found.size === 0 ? NONE : [...found.values()];
}
