import type { Reason } from '../../../contract/events.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { Account } from '../../../store/accounts.ts';
import type { IdentityParts } from '../../parts.ts';
import { lifecycleActions } from '../../scim/lifecycle-actions.ts';
import type { PatchOperation } from '../../scim/patch/operations.ts';
import { ActionRefused } from '../../scim/ports.ts';
import { SCIM_PATH } from '../../scim/protected-resource.ts';
import { etagOf } from '../../scim/resource.ts';
import { RuleChain, ScimRefusal } from '../../scim/rule-chain.ts';
import { PATCH_SCHEMA } from '../../scim/urns.ts';
import { Users } from '../../scim/users/users.ts';

/** What a change of one's own entry came to; `rule` is of SCIM, or of the life of accounts. */
export type Changed = { ok: true } | { ok: false; rule: string; detail: string; reasons: readonly Reason[] };

/**
 * Changes a person's own entry, by the rules by which `PATCH /scim2/Me` does (RFC 7644 §3.11). `version` is the one in
 * which she saw it. A refusal is recorded.
 */
export async function changeOwnEntry(
  parts: IdentityParts,
  account: string,
  version: string,
  operations: readonly PatchOperation[],
): Promise<Changed> {
  const users = new Users(parts.core, lifecycleActions(parts), `${parts.issuer}${SCIM_PATH}`);
  const body: JsonObject = {
    schemas: [PATCH_SCHEMA],
    Operations: operations.map(({ op, path = '', value }) => ({
      op,
      path,
      ...(value === undefined ? {} : { value }),
    })),
  };
  try {
    await users.patch(account, body, version, new RuleChain(), { via: 'profile', account }, true);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof ScimRefusal || error instanceof ActionRefused)) throw error;
    const { reasons, message: detail } = error;
    const rule = reasons.at(-1)?.rule ?? '';
    parts.core.recorder.record({
      type: 'account.change-refused',
      outcome: 'denied',
      subject: account,
      reasons: [...reasons],
      data: { trigger: 'profile', rule },
    });
    return { ok: false, rule, detail, reasons };
  }
}

/** The operations that give a person other names. An empty one is taken away. */
export const namesAs = (name: string, given: string, family: string): PatchOperation[] => [
  { op: 'replace', path: 'displayName', value: name },
  orRemoved('name.givenName', given),
  orRemoved('name.familyName', family),
];

/** The operations that give her another address; those beside the primary one stay. */
export const emailAs = ({ email }: Account, address: string): PatchOperation[] =>
  primary('emails', email, address);

/** The operations that give her another telephone number, or none. */
export const phoneAs = ({ claims }: Account, number: string): PatchOperation[] =>
  primary('phoneNumbers', typeof claims.phone_number === 'string' ? claims.phone_number : '', number);

/** The version of an account that a form was made of. */
export const versionOf = (account: Account): string => etagOf(account);

function primary(name: string, before: string, after: string): PatchOperation[] {
  if (before === '')
    return after === '' ? [] : [{ op: 'add', path: name, value: [{ value: after, primary: true }] }];
  const path = `${name}[primary eq true]`;
  return after === ''
    ? [{ op: 'remove', path, value: undefined }]
    : [{ op: 'replace', path: `${path}.value`, value: after }];
}

const orRemoved = (path: string, value: string): PatchOperation =>
  value === '' ? { op: 'remove', path, value: undefined } : { op: 'replace', path, value };
