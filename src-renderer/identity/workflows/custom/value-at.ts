import type { WorkflowProblem } from '../../../../src-main/contract/workflows.ts';
import type { Place, Value } from './yaml-text.ts';

/** The value at a place; undefined: there is none. */
export function at(value: Value | undefined, place: Place): Value | undefined {
  let found = value;
  for (const part of place) {
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
    found = found[part];
  }
  return found;
}

/** What the engine says is wrong at a place, or inside of it. */
export function problemAt(problems: readonly WorkflowProblem[], place: Place): string | undefined {
  const path = place.join('.');
  const found = problems.find((problem) => problem.path === path || problem.path.startsWith(`${path}.`));
  return found && `${found.message} ${found.next}`;
}
