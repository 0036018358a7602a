import type { Content, Cookie, Entry, Har, PostData, QueryString, Request, Response } from 'har-format';
import type { CapturedBody } from '../contract/events.ts';
import type { Decision, FlowView, Hop } from '../contract/flow.ts';
import { bodyEncoding, formFields, type HeaderList, headerValue, splitTarget } from './views/messages.ts';
import { reasonPhrase } from './views/response-titles.ts';
import { type Reveal, revealText } from './views/secrets.ts';

/** What the product adds to an entry; HAR 1.2 §4 lets tools add members that begin with an underscore. */
type GatehouseEntry = Entry & {
  _from: string;
  _to: string;
  _channel: Hop['channel'];
  _span: string;
  /** Real time, ISO 8601: `startedDateTime` is the sandbox's virtual time. */
  _realDateTime: string;
  _decisions: Pick<Decision, 'type' | 'node' | 'outcome' | 'title' | 'reasons'>[];
  _error?: string;
};

const HTTP_VERSION = 'HTTP/1.1';

function bodyText(body: CapturedBody, reveal: Reveal | undefined): string {
  return body.base64 ? body.text : revealText(body.text, reveal, bodyEncoding(body));
}

function headersOf(headers: HeaderList, reveal: Reveal | undefined): { name: string; value: string }[] {
  return headers.map(([name, value]) => ({ name, value: revealText(value, reveal) }));
}

function requestCookies(headers: HeaderList, reveal: Reveal | undefined): Cookie[] {
  const line = headerValue(headers, 'cookie');
  if (line === undefined) return [];
  return line
    .split(/;\s*/)
    .filter((pair) => pair.includes('='))
    .map((pair) => ({
      name: pair.slice(0, pair.indexOf('=')),
      value: revealText(pair.slice(pair.indexOf('=') + 1), reveal),
    }));
}

/** Set-Cookie as HAR wants it (RFC 6265 §4.1). */
function responseCookies(headers: HeaderList, reveal: Reveal | undefined): Cookie[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .map(([, line]) => {
      const [pair = '', ...attributes] = line.split(/;\s*/);
      const at = Math.max(pair.indexOf('='), 0);
      const cookie: Cookie & { sameSite?: string } = {
        name: pair.slice(0, at),
        value: revealText(pair.slice(at + 1), reveal),
      };
      for (const attribute of attributes) {
        const [key = '', value = ''] = attribute.split('=', 2);
        if (/^path$/i.test(key)) cookie.path = value;
        if (/^domain$/i.test(key)) cookie.domain = value;
        if (/^expires$/i.test(key) && !Number.isNaN(Date.parse(value)))
          cookie.expires = new Date(value).toISOString();
        if (/^httponly$/i.test(key)) cookie.httpOnly = true;
        if (/^secure$/i.test(key)) cookie.secure = true;
        if (/^samesite$/i.test(key)) cookie.sameSite = value;
      }
      return cookie;
    });
}

function postData(body: CapturedBody, reveal: Reveal | undefined): PostData {
  const comment = body.base64 ? 'The text is base64.' : body.cut ? 'The log kept the first part only.' : '';
  const form = formFields(body);
  const params = form
    ? [...form].map(([name, value]) => ({ name, value: revealText(value, reveal) }))
    : undefined;
  // `text` and `params` exclude one another in the types; readers in the field take both.
  return {
    mimeType: body.type,
    text: bodyText(body, reveal),
    ...(params && { params }),
    comment,
  } as PostData;
}

function requestOf(hop: Hop, reveal: Reveal | undefined): Request {
  const { headers, body } = hop.request;
  const url = revealText(hop.url, reveal, 'url');
  const query: QueryString[] = [...splitTarget(hop.url).query].map(([name, value]) => ({
    name,
    value: revealText(value, reveal),
  }));
  return {
    method: hop.method,
    // A handle holds characters that no address may hold.
    url: url.replace(/\p{Surrogate}/gu, '\u{fffd}').replace(/[^\x20-\x7e]/gu, encodeURIComponent),
    httpVersion: HTTP_VERSION,
    cookies: requestCookies(headers, reveal),
    headers: headersOf(headers, reveal),
    queryString: query,
    ...(body && { postData: postData(body, reveal) }),
    headersSize: -1,
    bodySize: body?.size ?? 0,
  };
}

function contentOf(body: CapturedBody | undefined, reveal: Reveal | undefined): Content {
  if (body === undefined) return { size: 0, mimeType: '' };
  return {
    size: body.size,
    mimeType: body.type,
    text: bodyText(body, reveal),
    ...(body.base64 && { encoding: 'base64' }),
    ...(body.cut && { comment: 'The log kept the first part only.' }),
  };
}

function responseOf(hop: Hop, reveal: Reveal | undefined): Response {
  const { response } = hop;
  if (response === undefined) {
    return {
      status: 0,
      statusText: '',
      httpVersion: HTTP_VERSION,
      cookies: [],
      headers: [],
      content: { size: 0, mimeType: '' },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    };
  }
  return {
    status: response.status,
    statusText: reasonPhrase(response.status),
    httpVersion: HTTP_VERSION,
    cookies: responseCookies(response.headers, reveal),
    headers: headersOf(response.headers, reveal),
    content: contentOf(response.body, reveal),
    redirectURL: revealText(headerValue(response.headers, 'location') ?? '', reveal, 'url'),
    headersSize: -1,
    bodySize: response.body?.size ?? 0,
  };
}

function entryOf(hop: Hop, decisions: readonly Decision[], reveal: Reveal | undefined): GatehouseEntry {
  const wait = hop.response?.durationMs ?? 0;
  const entry: GatehouseEntry = {
    startedDateTime: new Date(hop.request.vtime).toISOString(),
    time: wait,
    request: requestOf(hop, reveal),
    response: responseOf(hop, reveal),
    cache: {},
    // The log knows one length of time for the whole answer.
    timings: { send: 0, wait, receive: 0 },
    comment: hop.title,
    _from: hop.from,
    _to: hop.to,
    _channel: hop.channel,
    _span: hop.span,
    _realDateTime: new Date(hop.request.wtime).toISOString(),
    _decisions: decisions
      .filter((decision) => decision.span === hop.span)
      .map(({ type, node, outcome, title, reasons }) => ({ type, node, outcome, title, reasons })),
  };
  if (hop.response === undefined) entry._error = 'The log holds no answer to this request.';
  else if (hop.response.aborted) entry._error = 'The connection ended before the answer was complete.';
  return entry;
}

/**
 * A story as an HTTP archive (HAR 1.2), with the decisions of each hop beside it. Times are the sandbox's virtual
 * time. Secrets stay handles unless `reveal` gives their values.
 */
export function toHar(view: FlowView, version: string, reveal?: Reveal): Har {
  const entries = view.hops.map((hop) => entryOf(hop, view.decisions, reveal));
  return {
    log: {
      version: '1.2',
      creator: { name: 'Gatehouse', version },
      entries,
      comment: reveal ? 'Secrets are included.' : 'Secrets are replaced by handles.',
    },
  };
}
