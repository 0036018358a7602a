import type { Reason } from '../../contract/events.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { Applied } from '../lifecycle/applied.ts';
import type { IdentityParts } from '../parts.ts';
import { type IdpRule, reason } from '../rules.ts';

/** What a workflow came to when a rule refused it. */
export type Refused = Extract<Applied, { ok: false }>;

/** What the rule looked at. Secrets do not belong here. */
export interface RefusedBecause {
  account?: string | undefined;
  path: string;
  seen?: string | number | boolean | null;
  expected?: string | number | boolean | null;
  inputs?: JsonObject;
}

/** Refuses a step of a workflow by one rule, and records `account.change-refused`. */
export function refuse(
  { core }: IdentityParts,
  trigger: string,
  rule: IdpRule,
  { account, ...details }: RefusedBecause,
): Refused {
  return refuseBy({ core }, trigger, account, rule, [reason(rule, 'fail', details)]);
}

/** The same, by a chain of rules that has looked already; the last one is the rule. */
export function refuseBy(
  { core }: Pick<IdentityParts, 'core'>,
  trigger: string,
  account: string | undefined,
  rule: IdpRule,
  reasons: Reason[],
): Refused {
  core.recorder.record({
    type: 'account.change-refused',
    outcome: 'denied',
    ...(account === undefined ? {} : { subject: account }),
    reasons,
    data: { trigger, rule },
  });
  return { ok: false, deniedBy: rule, reasons };
}
