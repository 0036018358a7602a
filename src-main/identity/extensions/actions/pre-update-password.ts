import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../contract/json.ts';
import type { Account } from '../../../store/accounts.ts';
import { compact } from '../../compact.ts';
import type { IdentityParts } from '../../parts.ts';
import type { ACTION_RULES } from '../../rules/action-rules.ts';
import { type IdpRule, reason } from '../../rules.ts';
import type { RefusedBecause } from '../../workflows/refuse.ts';
import { callAction } from './call-action.ts';

/** A password that is to be set. */
export interface PasswordUpdate {
  account: Account;
  password: string;
  by: 'USER' | 'ADMIN';
}

/** Asks the service that is set for it, before a password is changed. Answers what is in the way, or undefined. */
export async function preUpdatePassword(
  parts: IdentityParts,
  { account, password, by }: PasswordUpdate,
): Promise<{ rule: IdpRule; because: RefusedBecause } | undefined> {
  const { shares, ...setup } = parts.lifecycle.governance.get().preUpdatePassword;
  if (setup.service === 'none') return undefined;
  const result = await callAction(
    parts,
    { ...setup, type: 'PRE_UPDATE_PASSWORD' },
    {
      event: {
        tenant: { id: '1', name: 'carbon.super' },
        user: { id: account.id, updatingCredential: credential(password, shares) },
        userStore: { id: 'UFJJTUFSWQ==', name: 'PRIMARY' },
        initiatorType: by,
        action: by === 'USER' ? 'RESET' : 'UPDATE',
      },
    },
  );
  let rule: keyof typeof ACTION_RULES | undefined;
  const reasons = [...result.reasons];
  if (!result.ok) rule = result.rule;
  else if (result.answer.actionStatus === 'FAILED') {
    rule = 'idp.action.password';
    reasons.push(reason(rule, 'fail', { path: 'actionStatus', seen: result.answer.failureReason }));
  } else reasons.push(reason('idp.action.password', 'pass'));
  parts.core.recorder.record({
    type: 'idp.action.called',
    outcome: rule === undefined ? 'allowed' : rule === 'idp.action.password' ? 'denied' : 'failed',
    subject: account.id,
    reasons,
    data: compact({ action: 'PRE_UPDATE_PASSWORD', service: setup.service, rule, changes: 'nothing' }),
  });
  if (rule === undefined) return undefined;
  const seen = reasons.at(-1)?.seen;
  const details = typeof seen === 'string' ? { seen } : {};
  return { rule, because: { account: account.id, path: 'password', ...details } };
}

/** The password as WSO2 shares it. `value` comes before the nested member: the log finds it there and hides it. */
function credential(password: string, shares: 'hash' | 'plain'): JsonObject {
  if (shares === 'plain') return { type: 'PASSWORD', format: 'PLAIN_TEXT', value: password };
  const value = createHash('sha256').update(password).digest('base64');
  return { type: 'PASSWORD', format: 'HASH', value, additionalData: { algorithm: 'SHA256' } };
}
