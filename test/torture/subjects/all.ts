import type { Ground } from '../ground.ts';
import type { Subject } from '../verdict.ts';
import { controlSubject } from './control.ts';
import { lifetimeSubject } from './lifetimes.ts';
import { parserSubjects } from './parsers.ts';
import { portSubjects } from './ports.ts';
import { proofSubject } from './proofs.ts';
import { replaySubject } from './replays.ts';
import { streamSubject } from './stream.ts';
import { tokenSubject } from './tokens.ts';

/** Everything that is tortured, in order. */
export function allSubjects(ground: Ground): Subject[] {
  return [
    ...portSubjects(ground),
    controlSubject(ground),
    streamSubject(ground),
    tokenSubject(ground),
    proofSubject(ground),
    lifetimeSubject(ground),
    replaySubject(ground),
    ...parserSubjects(),
  ];
}
