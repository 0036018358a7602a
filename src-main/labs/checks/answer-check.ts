import type { Json } from '../../contract/json.ts';
import type { AnswerCheck } from '../format/check-schema.ts';
import { inWords } from './compare.ts';
import { type CheckContext, pending, type Verdict } from './verdict.ts';

/** Judges an `answer` check by the newest answer in the window. Says what was answered, never what is right. */
export function judgeAnswer(check: AnswerCheck, context: CheckContext): Verdict {
  const { pack, lab, step } = context.place;
  const answers = context.events.filter(
    ({ type, data }) =>
      type === 'lab.answer.given' &&
      data.pack === pack &&
      data.lab === lab &&
      data.step === (check.step ?? step),
  );
  const last = answers.at(-1);
  const expected = check.accept ? 'the right answer' : 'an answer';
  if (!last) return pending([{ clause: 'missing', ok: false, expected, seen: 'none yet', evidence: [] }]);
  const chosen = textsOf(last.data.options);
  const ok = check.accept?.some((answer) => sameMembers(answer, chosen)) ?? true;
  const evidence = [last.seq];
  const clauses = [{ clause: 'answer', ok, expected, seen: inWords(last.data.words), evidence }];
  if (ok) return { status: 'pass', clauses, evidence, flows: [], failed: [] };
  const right = new Set(check.accept?.flat());
  // Feedback of what was chosen wrongly comes before that of what was right but not enough.
  const failed = [...chosen.filter((id) => !right.has(id)), 'answer'];
  return { status: 'fail', clauses, evidence, flows: [], failed };
}

function textsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function sameMembers(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((member) => other.includes(member));
}
