import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOfIban, harbourIban, isHarbourIban, spaced } from '../../../src-main/world/iban.ts';

describe('account numbers', () => {
  it('carry check digits that hold, and lead back to the account', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), (account) => {
        const iban = harbourIban(String(account));
        expect(isHarbourIban(iban)).toBe(true);
        expect(isHarbourIban(spaced(iban))).toBe(true);
        expect(accountOfIban(spaced(iban))).toBe(String(account));
      }),
    );
  });

  it('notice any single wrong digit', () => {
    const iban = harbourIban('4711');
    fc.assert(
      fc.property(fc.integer({ min: 8, max: iban.length - 1 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digit = (Number(iban[at]) + by) % 10;
        expect(isHarbourIban(`${iban.slice(0, at)}${digit}${iban.slice(at + 1)}`)).toBe(false);
      }),
    );
  });

  it('stand under a country code that no bank register uses', () => {
    expect(harbourIban('4711')).toMatch(/^XH\d\dHARB000000004711$/);
  });
});
