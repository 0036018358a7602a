import type { Reason } from '../../contract/events.ts';
import type { Json } from '../../contract/json.ts';
import { formatSeconds } from './durations.ts';
import { ruleLabel } from './rules.ts';

/** A piece of a reason's text; `code` marks what stands in the message itself. */
export type ReasonPart = { text: string; code?: boolean };

/** A reason as a reader sees it. Made of what the reason says alone: nothing is evaluated again. */
export type ReasonText = {
  label: string;
  outcome: Reason['outcome'];
  parts: ReasonPart[];
  standard?: string;
};

const LONGEST_VALUE = 80;

/** A JSON value in one line, e.g. a list as `a, b`. */
export function valueText(value: Json): string {
  if (value === null) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(valueText).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  return value === '' ? 'nothing' : String(value);
}

/** A value as a piece of text, set as code where it stands in the message itself, cut where it is long. */
export function valuePart(value: Json): ReasonPart {
  const text = valueText(value);
  const plain =
    value === null ||
    value === '' ||
    typeof value === 'boolean' ||
    (Array.isArray(value) && value.length === 0);
  const short = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
  return plain ? { text: short } : { text: short, code: true };
}

/** The member of `inputs` with the first of these names that is a number. */
function numberIn(reason: Reason, names: string[]): number | undefined {
  for (const name of names) {
    const value = reason.inputs?.[name];
    if (typeof value === 'number') return value;
  }
  return undefined;
}

/** Times that a rule compared with the present moment, in words: `4 min 31 s left`. All are NumericDate or ms. */
function timeParts(reason: Reason): ReasonPart[] | undefined {
  const now = numberIn(reason, ['now', 'at']);
  if (now === undefined || reason.outcome === 'skip') return undefined;
  const { rule, outcome } = reason;
  const start = numberIn(reason, ['iat', 'nbf']);
  if (start !== undefined && /issued-at|not-before/.test(rule)) {
    const since = toSeconds(now) - toSeconds(start);
    return [{ text: since < 0 ? `${formatSeconds(since)} in the future` : `${formatSeconds(since)} ago` }];
  }
  const expiry = numberIn(reason, ['exp', 'expires', 'expiresAt', 'expires_at']);
  if (expiry === undefined || !/expir|lifetime/.test(rule)) return undefined;
  const left = toSeconds(expiry) - toSeconds(now);
  return [
    { text: outcome === 'pass' ? `${formatSeconds(left)} left` : `expired ${formatSeconds(left)} ago` },
  ];
}

/** NumericDate and ms since the epoch both occur in inputs; the former stays below 1e11 until the year 5138. */
function toSeconds(time: number): number {
  return time > 1e11 ? time / 1000 : time;
}

/** The value by which a rule passed, when it tells a reader more than that the rule holds. */
export function tellingValue(reason: Reason): Json | undefined {
  const value = reason.seen ?? reason.expected ?? undefined;
  return value === undefined || typeof value === 'boolean' || value === '' ? undefined : value;
}

function passParts(reason: Reason): ReasonPart[] {
  const value = tellingValue(reason);
  return value === undefined ? [{ text: 'holds' }] : [valuePart(value)];
}

function failParts(reason: Reason): ReasonPart[] {
  const { expected, seen } = reason;
  if (typeof expected === 'boolean' && typeof seen === 'boolean') return [{ text: 'does not hold' }];
  const scope = /scope/.test(reason.rule);
  if (expected !== undefined && seen !== undefined) {
    return [
      { text: scope ? 'needs ' : 'expected ' },
      valuePart(expected),
      { text: scope ? ', has ' : ', seen ' },
      valuePart(seen),
    ];
  }
  if (expected !== undefined) return [{ text: scope ? 'needs ' : 'expected ' }, valuePart(expected)];
  if (seen !== undefined) return [{ text: 'seen ' }, valuePart(seen)];
  return [{ text: 'does not hold' }];
}

/** The text of one rule's look: a label in plain words, and what was seen or missing. */
export function reasonText(reason: Reason): ReasonText {
  const label = ruleLabel(reason.rule);
  const parts =
    timeParts(reason) ??
    (reason.outcome === 'fail'
      ? failParts(reason)
      : reason.outcome === 'skip'
        ? [{ text: reason.seen === undefined ? 'not looked at' : valueText(reason.seen) }]
        : passParts(reason));
  return reason.standard === undefined
    ? { label, outcome: reason.outcome, parts }
    : { label, outcome: reason.outcome, parts, standard: reason.standard };
}

/** The same without mark-up, for titles, tables and screen readers. */
export function plainReason(reason: Reason): string {
  return reasonText(reason)
    .parts.map((part) => part.text)
    .join('');
}

/** The rule that settled a decision: the first that failed, else the last that passed. */
export function settlingReason(reasons: readonly Reason[]): Reason | undefined {
  return (
    reasons.find((reason) => reason.outcome === 'fail') ??
    reasons.findLast((reason) => reason.outcome === 'pass')
  );
}
