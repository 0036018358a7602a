import type { TestIdentity } from './identity.ts';
import { claims, RECOVERY } from './workflow-api.ts';

/** An answer, with the one-time code that came with it. */
export interface ChainAnswer {
  status: number;
  code: string;
  body: Record<string, unknown>;
  otac: string | null;
}

/** Who calls, and which one-time code the call brings. */
export interface ChainCaller {
  otac?: string | null | undefined;
  trusted?: boolean;
}

/** Calls an endpoint of the workflows; a caller that is not trusted has nothing but its one-time code. */
export async function call(
  { issuer, provider }: TestIdentity,
  path: string,
  body: object,
  { otac, trusted = false }: ChainCaller = {},
): Promise<ChainAnswer> {
  const response = await fetch(`${issuer}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(trusted ? { authorization: `Bearer ${provider.scim().token}` } : {}),
      ...(otac == null ? {} : { 'one-time-authorization-code': otac }),
    },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  return {
    status: response.status,
    code: answer.code,
    body: answer,
    otac: response.headers.get('one-time-authorization-code'),
  };
}

/** Begins to recover a password. */
export const begin = (identity: TestIdentity, username: string, caller?: ChainCaller): Promise<ChainAnswer> =>
  call(identity, `${RECOVERY}/init`, { claims: claims({ username }) }, caller);

/** The codes of the workflow itself that an answer to `begin` holds. */
export function codesOf({ body }: ChainAnswer): { flowConfirmationCode: string; recoveryCode: string } {
  const [option] = body as unknown as {
    flowConfirmationCode: string;
    channelInfo: { recoveryCode: string };
  }[];
  return {
    flowConfirmationCode: option?.flowConfirmationCode ?? '',
    recoveryCode: option?.channelInfo.recoveryCode ?? '',
  };
}

/** Has the code sent, by a recovery that was begun. */
export const send = (
  identity: TestIdentity,
  begun: ChainAnswer,
  caller?: ChainCaller,
): Promise<ChainAnswer> =>
  call(
    identity,
    `${RECOVERY}/recover`,
    { recoveryCode: codesOf(begun).recoveryCode, channelId: '1' },
    caller,
  );
