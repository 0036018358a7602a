import { expect, it } from 'vitest';
import { contractMethods } from '../../../src-main/contract/methods.ts';

it('a change of one setting says nothing of the others, so they stay as they are', () => {
  const { input } = contractMethods['settings.set'];
  expect(input.parse({ textSize: 120 })).toEqual({ textSize: 120 });
  expect(input.safeParse({ textSize: 500 }).success).toBe(false);
});
