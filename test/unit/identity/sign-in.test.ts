import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hashPassword,
  lightPasswords,
  verifyPassword,
} from '../../../src-main/identity/directory/password.ts';
import { evaluateSignIn, type SignInInputs } from '../../../src-main/identity/directory/sign-in.ts';

const inputs: fc.Arbitrary<SignInInputs> = fc.record({
  username: fc.string(),
  passwordGiven: fc.boolean(),
  accountKnown: fc.boolean(),
  passwordMatches: fc.boolean(),
  accountEnabled: fc.boolean(),
  accountLocked: fc.boolean(),
  unlockAt: fc.option(fc.nat()),
  now: fc.nat(),
  resetWaits: fc.boolean(),
  confirmationWaits: fc.boolean(),
});

describe('the decision on a sign-in', () => {
  test('ends in exactly one rule when it denies, and in none when it allows', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const { reasons, deniedBy } = evaluateSignIn(given);
        const failed = reasons.filter((reason) => reason.outcome === 'fail').map((reason) => reason.rule);
        expect(failed).toEqual(deniedBy === undefined ? [] : [deniedBy]);
        if (deniedBy !== undefined) expect(reasons.at(-1)?.rule).toBe(deniedBy);
      }),
    );
  });

  test('is the same again when it is made from the inputs in the log', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const decided = evaluateSignIn(given);
        const recorded = JSON.parse(JSON.stringify(decided.reasons.at(-1)?.inputs)) as SignInInputs;
        expect(evaluateSignIn(recorded)).toEqual(decided);
      }),
    );
  });
});

describe('passwords', () => {
  test('are kept as a salted hash that only the password opens', async () => {
    const [one, two] = await Promise.all([hashPassword('harbour'), hashPassword('harbour')]);
    expect(one).toMatch(/^scrypt\$32768\$8\$1\$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword('harbour', one)).toBe(true);
    expect(await verifyPassword('Harbour', one)).toBe(false);
    expect(await verifyPassword('', undefined)).toBe(false);
    expect(await verifyPassword('harbour', 'not a hash')).toBe(false);
  });

  test('may be typed on any keyboard: equal characters count as equal', async () => {
    expect(await verifyPassword('cafe\u0301', await hashPassword('caf\u00e9'))).toBe(true);
  });

  test('cost less in a sandbox that is thrown away, and are checked by the cost of their own hash', async () => {
    const dear = await hashPassword('harbour');
    lightPasswords();
    const light = await hashPassword('harbour');
    expect(light).toMatch(/^scrypt\$1024\$8\$1\$/);
    for (const hash of [dear, light]) {
      expect(await verifyPassword('harbour', hash)).toBe(true);
      expect(await verifyPassword('Harbour', hash)).toBe(false);
    }
  });
});
