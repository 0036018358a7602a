import type { Decision, FlowView, Hop } from '../../contract/flow.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import { asObject, headerValue, jsonBody, splitTarget } from './messages.ts';
import { valueText } from './reasons.ts';
import { pageTitle, reasonPhrase } from './response-titles.ts';
import { ruleLabel } from './rules.ts';

/** A fact of one side, by name. */
export type SideFact = { name: string; value: string };

/** An error from both sides: all that left for the client, and what the part that refused knew as it did. */
export type ErrorSides = { client: readonly SideFact[]; server: readonly SideFact[] };

/** Members of an error document that say something: RFC 6749 §5.2, RFC 9457 §3.1, RFC 7644 §3.12. */
const SAID = ['error', 'error_description', 'title', 'detail', 'code', 'scimType', 'scope'];
/** Headers that are part of the error (RFC 9110 §11.6.1, RFC 9449 §8). */
const HEADERS = ['www-authenticate', 'dpop-nonce', 'retry-after', 'allow'];

/** Both sides of the error that a hop ended in; undefined for a hop that ended in none. */
export function errorSides(view: FlowView, hop: Hop): ErrorSides | undefined {
  const { response } = hop;
  if (response === undefined) return undefined;
  const redirected = redirectError(response.headers);
  const refusing = view.decisions.filter(
    ({ span, outcome, reasons }) =>
      span === hop.span &&
      (outcome === 'denied' ||
        outcome === 'failed' ||
        (outcome === 'challenged' && response.status >= 400) ||
        (redirected.length > 0 && reasons.some((reason) => reason.outcome === 'fail'))),
  );
  if (response.status < 400 && redirected.length === 0 && refusing.length === 0 && !response.aborted)
    return undefined;
  return { client: clientSide(hop, redirected), server: refusing.flatMap(serverSide) };
}

function clientSide(hop: Hop, redirected: readonly SideFact[]): SideFact[] {
  const { response } = hop;
  if (response === undefined) return [];
  const facts: SideFact[] = [
    { name: 'status', value: `${response.status} ${reasonPhrase(response.status)}`.trim() },
  ];
  if (response.aborted) facts.push({ name: 'connection', value: 'ended before the answer was complete' });
  const add = (name: string, value: Json | undefined) => {
    if (value !== undefined && value !== null && value !== '') facts.push({ name, value: valueText(value) });
  };
  for (const name of HEADERS) add(name, headerValue(response.headers, name));
  facts.push(...redirected);
  const body = asObject(jsonBody(response.body));
  for (const name of SAID) add(name, body?.[name]);
  if (body === undefined && response.body !== undefined) add('page', pageTitle(response.body));
  return facts;
}

/** An error that travels in the address of a redirect (RFC 6749 §4.1.2.1). */
function redirectError(headers: Hop['request']['headers']): SideFact[] {
  const location = headerValue(headers, 'location');
  if (location === undefined) return [];
  const { query } = splitTarget(location);
  if (!query.has('error')) return [];
  return ['error', 'error_description'].flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [{ name: `${name} in the redirect`, value }];
  });
}

function serverSide(decision: Decision): SideFact[] {
  const facts: SideFact[] = [];
  if (decision.detail !== undefined) facts.push({ name: 'detail', value: decision.detail });
  const failed = decision.reasons.find((reason) => reason.outcome === 'fail');
  if (failed === undefined) {
    return facts.length > 0 ? facts : [{ name: 'decision', value: decision.title }];
  }
  const standard = failed.standard === undefined ? '' : ` (${failed.standard})`;
  facts.push({ name: 'rule', value: `${ruleLabel(failed.rule)}: ${failed.rule}${standard}` });
  if (failed.path !== undefined) facts.push({ name: 'looked at', value: failed.path });
  if (failed.expected !== undefined) facts.push({ name: 'expected', value: valueText(failed.expected) });
  if (failed.seen !== undefined) facts.push({ name: 'seen', value: valueText(failed.seen) });
  for (const [name, value] of inputsOf(failed.inputs)) facts.push({ name, value: valueText(value) });
  return facts;
}

const inputsOf = (inputs: JsonObject | undefined): [string, Json][] => Object.entries(inputs ?? {});
