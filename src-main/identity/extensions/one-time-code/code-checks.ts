import { createHash } from 'node:crypto';
import type { Reason } from '../../../contract/events.ts';
import type { Governance } from '../../../contract/governance.ts';
import { CODE_VERSIONS, type CodeCheck } from '../../../contract/guard-versions.ts';
import type { OneTimeCode } from '../../../store/one-time-codes.ts';
import { reason } from '../../rules.ts';

/** The versions of the code that check anything. */
export type CodeMode = Exclude<Governance['oneTimeCode']['mode'], 'off'>;

/** A call that brings a code. */
export interface PresentedOneTimeCode {
  /** As it is kept; undefined for one that was never handed out. */
  code: OneTimeCode | undefined;
  operation: string;
  /** The account that the call is about, where it can be told. */
  account: string | undefined;
  /** Virtual time, ms. */
  now: number;
}

/** What the checks came to. */
export interface Checked {
  allowed: boolean;
  /** In the order of the checks: also what this version does not look at, and what it looks at in vain. */
  reasons: Reason[];
  /** The check that did not hold, whether or not the version heeds it. */
  failed: CodeCheck | undefined;
}

interface Check {
  rule: CodeCheck;
  holds: boolean;
  expected?: string | number;
  seen: string | number;
  inputs: NonNullable<Reason['inputs']>;
}

/**
 * Judges a code by one of three versions. `sound` heeds every check. `result-ignored` makes them and lets the call through
 * whatever they say. `never-consumed` does not look whether the code was used, nor for which call and account it is.
 */
export function judgeCode(mode: CodeMode, presented: PresentedOneTimeCode): Checked {
  const reasons: Reason[] = [];
  let failed: CodeCheck | undefined;
  for (const check of checksOf(presented)) {
    const { rule, holds, expected, seen, inputs } = check;
    const attention = CODE_VERSIONS[mode][rule];
    if (attention === 'not-looked') {
      reasons.push(
        reason(rule, 'skip', {
          seen: holds ? 'not looked at; it would hold' : 'not looked at; it would not hold',
          inputs,
        }),
      );
      failed ??= holds ? undefined : rule;
      continue;
    }
    reasons.push(
      reason(rule, holds ? 'pass' : 'fail', { path: 'one-time-authorization-code', expected, seen, inputs }),
    );
    if (holds) continue;
    return { allowed: attention === 'ignored', reasons, failed: failed ?? rule };
  }
  return { allowed: true, reasons, failed };
}

function checksOf({ code, operation, account, now }: PresentedOneTimeCode): Check[] {
  const known = code !== undefined;
  const first: Check = {
    rule: 'idp.otac.known',
    holds: known,
    seen: known ? `handed out by ${code.handedOutBy}` : 'never handed out',
    inputs: { known },
  };
  if (!code) return [first];
  return [
    first,
    {
      rule: 'idp.otac.unexpired',
      holds: now < code.expiresAt,
      seen: now < code.expiresAt ? 'in time' : 'too late',
      inputs: { expiresAt: code.expiresAt, now },
    },
    {
      rule: 'idp.otac.unused',
      holds: code.uses === 0,
      seen: code.uses === 0 ? 'never used' : `used before`,
      inputs: { uses: code.uses },
    },
    {
      rule: 'idp.otac.operation',
      holds: code.operations.includes(operation),
      expected: code.operations.length === 0 ? 'no call at all' : code.operations.join(' or '),
      seen: operation,
      inputs: { operations: code.operations, operation },
    },
    {
      rule: 'idp.otac.account',
      // A call whose account cannot be told brings no good code of the workflow either, and is refused for that.
      holds: account === undefined || code.account === account,
      expected: code.account ?? 'no account',
      seen: account ?? 'cannot be told',
      inputs: { account: account ?? null, handedOutFor: code.account },
    },
  ];
}

/** Codes are kept as a hash, so that who reads the database cannot use them. */
export const hashOfCode = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
