import type { ServerResponse } from 'node:http';
import { type PublicError, toPublicError } from '../contract/errors.ts';

/** The form in which a part says that something went wrong: RFC 6749 §5.2, RFC 7644 §3.12, or RFC 9457. */
export type ErrorForm = 'oauth' | 'scim' | 'problem';

/**
 * Ends an answer whose events could not be committed: nothing may be acknowledged that was not (RFC 4918 §11.5, 507
 * Insufficient Storage). An answer that is on its way already is cut off, so that nobody takes it for complete.
 */
export function endUncommitted(
  response: ServerResponse,
  error: unknown,
  end: ServerResponse['end'],
  form: ErrorForm,
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  end(replaceAnswer(response, error, form));
}

/** Puts the head of a 507 in place of the one that was prepared, and answers the body that goes with it. */
export function replaceAnswer(response: ServerResponse, error: unknown, form: ErrorForm): string {
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  const shown = toPublicError(error);
  const { type, body } = describe(shown, response.req.headers.accept ?? '', form);
  response.statusCode = 507;
  response.setHeader('content-type', type);
  response.setHeader('cache-control', 'no-store');
  return body;
}

function describe(shown: PublicError, accept: string, form: ErrorForm): { type: string; body: string } {
  const detail = `${shown.what} ${shown.why} ${shown.next}`;
  if (accept.includes('text/html')) {
    const [what, why, next] = [shown.what, shown.why, shown.next].map(escapeHtml);
    return {
      type: 'text/html; charset=utf-8',
      body: `<!doctype html><html lang="en"><title>${what}</title><h1>${what}</h1><p>${why}</p><p>${next}</p></html>`,
    };
  }
  if (form === 'oauth') {
    return {
      type: 'application/json',
      body: JSON.stringify({ error: 'server_error', error_description: ascii(detail) }),
    };
  }
  if (form === 'scim') {
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error'];
    return {
      type: 'application/scim+json; charset=utf-8',
      body: JSON.stringify({ schemas, status: '507', detail }),
    };
  }
  return {
    type: 'application/problem+json',
    body: JSON.stringify({
      type: `urn:gatehouse:error:${shown.code}`,
      title: shown.what,
      status: 507,
      detail: `${shown.why} ${shown.next}`,
    }),
  };
}

/** `error_description` takes printable ASCII without quotes and backslashes (RFC 6749 §5.2). */
const ascii = (text: string): string => text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "'");

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
