import { type Answer, valuesOf } from './raw-http.ts';
import { Violation } from './verdict.ts';

/** Codes of RFC 6749 §4.1.2.1 and §5.2, RFC 6750 §3.1, RFC 7009, RFC 8628 §3.5, RFC 8707, RFC 9449 and OpenID Connect. */
const OAUTH_ERROR = /^[a-z]+(?:_[a-z]+)*$/;

/** Refuses an answer that is an error in no standard's form, or a server error: torture leaves every upstream alone. */
export function assertForm(answer: Answer, method: string): void {
  const { status, body } = answer;
  if (status >= 500 && !isDesktopOnly(answer))
    throw new Violation('form', `${status}: ${body.slice(0, 500)}`);
  if (status < 400) return;
  if (method === 'HEAD') return;
  const type = valuesOf(answer, 'content-type')[0] ?? '';
  if (type.startsWith('application/problem+json')) assertProblem(answer);
  else if (type.startsWith('application/json')) assertOauth(answer);
  else if (type.startsWith('text/html')) assertPage(answer);
  else throw new Violation('form', `${status} as ${type || 'nothing'}: ${body.slice(0, 200)}`);
  if (status === 405 && valuesOf(answer, 'allow').length === 0)
    throw new Violation('form', '405 without Allow (RFC 9110 §15.5.6)');
  if (status === 401 && valuesOf(answer, 'www-authenticate').length === 0)
    throw new Violation('form', '401 without WWW-Authenticate (RFC 9110 §15.5.2)');
}

/** RFC 9457 §3.1: the status in the document is that of the answer, and there is a title. */
function assertProblem({ status, body }: Answer): void {
  const problem = parse(body);
  if (problem.status !== status || typeof problem.title !== 'string' || problem.title === '')
    throw new Violation('form', `a problem document that is none (RFC 9457 §3.1): ${body.slice(0, 300)}`);
}

/** RFC 6749 §5.2: `error` is a code; nothing inside the server shows. */
function assertOauth({ body }: Answer): void {
  const { error } = parse(body);
  if (typeof error !== 'string' || !OAUTH_ERROR.test(error))
    throw new Violation('form', `an error without a code (RFC 6749 §5.2): ${body.slice(0, 300)}`);
  assertNoInside(body);
}

function assertPage({ body }: Answer): void {
  if (!/^<!doctype html>/i.test(body)) throw new Violation('form', `no page: ${body.slice(0, 100)}`);
  if (/<script>alert/i.test(body))
    throw new Violation('form', `a page that quotes a script: ${body.slice(0, 300)}`);
  assertNoInside(body);
}

/** No error shows a stack or a path of this machine. */
function assertNoInside(body: string): void {
  if (/\n\s+at .+:\d+:\d+|node_modules|SQLITE_/.test(body))
    throw new Violation('form', `the inside shows: ${body.slice(0, 500)}`);
}

function isDesktopOnly({ status, body }: Answer): boolean {
  return status === 501 && body.includes('"method.desktop-only"');
}

function parse(body: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(body, 'latin1').toString('utf8'));
  } catch {
    throw new Violation('form', `no JSON: ${body.slice(0, 200)}`);
  }
}
