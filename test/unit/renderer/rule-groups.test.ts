import { expect, test } from 'vitest';
import { governanceSchema } from '../../../src-main/contract/governance.ts';
import type { RuleControl } from '../../../src-renderer/identity/rules/rule.ts';
import { RULE_GROUPS } from '../../../src-renderer/identity/rules/rule-groups.ts';

const defaults = governanceSchema.parse({});
const shown = RULE_GROUPS.flatMap(({ rules }) => rules);

test('each control offers what the switch can be', () => {
  for (const { section, key, control } of shown) {
    const value = (defaults[section] as Record<string, unknown>)[key];
    expect(KINDS[Array.isArray(value) ? 'array' : typeof value], `${section}.${key}`).toContain(control.kind);
    const bounds = boundsOf(control);
    for (const bound of bounds)
      expect(
        governanceSchema.safeParse({ [section]: { [key]: bound } }).success,
        `${section}.${key} = ${bound}`,
      ).toBe(true);
    for (const beyond of beyondOf(control))
      expect(
        governanceSchema.safeParse({ [section]: { [key]: beyond } }).success,
        `${section}.${key} = ${beyond}`,
      ).toBe(false);
  }
});

const KINDS: Readonly<Record<string, readonly string[]>> = {
  boolean: ['flag'],
  number: ['number', 'duration'],
  string: ['choice', 'text'],
  array: ['numbers'],
};

/** What the control lets through at the most. */
function boundsOf(control: RuleControl): unknown[] {
  if (control.kind === 'number') return [control.min, control.max];
  if (control.kind === 'choice') return control.options.map((option) => option.value);
  if (control.kind === 'numbers')
    return [[], [control.min], Array.from({ length: control.most }, () => control.max)];
  return control.kind === 'text' ? TEXTS.filter((text) => control.pattern.test(text)) : [];
}

/** What it keeps back. */
function beyondOf(control: RuleControl): unknown[] {
  if (control.kind === 'number') return [control.min - 1, control.max + 1];
  if (control.kind === 'numbers')
    return [
      [control.min - 1],
      [control.max + 1],
      Array.from({ length: control.most + 1 }, () => control.min),
    ];
  return control.kind === 'text' ? TEXTS.filter((text) => !control.pattern.test(text)) : [];
}

const TEXTS = ['', 'A', 'AB', 'APP_', 'a.b-c_d', 'with space', 'ü_', 'x'.repeat(40), 'x'.repeat(41)];
