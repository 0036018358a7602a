import type { Ground } from '../ground.ts';
import type { Subject } from '../verdict.ts';
import { lifetimeSubject } from './lifetimes.ts';
import { portSubjects } from './ports.ts';
import { proofSubject } from './proofs.ts';
import { replaySubject } from './replays.ts';
import { tokenSubject } from './tokens.ts';

/** Everything that is tortured, in order. */
export function allSubjects(ground: Ground): Subject[] {
  return [
    ...portSubjects(ground),
    tokenSubject(ground),
    proofSubject(ground),
    lifetimeSubject(ground),
    replaySubject(ground),
  ];
}
