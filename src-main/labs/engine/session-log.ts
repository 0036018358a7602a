import type { Lab } from '../format/pack.ts';
import type { LabPorts } from '../ports.ts';

/** What a session records by itself; answers, verbs and verdicts are recorded where they happen. */
type SessionEvent =
  | 'lab.opened'
  | 'lab.step.opened'
  | 'lab.step.reset'
  | 'lab.step.unsolved'
  | 'lab.hint.shown'
  | 'lab.solution.shown'
  | 'lab.reset';

/** Records what becomes of a lab that is open. */
export function recordSession(
  { recorder }: Pick<LabPorts, 'recorder'>,
  lab: Lab,
  type: SessionEvent,
  data: Record<string, string> = {},
): void {
  recorder.record({
    type,
    outcome: 'ok',
    actor: 'sandbox',
    node: 'sandbox',
    data: { pack: lab.pack, lab: lab.id, ...data },
  });
}
