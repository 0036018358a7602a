import { isNobody } from '../../lifecycle/nobody.ts';
import type { RunningParts } from '../../parts.ts';
import { claimsOf } from '../../workflows/api/bodies.ts';
import { accountFor } from '../../workflows/recovery/account-to-recover.ts';

/** One call of a workflow's REST chain, as the one-time code sees it. */
export interface Operation {
  name: string;
  /** A chain may begin with it. */
  begins: boolean;
  /** The calls that may follow it when it succeeded. */
  next: readonly string[];
  /** The account that a call with this body is about, where it can be told. */
  account(parts: RunningParts, body: unknown): string | undefined;
}

const GOVERNANCE = '/api/identity/user/v1.0';
const PASSWORD = '/api/users/v2/recovery/password';
const USERNAME = '/api/users/v2/recovery/username';

const CONFIRMING = ['validate-code', 'introspect-code', 'resend-code'] as const;

/** The calls by their paths. The names are those of the answers' links and of the event log. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  [`${GOVERNANCE}/me`]: {
    name: 'register',
    begins: true,
    next: CONFIRMING,
    account: (parts, body) => byUsername(parts, text(body, 'user', 'username')),
  },
  [`${GOVERNANCE}/lite`]: {
    name: 'lite-register',
    begins: true,
    next: CONFIRMING,
    account: (parts, body) => byUsername(parts, text(body, 'email')),
  },
  [`${GOVERNANCE}/validate-code`]: { name: 'validate-code', begins: false, next: [], account: byCode },
  [`${GOVERNANCE}/introspect-code`]: {
    name: 'introspect-code',
    begins: false,
    next: CONFIRMING,
    account: byCode,
  },
  [`${GOVERNANCE}/resend-code`]: {
    name: 'resend-code',
    begins: false,
    next: CONFIRMING,
    account: (parts, body) => byUsername(parts, text(body, 'user', 'username')),
  },
  [`${GOVERNANCE}/validate-username`]: {
    name: 'validate-username',
    begins: true,
    next: [],
    account: () => undefined,
  },
  [`${PASSWORD}/init`]: {
    name: 'recover-password',
    begins: true,
    next: ['send-code'],
    account: (parts, body) => {
      const { username, email } = claimsOf(claimsIn(body));
      return accountFor(parts, username === '' ? email : username)?.id;
    },
  },
  [`${PASSWORD}/recover`]: {
    name: 'send-code',
    begins: false,
    next: ['confirm-code', 'send-code-again'],
    account: bySecret('recoveryCode'),
  },
  [`${PASSWORD}/resend`]: {
    name: 'send-code-again',
    begins: false,
    next: ['confirm-code', 'send-code-again'],
    account: bySecret('resendCode'),
  },
  [`${PASSWORD}/confirm`]: {
    name: 'confirm-code',
    begins: false,
    next: ['reset-password'],
    account: bySecret('flowConfirmationCode'),
  },
  [`${PASSWORD}/reset`]: {
    name: 'reset-password',
    begins: false,
    next: [],
    account: bySecret('flowConfirmationCode'),
  },
  [`${USERNAME}/init`]: {
    name: 'recover-username',
    begins: true,
    next: ['send-username'],
    account: (parts, body) => accountFor(parts, claimsOf(claimsIn(body)).email)?.id,
  },
  [`${USERNAME}/recover`]: {
    name: 'send-username',
    begins: false,
    next: [],
    account: bySecret('recoveryCode'),
  },
};

function byUsername({ accounts }: RunningParts, username: string): string | undefined {
  return accounts.byUsername(username.trim())?.id;
}

/** A code of the workflow itself tells its account. */
function bySecret(member: string): Operation['account'] {
  return ({ lifecycle }, body) => {
    const owner = lifecycle.codes.find(text(body, member))?.account;
    // A recovery of nobody looks like any other to the caller.
    return owner === undefined || isNobody(owner) ? undefined : owner;
  };
}

/** A typed code means something only together with a user name, which stands among the properties. */
function byCode(parts: RunningParts, body: unknown): string | undefined {
  const listed = member(body, 'properties');
  const property = Array.isArray(listed) ? listed.find((one) => text(one, 'key') === 'username') : undefined;
  const named = property === undefined ? undefined : byUsername(parts, text(property, 'value'));
  return parts.lifecycle.codes.find(text(body, 'code'), named)?.account ?? named;
}

function claimsIn(body: unknown): { uri: string; value: string }[] {
  const listed = member(body, 'claims');
  return Array.isArray(listed)
    ? listed.map((one) => ({ uri: text(one, 'uri'), value: text(one, 'value') }))
    : [];
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function text(value: unknown, ...path: string[]): string {
  const found = path.reduce(member, value);
  return typeof found === 'string' ? found : '';
}
