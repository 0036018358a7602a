import type { IssuedCode } from '../code-book.ts';
import type { Effect } from '../trigger.ts';
import type { Move, SideEffectParts } from './move.ts';

/** The code that a request to send it again gives once more, in place of a new one (the time of tolerance). */
export function sentAgain(
  { codes }: SideEffectParts,
  { id, trigger }: Move,
  effects: readonly Effect[],
): IssuedCode | undefined {
  if (trigger.kind !== 'resend' && trigger.kind !== 'send-address-again') return undefined;
  const wanted = effects.find((effect) => effect.kind === 'issue-code');
  return wanted && codes.again(id, wanted);
}
