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
]);

/** A `state` shorter than this may be a constant that tells nothing. */
const STATE_MIN = 16;

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
    for (const [, kind = '', hash = ''] of text.matchAll(SECRET_HANDLE_PATTERN))
      if (TELLING.has(kind)) add(kind, hash);
    for (const [, uid = ''] of text.matchAll(/\/(?:interaction|auth)\/([\w-]{16,})/g))
      add('interaction', uid);
    for (const [, uri = ''] of text.matchAll(
      /urn(?::|%3A)ietf(?::|%3A)params(?::|%3A)oauth(?::|%3A)request_uri(?::|%3A)([\w-]+)/gi,
    )) {
      add('request_uri', uri);
    }
    for (const [, state = ''] of text.matchAll(/[?&#]state=([^&#\s"']+)/g))
      if (state.length >= STATE_MIN) add('state', state);
    for (const [, code = ''] of text.matchAll(/user_code(?:=|"\s*:\s*")([\w-]{4,})/g))
      add('user_code', code.replaceAll('-', ''));
  }
  return [...found.values()];
}
