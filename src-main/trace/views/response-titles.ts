import type { CapturedBody } from '../../contract/events.ts';
import type { Json } from '../../contract/json.ts';
import { salientQuery, shortPath } from './hop-titles.ts';
import {
  asObject,
  type HeaderList,
  headerValue,
  jsonBody,
  mediaType,
  splitTarget,
  textOf,
} from './messages.ts';
import { maskHandles } from './secrets.ts';

/** What a title is made from. */
export type TitledResponse = {
  status: number;
  headers: HeaderList;
  body?: CapturedBody | undefined;
  aborted?: boolean | undefined;
};

/** Reason phrases (RFC 9110 §15) for the codes that parts of the sandbox answer with. */
const PHRASES: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  411: 'Length Required',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  417: 'Expectation Failed',
  421: 'Misdirected Request',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The reason phrase of a status code; empty for a code that the registry does not name. */
export function reasonPhrase(status: number): string {
  return PHRASES[status] ?? '';
}

const TOKEN_NAMES: [string, string][] = [
  ['access_token', 'access'],
  ['id_token', 'ID'],
  ['refresh_token', 'refresh'],
];

/** `error` of a challenge header (RFC 6750 §3), e.g. `insufficient_scope`. */
export function challengeError(headers: HeaderList): string | undefined {
  const challenge = headerValue(headers, 'www-authenticate');
  return challenge === undefined ? undefined : /\berror="?([\w.-]+)"?/.exec(challenge)?.[1];
}

function describeObject(value: Json): string | undefined {
  if (Array.isArray(value)) return value.length === 1 ? '1 item' : `${value.length} items`;
  const object = asObject(value);
  if (object === undefined) return undefined;
  const error = textOf(object, 'error');
  if (error !== undefined) return error;
  const tokens = TOKEN_NAMES.filter(([name]) => typeof object[name] === 'string').map(([, word]) => word);
  if (tokens.length > 0) return `${tokens.join(', ')} token`;
  if (typeof object.active === 'boolean') return object.active ? 'active' : 'not active';
  if (Array.isArray(object.keys)) return object.keys.length === 1 ? '1 key' : `${object.keys.length} keys`;
  if (textOf(object, 'issuer') !== undefined && textOf(object, 'jwks_uri') !== undefined)
    return 'provider metadata';
  if (textOf(object, 'request_uri') !== undefined) return 'request_uri';
  if (textOf(object, 'device_code') !== undefined) return 'device code';
  if (textOf(object, 'client_id') !== undefined && object.redirect_uris !== undefined) return 'registered';
  const lists = Object.entries(object).filter(([, member]) => Array.isArray(member));
  const [list] = lists;
  if (list !== undefined && lists.length === 1) return `${(list[1] as Json[]).length} ${list[0]}`;
  if (textOf(object, 'sub') !== undefined) return `claims of ${textOf(object, 'sub')}`;
  return undefined;
}

/** The title of an HTML page, as it is quoted in a title of ours. */
export function pageTitle(body: CapturedBody | undefined): string | undefined {
  if (body === undefined || mediaType(body) !== 'text/html') return undefined;
  const title = /<title[^>]*>([^<]{1,120})<\/title>/i.exec(body.text)?.[1]?.trim();
  return title === undefined || title === ''
    ? 'page'
    : `“${decodeEntities(title.split(/\s[·|–—]\s/, 1)[0] ?? title)}”`;
}

function decodeEntities(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };
  return text.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (whole, name: string) => named[name] ?? whole);
}

/** What a reader needs to know of an answer in one line: `200 access, ID, refresh token`. Secrets show as `•••`. */
export function responseTitle(response: TitledResponse): string {
  const { status, headers, body } = response;
  if (response.aborted && status === 0) return 'no answer, connection closed';
  const suffix = response.aborted ? ', cut off' : '';
  const location = headerValue(headers, 'location');
  if (location !== undefined && status >= 300 && status < 400) {
    const { path, query } = splitTarget(location);
    return `${status} → ${shortPath(path)}${maskHandles(salientQuery(query))}${suffix}`;
  }
  const json = jsonBody(body);
  const words =
    challengeError(headers) ??
    (json === undefined ? undefined : describeObject(json)) ??
    pageTitle(body) ??
    (status < 300 && json !== undefined ? 'JSON' : reasonPhrase(status));
  return maskHandles(`${status} ${words}`.trimEnd()) + suffix;
}
