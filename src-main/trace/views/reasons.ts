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

function code(value: Json): ReasonPart {
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

/** `4 min 31 s left`, from the expiry and the present moment that the rule read (both NumericDate). */
function lifetimeParts(reason: Reason): ReasonPart[] | undefined {
  const expiry = numberIn(reason, ['exp', 'expiresAt', 'expires_at']);
  const now = numberIn(reason, ['now', 'at']);
  if (expiry === undefined || now === undefined || reason.outcome === 'skip') return undefined;
  const left = toSeconds(expiry) - toSeconds(now);
  return [{ text: left > 0 ? `${formatSeconds(left)} left` : `expired ${formatSeconds(left)} ago` }];
}

/** NumericDate and ms since the epoch both occur in inputs; the former stays below 1e11 until the year 5138. */
function toSeconds(time: number): number {
  return time > 1e11 ? time / 1000 : time;
}

function failParts(reason: Reason): ReasonPart[] {
  const { expected, seen } = reason;
  const scope = /scope/.test(reason.rule);
  if (expected !== undefined && seen !== undefined) {
    return [
      { text: scope ? 'needs ' : 'expected ' },
      code(expected),
      { text: scope ? ', has ' : ', seen ' },
      code(seen),
    ];
  }
  if (expected !== undefined) return [{ text: scope ? 'needs ' : 'expected ' }, code(expected)];
  if (seen !== undefined) return [{ text: 'seen ' }, code(seen)];
  return [{ text: 'does not hold' }];
}

function passParts(reason: Reason): ReasonPart[] {
  const value = reason.seen ?? reason.expected;
  return value === undefined ? [{ text: 'holds' }] : [code(value)];
}

/** The text of one rule's look: a label in plain words, and what was seen or missing. */
export function reasonText(reason: Reason): ReasonText {
  const label = ruleLabel(reason.rule);
  const lifetime = label === 'Lifetime' ? lifetimeParts(reason) : undefined;
  const parts =
    lifetime ??
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
