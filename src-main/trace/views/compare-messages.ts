import type { CapturedBody } from '../../contract/events.ts';
import type { Hop } from '../../contract/flow.ts';
import type { Json } from '../../contract/json.ts';
import { SECRET_HANDLE_PATTERN } from '../../contract/secret-handles.ts';
import { formFields, type HeaderList, jsonBody, splitTarget } from './messages.ts';

/** One place at which two runs differ. `where` names it: `answer status`, `request form scope`. */
export type Change = { where: string; left: string | undefined; right: string | undefined };

/** Values that are new in every run by their nature: that they differ says nothing. Names without case. */
const ALWAYS_NEW = new Set([
  'state',
  'nonce',
  'code',
  'code_challenge',
  'code_verifier',
  'jti',
  'iat',
  'exp',
  'nbf',
  'auth_time',
  'updated_at',
  'sid',
  'at_hash',
  'instance',
  'user_code',
  'device_code',
  'request_uri',
  'date',
  'expires',
  'last-modified',
  'age',
  'etag',
  'traceparent',
  'tracestate',
  'dpop',
  'dpop-nonce',
  'content-length',
  'cookie',
  'set-cookie',
  'user-agent',
  'connection',
  'keep-alive',
]);

/** True for a field or claim whose value is new in every run by its nature: an id, a time, a proof. */
export function isAlwaysNew(name: string): boolean {
  return ALWAYS_NEW.has(name.toLowerCase());
}

/** An id that a machine drew: 16 letters and digits or more, mixed as no word is. */
const DRAWN = /(?<![\w~-])(?=[\w~-]*\d|[\w~-]*[A-Z][\w~-]*[a-z])[\w~-]{16,}(?![\w~-])/g;

/** A text without what is new in every run: secrets by their kind, ids that a machine drew as `…`. */
export function steady(text: string): string {
  return text
    .replace(SECRET_HANDLE_PATTERN, (handle) => `‹${handle.slice(1, handle.indexOf(':'))}›`)
    .replace(DRAWN, '…');
}

/** A moment as NumericDate or as ms since the epoch (2001 to 2286): another in every run. */
const MOMENT = /\b[1-9]\d{9}(?:\d{3})?\b/g;

/** {@link steady}, and without moments. */
export function steadyValue(text: string): string {
  return steady(text).replace(MOMENT, '…');
}

type Fields = Map<string, string>;

function put(fields: Fields, where: string, name: string, value: string): void {
  if (isAlwaysNew(name)) return;
  const place = `${where} ${name}`;
  const text = steadyValue(value);
  const known = fields.get(place);
  fields.set(place, known === undefined ? text : `${known}, ${text}`);
}

function putHeaders(fields: Fields, where: string, headers: HeaderList): void {
  for (const [name, value] of headers) put(fields, `${where} header`, name.toLowerCase(), steadyUrl(value));
}

/** An address keeps its parameters, less those that are new in every run. */
function steadyUrl(value: string): string {
  if (!/^(?:https?:\/\/|\/)\S*\?/.test(value)) return value;
  const { path, query } = splitTarget(value);
  const kept = [...query].filter(([name]) => !isAlwaysNew(name));
  return `${value.slice(0, value.indexOf(path))}${path}?${kept.map(([name, each]) => `${name}=${each}`).join('&')}`;
}

function putJson(fields: Fields, where: string, name: string, value: Json): void {
  if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      if (!isAlwaysNew(key)) putJson(fields, where, name === '' ? key : `${name}.${key}`, each);
    }
  } else put(fields, where, name === '' ? 'body' : name, String(value));
}

function putBody(fields: Fields, where: string, body: CapturedBody | undefined): void {
  const form = formFields(body);
  const json = jsonBody(body);
  if (form !== undefined)
    for (const [name, value] of form) put(fields, `${where} form`, name, steadyUrl(value));
  else if (json !== undefined) putJson(fields, `${where} body`, '', json);
  else if (body !== undefined) {
    const text = steady(body.text);
    if (/html/.test(body.type)) put(fields, where, 'page', pageTitle(body) ?? 'no title');
    else put(fields, where, 'body', text.length > 200 ? `${text.slice(0, 199)}…` : text);
  }
}

function pageTitle(body: CapturedBody | undefined): string | undefined {
  if (body === undefined || !/html/.test(body.type)) return undefined;
  return /<title>([^<]*)<\/title>/i.exec(body.text)?.[1];
}

/** What a message is about, beyond its address: the fields of the form, and the page that answered. */
export function messageSubject(hop: Hop): string {
  const names = [...(formFields(hop.request.body)?.keys() ?? [])];
  const grant = formFields(hop.request.body)?.get('grant_type') ?? '';
  return `${names.sort().join(',')} ${grant} ${pageTitle(hop.response?.body) ?? ''}`;
}

/** All that a hop says, by place, without what is new in every run. Times are no part of it. */
function fieldsOf(hop: Hop): Fields {
  const fields: Fields = new Map();
  const { path, query } = splitTarget(hop.target);
  put(fields, 'request', 'method', hop.method);
  put(fields, 'request', 'path', path);
  for (const [name, value] of query) put(fields, 'request query', name, value);
  putBody(fields, 'request', hop.request.body);
  putHeaders(fields, 'request', hop.request.headers);
  if (hop.response === undefined) fields.set('answer', 'none in the log');
  else {
    put(fields, 'answer', 'status', String(hop.response.status));
    if (hop.response.aborted) fields.set('answer', 'cut off');
    putBody(fields, 'answer', hop.response.body);
    putHeaders(fields, 'answer', hop.response.headers);
  }
  return fields;
}

/** What two messages of one step say differently, headers last. Empty when they say the same. */
export function messageChanges(left: Hop, right: Hop): Change[] {
  const [before, after] = [fieldsOf(left), fieldsOf(right)];
  const changes = [...new Set([...before.keys(), ...after.keys()])]
    .map((where) => ({ where, left: before.get(where), right: after.get(where) }))
    .filter((change) => change.left !== change.right);
  const isHeader = ({ where }: Change) => where.includes(' header ');
  return [...changes.filter((change) => !isHeader(change)), ...changes.filter(isHeader)];
}
