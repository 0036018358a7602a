// First, so that every library gets the virtual Date.
import '../../world/virtual-clock.ts';

import { describe, expect, test } from 'vitest';
import { ruleBook } from '../../../../src-main/rule-book.ts';
import { OTHER_PROVOCATIONS } from './provocations.ts';

const BOOK = new Map(ruleBook().map((entry) => [entry.rule, entry]));

describe('every rule of the listeners, the APIs, the applications and the hosts', () => {
  test.each(Object.entries(OTHER_PROVOCATIONS))('%s turns somebody away', async (rule, provoke) => {
    const { answer, event } = await provoke();
    const failed = event?.reasons.filter(({ outcome }) => outcome === 'fail') ?? [];
    // The log: exactly one rule did not hold, it is the last that looked, and it names its standard.
    expect(failed.map((reason) => reason.rule)).toEqual([rule]);
    expect(event?.reasons.at(-1)).toBe(failed[0]);
    expect(['denied', 'failed']).toContain(event?.outcome);
    expect(failed[0]?.standard).toBe(BOOK.get(rule)?.standard);
    // The wire: what the published list says.
    expect(answer).toBe(BOOK.get(rule)?.answer);
  });
});
