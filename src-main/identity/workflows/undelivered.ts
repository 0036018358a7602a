import type { IdentityParts } from '../parts.ts';
import { type Refused, refuse } from './refuse.ts';

/** The refusal of what would send a code where the directory sends nothing: at a page there is no caller to deliver it. */
export function undelivered(parts: IdentityParts, trigger: string): Refused | undefined {
  const { lifecycle } = parts;
  if (lifecycle.governance.get().notifications.internal) return undefined;
  if (trigger === 'self-register') {
    const would = lifecycle.decide(null, { kind: 'self-register', channelVerified: false });
    if (would.taken === undefined || !would.effects.some(({ kind }) => kind === 'issue-code'))
      return undefined;
  }
  return refuse(parts, trigger, 'idp.workflow.delivered', {
    path: 'governance.notifications.internal',
    expected: true,
    seen: false,
  });
}
