import type { Reason } from '../../contract/events.ts';
import { type ReasonPart, type ReasonText, reasonText, tellingValue, valuePart } from './reasons.ts';

/** Rules that passed one after another and are about one thing, as one line. A rule that did not pass stands alone. */
export type ReasonGroup = ReasonText & { reasons: readonly Reason[] };

/** What rules are about, by their ids. The first that fits counts. */
const TOPICS: readonly [RegExp, string][] = [
  [/^gw\.(?:request|route)\./, 'Request'],
  [/^gw\.(?:credential\.|token\.(?:format|header|algorithm|type)$)/, 'Token'],
  [/^gw\.(?:keys\.|token\.(?:key|signature)$)/, 'Signature'],
  [/^gw\.token\.(?:issuer|audience)$/, 'Issuer, audience'],
  [/^gw\.token\.(?:claims|issued-at|not-before|expiry|not-revoked)$/, 'Lifetime'],
  [/^gw\.dpop\./, 'DPoP'],
  [/^gw\.upstream\./, 'API behind it'],
  [/^idp\.prompt\.(?:consent|native|op-|rs-|rar)/, 'Consent'],
  [/^idp\.prompt\./, 'Sign-in'],
  [/^idp\.signin\./, 'Credentials'],
  [/^idp\.client\./, 'Client'],
  [/^idp\.code\./, 'Code'],
  [/^idp\.pkce\./, 'PKCE'],
  [/^idp\.dpop\./, 'DPoP'],
  [/^idp\.device\./, 'Device'],
  [/^idp\.refresh\./, 'Refresh token'],
  [/^idp\.token\./, 'Token'],
  [/^idp\.(?:request|response)[.-]/, 'Request'],
  [/^idp\.(?:scope|resource)\./, 'Scope, resource'],
  [/^idp\.interaction\./, 'Form'],
];

const MOST_VALUES = 4;

function topicOf(reason: Reason): string | undefined {
  return TOPICS.find(([pattern]) => pattern.test(reason.rule))?.[1];
}

/** What several rules saw, in one line: the time that was left, or the values themselves. */
function groupParts(reasons: readonly Reason[]): ReasonPart[] {
  const lifetime = reasons.find((reason) => /expir/.test(reason.rule));
  if (lifetime !== undefined) return reasonText(lifetime).parts;
  const values = new Map<string, ReasonPart>();
  for (const reason of reasons) {
    const value = tellingValue(reason);
    if (value !== undefined) values.set(valuePart(value).text, valuePart(value));
  }
  const parts = [...values.values()];
  // `k1` tells nothing beside `RS256 by k1`.
  const shown = parts.filter(
    (part) => !parts.some((other) => other !== part && other.text.includes(part.text)),
  );
  if (shown.length === 0) return [{ text: `${reasons.length} rules hold` }];
  return shown.slice(0, MOST_VALUES).flatMap((part, index) => (index === 0 ? [part] : [{ text: ' ' }, part]));
}

/** The chain of rules in brief: what passed by topic, what did not pass rule by rule, in the order of the log. */
export function groupReasons(reasons: readonly Reason[]): ReasonGroup[] {
  const runs: { topic: string | undefined; reasons: Reason[] }[] = [];
  for (const reason of reasons) {
    const topic = reason.outcome === 'pass' ? topicOf(reason) : undefined;
    const last = runs.at(-1);
    if (topic !== undefined && last?.topic === topic) last.reasons.push(reason);
    else runs.push({ topic, reasons: [reason] });
  }
  return runs.map(({ topic, reasons: run }) => {
    const [first] = run;
    if (topic === undefined || run.length === 1) return { ...reasonText(first as Reason), reasons: run };
    // Without the expiry among them, these rules tell of the beginning of a token's life alone.
    const label = topic === 'Lifetime' && !run.some(({ rule }) => /expir/.test(rule)) ? 'Issued' : topic;
    return { label, outcome: 'pass', parts: groupParts(run), reasons: run };
  });
}
