import fc from 'fast-check';
import { expect, test } from 'vitest';
import { realNow } from '../../../src-main/events/clock.ts';
import { Accounts } from '../../../src-main/store/accounts.ts';
import { startIdentity } from '../../support/identity.ts';
import { StillClock, testClock } from '../../support/virtual-clock.ts';
import { Workflows } from '../../support/workflows.ts';
import { PEOPLE, WORKFLOW } from '../../walks/approvals/law.ts';
import { type ApprovalStep, approvalSteps } from '../../walks/approvals/steps.ts';
import { ApprovalWalk } from '../../walks/approvals/walk.ts';
import { cheapHash } from '../../walks/ground.ts';

/** A slice of `npm run walks`, which takes as many as it is told. */
const RUNS = Number(process.env.WALKS ?? 3);
const STEPS = 20;
const SEED = Number(process.env.WALKS_SEED ?? 41);

test(
  'whoever decides what, in whatever order, only those decide who may, and what was begun is kept or taken back',
  async () => {
    const clock = testClock(new StillClock(Math.floor(realNow() / 1000) * 1000));
    const workflows = new Workflows(await startIdentity({ clock }));
    workflows.control.open();
    for (const who of PEOPLE) cheapen(workflows, who);
    workflows.control.handlers['workflows.save']({ yaml: WORKFLOW });
    const told: Record<string, number> = {};
    let begun = 0;
    const result = await fc.check(
      fc.asyncProperty(approvalSteps(STEPS), (steps: ApprovalStep[]) => {
        begun += 1;
        return new ApprovalWalk(workflows, begun, told).walk(steps);
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
    if (process.env.WALKS !== undefined)
      process.stdout.write(`${JSON.stringify({ walks: begun, seed: SEED, steps: begun * STEPS, told })}\n`);
    expect(result.failed ? (result.errorInstance as Error).message : 'nothing wrong').toBe('nothing wrong');
    for (const kind of ['APPROVE', 'idp.approval.open', 'idp.approval.approver'])
      expect(told[kind]).toBeGreaterThan(0);
  },
  Math.max(60_000, RUNS * 10_000),
);

/** Gives somebody a hash that costs next to nothing, so that walks can sign in often. */
function cheapen({ identity }: Workflows, who: string): void {
  const accounts = new Accounts(identity.core.store);
  const account = accounts.get(who);
  if (account) accounts.save({ ...account, passwordHash: cheapHash(`${who}-sandbox-1`) });
}
