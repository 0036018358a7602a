import type { Ground } from '../ground.ts';
import type { Subject } from '../verdict.ts';
import { portSubjects } from './ports.ts';
import { tokenSubject } from './tokens.ts';

/** Everything that is tortured, in order. */
export function allSubjects(ground: Ground): Subject[] {
  return [...portSubjects(ground), tokenSubject(ground)];
}
