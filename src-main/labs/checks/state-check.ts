import type { Json } from '../../contract/json.ts';
import type { StateCheck } from '../format/check-schema.ts';
import type { Expectation } from '../format/expectation.ts';
import { compare } from './compare.ts';
import type { CheckContext, Verdict } from './verdict.ts';

/** Judges a `state` check: the live state is as it should be. */
export function judgeState(check: StateCheck, context: CheckContext): Verdict {
  const seen = context.state.read(check.path);
  const changes = context.events.filter(
    (event) =>
      ((event.type === 'config.changed' || event.type === 'workflow.defined') &&
        isAbout(event.data, check.path)) ||
      (event.type.startsWith('account.') && check.path.startsWith(`accounts/${event.subject}/`)),
  );
  const last = changes.at(-1);
  const evidence = last ? [last.seq] : [];
  const flows = last?.flow === undefined ? [] : [last.flow];
  const result = compare(expectationOf(check), seen);
  const name = seen === undefined && check.op !== 'missing' ? 'missing' : 'value';
  const clauses = [{ clause: name, ok: result.ok, expected: result.expected, seen: result.seen, evidence }];
  if (result.ok) return { status: 'pass', clauses, evidence, flows, failed: [] };
  // As long as nothing was changed there is nothing to blame.
  return { status: last ? 'fail' : 'pending', clauses, evidence, flows, failed: last ? [name] : ['missing'] };
}

function expectationOf({ op, value }: StateCheck): Expectation {
  if (op === 'exists') return { exists: true };
  if (op === 'missing') return { exists: false };
  return { [op]: value } as Expectation;
}

/** Whether a change is about the thing that a path names. */
export function isAbout(data: Json, path: string): boolean {
  const name = path.split('/')[1] ?? '';
  return JSON.stringify(data).includes(JSON.stringify(name));
}
