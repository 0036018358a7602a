import { z } from 'zod';
import type { JsonObject } from '../../../contract/json.ts';

const text = z.string().max(2000);
const properties = z
  .array(z.object({ key: text, value: text }))
  .max(50)
  .default([]);
const claims = z
  .array(z.object({ uri: text, value: text }))
  .max(100)
  .default([]);

/** Bodies of the REST endpoints, with the members that WSO2's have. Others are let pass, as there. */
export const BODIES = {
  selfRegister: z.object({ user: z.object({ username: text, password: text, claims }), properties }),
  liteRegister: z.object({ email: text, claims, properties }),
  code: z.object({ code: text, properties }),
  resend: z.object({ user: z.object({ username: text }), properties }),
  username: z.object({ username: text, properties }),
  init: z.object({ claims, properties }),
  recover: z.object({ recoveryCode: text, channelId: text, properties }),
  resendRecovery: z.object({ resendCode: text, properties }),
  confirm: z
    .object({
      confirmationCode: text.optional(),
      otp: text.optional(),
      flowConfirmationCode: text,
      properties,
    })
    .refine((body) => (body.confirmationCode ?? body.otp) !== undefined, 'confirmationCode or otp is needed'),
  offlineInvite: z.object({ username: text, userstore: text }),
  reset: z.object({ resetCode: text, flowConfirmationCode: text, password: text, properties }),
} as const;

/** WSO2's names of claims, and those of OpenID Connect under which the directory keeps them. */
const CLAIM_NAMES: Readonly<Record<string, string>> = {
  givenname: 'given_name',
  lastname: 'family_name',
  mobile: 'phone_number',
  country: 'country',
};
const DIALECT = 'http://wso2.org/claims/';

/** The claims of a body: what an account has columns for, and the rest under OpenID Connect's names. */
export function claimsOf(list: readonly { uri: string; value: string }[]) {
  const given = new Map(
    list.map(({ uri, value }) => [uri.startsWith(DIALECT) ? uri.slice(DIALECT.length) : uri, value]),
  );
  const kept: JsonObject = {};
  for (const [name, value] of given) {
    const known = CLAIM_NAMES[name];
    if (known !== undefined) kept[known] = value;
  }
  const parts = [given.get('givenname'), given.get('lastname')].filter((part) => part !== undefined);
  return {
    username: given.get('username') ?? '',
    email: given.get('emailaddress') ?? '',
    name: given.get('fullname') ?? parts.join(' '),
    emailVerified: given.get('identity/emailVerified') === 'true',
    kept,
  };
}
