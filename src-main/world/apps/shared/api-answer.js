/**
 * What an API answered, in words for the person who uses the application. Runs on servers and in the page.
 *
 * @typedef {object} ApiCall
 * @property {string} api Id of the API.
 * @property {string} method
 * @property {string} path Path at the API, e.g. `/accounts/4711`.
 *
 * @typedef {ApiCall & {
 *   status: number,
 *   ok: boolean,
 *   title: string,
 *   text: string,
 *   error?: string,
 *   needs?: string,
 * }} ApiAnswer `status` is 0 when no answer came; `error` is the code of RFC 6750 §3.1 or of the problem document;
 * `needs` is the scope that was missing.
 */

/**
 * @param {ApiCall} call
 * @param {{ status: number, wwwAuthenticate?: string | null, body?: unknown }} answer
 * @returns {ApiAnswer}
 */
export function describeAnswer(call, { status, wwwAuthenticate, body }) {
  const challenge = challengeParameters(wwwAuthenticate ?? '');
  const problem = /** @type {Record<string, unknown>} */ (isObject(body) ? body : {});
  const error = challenge.error ?? text(problem.error) ?? text(problem.code);
  const needs = challenge.scope;
  const detail = challenge.error_description ?? text(problem.detail) ?? text(problem.title);
  const ok = status >= 200 && status < 300;
  return {
    ...pick(call),
    status,
    ok,
    ...(ok ? {} : { error }),
    ...(ok || !needs ? {} : { needs }),
    ...words(status, error, needs, detail),
  };
}

/**
 * The answer for a call that never reached the API.
 * @param {ApiCall} call
 * @param {string} error
 * @param {string} reason
 * @returns {ApiAnswer}
 */
export function describeFailure(call, error, reason) {
  return { ...pick(call), status: 0, ok: false, error, title: 'The call was not made', text: reason };
}

/** @param {ApiCall} call */
const pick = ({ api, method, path }) => ({ api, method, path });

/**
 * @param {number} status
 * @param {string | undefined} error
 * @param {string | undefined} needs
 * @param {string | undefined} detail
 */
function words(status, error, needs, detail) {
  if (status >= 200 && status < 300) return { title: 'The bank answered', text: 'The call was allowed.' };
  if (error === 'insufficient_scope') {
    return {
      title: 'Not allowed: the token does not reach that far',
      text: needs
        ? `This needs the permission ${needs}, and the access token of this application does not carry it.`
        : 'The access token of this application does not carry the permission that this needs.',
    };
  }
  if (status === 401) {
    return {
      title: error === 'invalid_token' ? 'Not allowed: the token was refused' : 'Not allowed: no token',
      text: detail ?? 'The gateway wants an access token that is valid for this API.',
    };
  }
  const titles = /** @type {Record<number, string>} */ ({
    400: 'The bank did not understand this',
    403: 'Not allowed',
    404: 'Nothing there',
    422: 'The bank will not do this',
    429: 'Too many calls',
  });
  const title =
    titles[status] ?? (status >= 500 ? 'The bank cannot answer at the moment' : 'The call failed');
  return { title, text: detail ?? 'The answer gave no reason.' };
}

/**
 * The parameters of a `WWW-Authenticate` header (RFC 9110 §11.6.1), of the first challenge that names an error.
 * @param {string} header
 * @returns {Partial<Record<string, string>>}
 */
function challengeParameters(header) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const [, name = '', quoted, bare] of header.matchAll(/([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g)) {
    found[name.toLowerCase()] ??= quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/g, '$1');
  }
  return found;
}

/** @param {unknown} value */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {unknown} value */
const text = (value) => (typeof value === 'string' && value !== '' ? value : undefined);
