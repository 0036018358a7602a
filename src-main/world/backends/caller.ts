import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { Accounts } from '../../store/accounts.ts';
import { GROUPS } from '../seed/personas.ts';
import { Problem } from './problem.ts';

/**
 * Who calls, as the gateway says. A customer sees what is his own; staff sees every customer; a machine, which acts for
 * the bank itself, too.
 */
export interface Caller {
  kind: 'customer' | 'staff' | 'machine';
  /** The account id of the person; absent for a machine. */
  subject: string | undefined;
  client: string;
}

const STAFF: readonly string[] = [GROUPS.helpDesk, GROUPS.administrators];

/**
 * Reads the gateway's identity headers. They count only beside the key that gateway and backends share: whoever reaches
 * the backend's port without it could claim to be anybody. Throws a {@link Problem} (403, 401).
 */
export function callerOf(req: Request, gatewayKey: string, accounts: Accounts): Caller {
  if (!sameSecret(req.get('x-gatehouse-gateway-key') ?? '', gatewayKey)) {
    throw new Problem(
      403,
      'api.gateway.only',
      'Forbidden',
      'This API answers the gateway alone. Call it there.',
    );
  }
  const client = req.get('x-gatehouse-client') ?? '';
  const subject = req.get('x-gatehouse-subject') ?? '';
  if (client === '') {
    throw new Problem(
      401,
      'api.identity.present',
      'Unauthorized',
      'The gateway did not say which application calls.',
    );
  }
  if (subject === '' || subject === client) return { kind: 'machine', subject: undefined, client };
  const account = accounts.get(subject);
  if (!account || account.state.disabled) {
    throw new Problem(403, 'api.identity.known', 'Forbidden', 'The bank knows no such person.');
  }
  const kind = account.groups.some((group) => STAFF.includes(group)) ? 'staff' : 'customer';
  return { kind, subject, client };
}

/** The owner to whose records a caller is kept; absent when the caller may see all. */
export const ownerLimit = (caller: Caller): string | undefined =>
  caller.kind === 'customer' ? caller.subject : undefined;

function sameSecret(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
