import { describe, expect, test } from 'vitest';
import type { ACTION_RULES } from '../../../../src-main/identity/rules/action-rules.ts';
import type { EXTENSION_RULES } from '../../../../src-main/identity/rules/extension-rules.ts';
import type { LIFECYCLE_RULES } from '../../../../src-main/identity/rules/lifecycle-rules.ts';
import type { ONE_TIME_CODE_RULES } from '../../../../src-main/identity/rules/one-time-code-rules.ts';
import type { PROFILE_RULES } from '../../../../src-main/identity/rules/profile-rules.ts';
import type { WORKFLOW_RULES } from '../../../../src-main/identity/rules/workflow-rules.ts';
import { IDP_RULES, type IdpRule } from '../../../../src-main/identity/rules.ts';
import { Messages } from '../../../../src-main/store/messages.ts';
import { startIdentity } from '../../../support/identity.ts';
import { testClock } from '../../../support/virtual-clock.ts';
import { actionProvocations } from './action-provocations.ts';
import { authorizationProvocations } from './authorization-provocations.ts';
import { clientProvocations } from './client-provocations.ts';
import { customWorkflowProvocations } from './custom-workflow-provocations.ts';
import { extensionProvocations } from './extension-provocations.ts';
import { Kit, type Provocation } from './kit.ts';
import { lifecycleProvocations } from './lifecycle-provocations.ts';
import { oneTimeCodeProvocations } from './one-time-code-provocations.ts';
import { profileProvocations } from './profile-provocations.ts';
import { signinProvocations } from './signin-provocations.ts';
import { tokenProvocations } from './token-provocations.ts';
import { workflowProvocations } from './workflow-provocations.ts';

/** One for each rule: a rule without one does not pass the type check, and fails here. */
const PROVOCATIONS: Record<
  Exclude<
    IdpRule,
    | keyof typeof LIFECYCLE_RULES
    | keyof typeof WORKFLOW_RULES
    | keyof typeof PROFILE_RULES
    | keyof typeof ONE_TIME_CODE_RULES
    | keyof typeof ACTION_RULES
    | keyof typeof EXTENSION_RULES
  >,
  Provocation
> = {
  ...signinProvocations,
  ...authorizationProvocations,
  ...clientProvocations,
  ...tokenProvocations,
  ...customWorkflowProvocations,
};

/** Rules of accounts are recorded by the transition that they refuse. */
const LIFECYCLE = Object.keys(lifecycleProvocations) as (keyof typeof LIFECYCLE_RULES)[];

describe('every rule of the provider', () => {
  test.each(Object.keys(PROVOCATIONS) as (keyof typeof PROVOCATIONS)[])(
    '%s turns somebody away',
    async (rule) => {
      const kit = new Kit(await startIdentity({ clock: testClock() }));
      const answer = await PROVOCATIONS[rule](kit);
      const event = await kit.turnedAway();
      const failed = event?.reasons.filter(({ outcome }) => outcome === 'fail') ?? [];
      // The log: exactly one rule did not hold, and it names its standard.
      expect(failed.map((reason) => reason.rule)).toEqual([rule]);
      expect(failed[0]?.standard).toBe(IDP_RULES[rule].standard);
      expect(['denied', 'challenged', 'failed']).toContain(event?.outcome);
      // A refusal ends its chain; a prompt goes on to say what else it would ask.
      if (event?.outcome === 'denied') expect(event.reasons.at(-1)).toBe(failed[0]);
      // The wire: what the published list says.
      expect([answer.status, answer.error].filter((part) => part !== undefined).join(' ')).toBe(
        IDP_RULES[rule].answer,
      );
    },
  );

  test.each(Object.keys(profileProvocations) as (keyof typeof PROFILE_RULES)[])(
    '%s keeps one’s own account as it is',
    async (rule) => {
      const kit = new Kit(await startIdentity({ clock: testClock() }));
      const answer = await profileProvocations[rule](kit);
      await kit.identity.core.recorder.committed();
      const event = kit.identity.events('account.change-refused', 'workflow.refused').at(-1);
      const failed = event?.reasons.filter(({ outcome }) => outcome === 'fail') ?? [];
      expect(failed.map((reason) => reason.rule)).toEqual([rule]);
      expect(event?.reasons.at(-1)).toBe(failed[0]);
      expect(event).toMatchObject({ outcome: 'denied', data: { rule } });
      expect([answer.status, answer.error].filter((part) => part !== undefined).join(' ')).toBe(
        IDP_RULES[rule].answer,
      );
    },
  );

  test.each(LIFECYCLE)('%s keeps an account as it is', async (rule) => {
    const identity = await startIdentity({ clock: testClock() });
    const answer = await lifecycleProvocations[rule](identity);
    await identity.core.recorder.committed();
    const event = identity.events('account.change-refused').at(-1);
    const failed = event?.reasons.filter(({ outcome }) => outcome === 'fail') ?? [];
    expect(failed.map((reason) => reason.rule)).toEqual([rule]);
    expect(event?.reasons.at(-1)).toBe(failed[0]);
    expect(event).toMatchObject({ outcome: 'denied', data: { rule } });
    if (answer === undefined) return;
    // Where an endpoint can be refused by it, the wire says what the published list says.
    const [status = '', code = status] = IDP_RULES[rule].answer.split(' ');
    expect(answer).toMatchObject({ status: Number(status), code });
    expect(answer.body).toMatchObject({ message: IDP_RULES[rule].title, traceId: event?.trace });
  });

  test.each(Object.keys(workflowProvocations) as (keyof typeof workflowProvocations)[])(
    '%s refuses a step of a workflow',
    async (rule) => {
      const identity = await startIdentity({ clock: testClock() });
      const answer = await workflowProvocations[rule](identity);
      await identity.core.recorder.committed();
      const event = identity.events('account.change-refused').at(-1);
      expect(event?.reasons.map((reason) => [reason.rule, reason.outcome])).toEqual([[rule, 'fail']]);
      // The wire: what the published list says, in the form of these endpoints.
      expect(`${answer.status} ${answer.code}`).toBe(IDP_RULES[rule].answer);
      expect(answer.body).toMatchObject({ message: IDP_RULES[rule].title, traceId: event?.trace });
    },
  );

  test.each(Object.keys(oneTimeCodeProvocations) as (keyof typeof ONE_TIME_CODE_RULES)[])(
    '%s refuses a call of a workflow',
    async (rule) => {
      const identity = await startIdentity({ clock: testClock() });
      const answer = await oneTimeCodeProvocations[rule](identity);
      await identity.core.recorder.committed();
      const event = identity.events('idp.otac.checked').at(-1);
      const failed = event?.reasons.filter(({ outcome }) => outcome === 'fail') ?? [];
      expect(failed.map((reason) => reason.rule)).toEqual([rule]);
      expect(event?.reasons.at(-1)).toBe(failed[0]);
      expect(event).toMatchObject({ outcome: 'denied', data: { rule } });
      expect(`${answer.status} ${answer.code}`).toBe(IDP_RULES[rule].answer);
    },
  );

  test.each([
    ['recover', { username: 'alice' }, 'link'],
    ['user-name', { email: 'alice.moreau@mail.example' }, undefined],
    ['register', { username: 'erin' }, undefined],
  ])('idp.workflow.delivered closes the page %s where nothing is sent', async (name, values, decision) => {
    const identity = await startIdentity({ clock: testClock() });
    const browser = identity.browser();
    const page = await browser.open(`${identity.issuer}/account/${name}`);
    identity.provider.governance.set({ notifications: { internal: false } });
    const rule = 'idp.workflow.delivered';
    for (const refused of [
      await browser.submit(page, values, decision),
      await browser.open(`${identity.issuer}/account/${name}`),
    ]) {
      await identity.core.recorder.committed();
      expect(`${refused.status} UE-10002`).toBe(IDP_RULES[rule].answer);
      expect(refused.text).toContain(IDP_RULES[rule].title);
      expect(identity.events('account.change-refused').at(-1)?.data.rule).toBe(rule);
    }
    expect(new Messages(identity.core.store).of('alice')).toEqual([]);
  });
  test.each(Object.keys(actionProvocations) as (keyof typeof ACTION_RULES)[])(
    '%s: nothing is issued, and nothing changed',
    async (rule) => {
      const identity = await startIdentity({ clock: testClock() });
      const answer = await actionProvocations[rule](new Kit(identity));
      await identity.core.recorder.committed();
      const called = identity.events('idp.action.called').at(-1);
      const failed = called?.reasons.filter(({ outcome }) => outcome === 'fail') ?? [];
      expect(failed.map((reason) => reason.rule)).toEqual([rule]);
      expect(called?.reasons.at(-1)).toBe(failed[0]);
      expect(['denied', 'failed']).toContain(called?.outcome);
      // What was asked for was refused by the same rule.
      const refused = identity
        .events('idp.token.refused', 'idp.request.refused', 'account.change-refused')
        .at(-1);
      expect(refused?.data.rule).toBe(rule);
      expect(`${answer.status} ${answer.error}`).toBe(IDP_RULES[rule].answer);
    },
  );

  test.each(Object.keys(extensionProvocations) as (keyof typeof EXTENSION_RULES)[])(
    '%s ends what a script of one’s own is part of',
    async (rule) => {
      const identity = await startIdentity({ clock: testClock() });
      const { status } = await extensionProvocations[rule](identity);
      await identity.core.recorder.committed();
      const event = identity.events('idp.request.refused', 'account.change-refused').at(0);
      const failed = event?.reasons.filter(({ outcome }) => outcome === 'fail') ?? [];
      expect(failed.map((reason) => reason.rule)).toEqual([rule]);
      expect(event?.reasons.at(-1)).toBe(failed[0]);
      expect(String(status)).toBe(IDP_RULES[rule].answer);
    },
  );
});
