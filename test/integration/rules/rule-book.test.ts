import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rulesPage } from '../../../scripts/lib/rules-page.mjs';
import { GATEWAY_RULES } from '../../../src-main/gateway/rules.ts';
import { SCIM_RULES } from '../../../src-main/identity/rules/scim-rules.ts';
import { IDP_RULES } from '../../../src-main/identity/rules.ts';
import { ruleBook } from '../../../src-main/rule-book.ts';
import { OTHER_PROVOCATIONS } from './others/provocations.ts';

describe('the book of rules', () => {
  const book = ruleBook();

  test('docs/rules.md is what the code says; `npm run docs` writes it', () => {
    const page = fileURLToPath(new URL('../../../docs/rules.md', import.meta.url));
    expect(readFileSync(page, 'utf8')).toBe(rulesPage(book));
  });

  test('each rule is provoked by a test: the provider’s, the gateway’s, and all others', () => {
    const provoked = [
      // Each of these tables has a test of its own that goes through the whole of it.
      ...Object.keys(IDP_RULES),
      ...Object.keys(SCIM_RULES),
      ...Object.keys(GATEWAY_RULES),
      ...Object.keys(OTHER_PROVOCATIONS),
    ];
    expect(book.map(({ rule }) => rule).sort()).toEqual(provoked.sort());
    expect(new Set(provoked).size).toBe(provoked.length);
  });

  test.each(book.map((entry) => [entry.rule, entry] as const))(
    '%s says what holds, where it is written, how it answers and what to do',
    (_, { title, standard, answer, next }) => {
      expect(title).toMatch(/^[A-Z].*\.$/);
      expect(next).toMatch(/^[A-Z].*\.$/);
      expect(standard).toMatch(/§|^NIST|^WSO2 IS|API\d/);
      expect(answer).toMatch(/^\d{3,4}( [\w.-]+)*$|^a page/);
    },
  );
});
