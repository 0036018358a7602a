import fc from 'fast-check';
import { type ApprovalAction, approvalActionSchema } from '../../../src-main/contract/workflows.ts';
import { PEOPLE, type Who } from './law.ts';

/** A step of a walk. `pick` chooses among the tasks, or runs, that there are. */
export type ApprovalStep =
  | { kind: 'start'; who: Who; key: string | undefined; tag: string }
  | { kind: 'start-for-an-api'; who: Who }
  | {
      kind: 'act';
      pick: number;
      open: boolean;
      who: Who | 'who may';
      action: ApprovalAction;
      byRest: boolean;
    }
  | { kind: 'administrator'; who: Who; is: boolean }
  | { kind: 'edge'; pick: number; but: number }
  | { kind: 'cancel'; pick: number };

const who = fc.constantFrom(...PEOPLE);
const pick = fc.nat({ max: 1000 });
const kind = <K extends ApprovalStep['kind']>(name: K) => fc.constant(name);

export const approvalSteps = (length: number): fc.Arbitrary<ApprovalStep[]> =>
  fc.array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          kind: kind('start'),
          // Few people and keys, so that the same comes again.
          who: fc.oneof(fc.constantFrom('bob' as const, 'mallory' as const), who),
          key: fc.constantFrom('one', 'one', 'two', undefined),
          tag: fc.constantFrom('a', 'a', 'b'),
        }),
      },
      { weight: 1, arbitrary: fc.record({ kind: kind('start-for-an-api'), who }) },
      {
        weight: 12,
        arbitrary: fc.record({
          kind: kind('act'),
          pick,
          open: fc.constantFrom(true, true, true, false),
          who: fc.oneof(fc.constant('who may' as const), who),
          action: fc.constantFrom(...approvalActionSchema.options, 'CLAIM' as const, 'APPROVE' as const),
          byRest: fc.boolean(),
        }),
      },
      { weight: 2, arbitrary: fc.record({ kind: kind('administrator'), who, is: fc.boolean() }) },
      { weight: 2, arbitrary: fc.record({ kind: kind('edge'), pick, but: fc.constantFrom(1, 0, -1) }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('cancel'), pick }) },
    ),
    { minLength: length, maxLength: length },
  );
