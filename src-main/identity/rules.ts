import type { Reason } from '../contract/events.ts';
import type { JsonObject } from '../contract/json.ts';
import { ACTION_RULES } from './rules/action-rules.ts';
import { AUTHORIZATION_RULES } from './rules/authorization-rules.ts';
import { CLIENT_RULES } from './rules/client-rules.ts';
import { APPROVAL_RULES, CUSTOM_WORKFLOW_RULES, POSSESSION_RULES } from './rules/custom-workflow-rules.ts';
import { EXTENSION_RULES } from './rules/extension-rules.ts';
import { LIFECYCLE_RULES } from './rules/lifecycle-rules.ts';
import { ONE_TIME_CODE_RULES } from './rules/one-time-code-rules.ts';
import { PROFILE_RULES } from './rules/profile-rules.ts';
import { SIGNIN_RULES } from './rules/signin-rules.ts';
import { TOKEN_RULES } from './rules/token-rules.ts';
import { WORKFLOW_RULES } from './rules/workflow-rules.ts';

/** Every rule by which the provider allows, challenges or denies. Each denial ends in exactly one of them. */
export const IDP_RULES = {
  ...SIGNIN_RULES,
  ...AUTHORIZATION_RULES,
  ...CLIENT_RULES,
  ...TOKEN_RULES,
  ...LIFECYCLE_RULES,
  ...WORKFLOW_RULES,
  ...PROFILE_RULES,
  ...ONE_TIME_CODE_RULES,
  ...CUSTOM_WORKFLOW_RULES,
  ...POSSESSION_RULES,
  ...APPROVAL_RULES,
  ...ACTION_RULES,
  ...EXTENSION_RULES,
} as const;

/** The name of a rule, e.g. `idp.signin.password`. */
export type IdpRule = keyof typeof IDP_RULES;

/** A reason of an event: the rule that looked, how it ended, and what it read. */
export function reason(
  rule: IdpRule,
  outcome: Reason['outcome'],
  details: Omit<Reason, 'rule' | 'outcome' | 'standard'> & { inputs?: JsonObject } = {},
): Reason {
  return { rule, outcome, ...details, standard: IDP_RULES[rule].standard };
}
