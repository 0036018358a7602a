import { EVENT_TYPES } from '../../src-main/contract/event-types.ts';
import type { SandboxEvent } from '../../src-main/contract/events.ts';
import { count } from '../ui/format.ts';
import { recordedState } from './recorded-state.ts';

/** What an event of an account's life is called in a list. */
export function eventTitle({ type, data, reasons }: SandboxEvent): string {
  switch (type) {
    case 'account.created':
    case 'account.changed':
    case 'account.deleted':
      return `${data.row === null || data.row === undefined ? '' : `${data.row} · `}${String(data.title)}`;
    case 'account.change-refused':
      return `refused: ${String(data.trigger)} (${String(data.rule)})`;
    case 'idp.signin.failed':
      return `sign-in refused (${String(reasons.findLast(({ outcome }) => outcome === 'fail')?.rule ?? data.rule)})`;
    case 'idp.signin.succeeded':
      return 'signed in';
    case 'message.sent':
      return `${String(data.channel)}: ${String(data.subject ?? data.template)}`;
    default:
      return EVENT_TYPES[type].replace(/\.$/, '');
  }
}

/** How the state changed: each of the three values that is another one now. */
export function changeText({ data }: SandboxEvent): string | undefined {
  const from = recordedState(data.from);
  const to = recordedState(data.to);
  if (!to) return undefined;
  if (!from) return `→ ${to.label ?? 'no label'}${to.locked ? ', locked' : ''}`;
  const parts: string[] = [];
  if (from.label !== to.label) parts.push(`${from.label ?? 'no label'} → ${to.label ?? 'no label'}`);
  if (from.locked !== to.locked) parts.push(to.locked ? 'lock on' : 'lock off');
  if (from.disabled !== to.disabled) parts.push(to.disabled ? 'disabled' : 'enabled');
  if (from.failedAttempts !== to.failedAttempts)
    parts.push(`failed sign-ins ${from.failedAttempts} → ${to.failedAttempts}`);
  return parts.length > 0 ? parts.join(' · ') : undefined;
}

const KINDS = [
  ['accessTokens', 'access token'],
  ['refreshTokens', 'refresh token'],
  ['codes', 'authorization code'],
  ['sessions', 'session'],
] as const;

/** What a transition cut; undefined when nothing hung on the account. */
export function cutText({ data }: SandboxEvent): string | undefined {
  const { cut } = data;
  if (typeof cut !== 'object' || cut === null || Array.isArray(cut)) return undefined;
  const parts = KINDS.flatMap(([key, one]) => {
    const n = cut[key];
    return typeof n === 'number' && n > 0 ? [count(n, one)] : [];
  });
  return parts.length > 0 ? parts.join(', ') : undefined;
}
