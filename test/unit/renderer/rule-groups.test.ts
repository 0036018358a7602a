import { expect, test } from 'vitest';
import { governanceSchema } from '../../../src-main/contract/governance.ts';
import { RULE_GROUPS } from '../../../src-renderer/identity/rules/rule-groups.ts';

const defaults = governanceSchema.parse({});
const shown = RULE_GROUPS.flatMap(({ rules }) => rules);

test('each control offers what the switch can be', () => {
  for (const { section, key, control } of shown) {
    const value = (defaults[section] as Record<string, unknown>)[key];
    const kind =
      typeof value === 'boolean' ? ['flag'] : typeof value === 'number' ? ['number', 'duration'] : ['choice'];
    expect(kind, `${section}.${key}`).toContain(control.kind);
    const bounds =
      control.kind === 'number'
        ? [control.min, control.max]
        : control.kind === 'choice'
          ? control.options.map((option) => option.value)
          : [];
    for (const bound of bounds)
      expect(
        governanceSchema.safeParse({ [section]: { [key]: bound } }).success,
        `${section}.${key} = ${bound}`,
      ).toBe(true);
    if (control.kind !== 'number') continue;
    for (const beyond of [control.min - 1, control.max + 1])
      expect(
        governanceSchema.safeParse({ [section]: { [key]: beyond } }).success,
        `${section}.${key} = ${beyond}`,
      ).toBe(false);
  }
});
