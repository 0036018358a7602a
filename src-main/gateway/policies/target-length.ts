import { definePolicy, fail, pass } from '../policy.ts';

type Inputs = { bytes: number; limit: number };

/** Bounds the length of path and query. */
export const targetLength = definePolicy<Inputs>({
  rule: 'gw.request.target-length',
  gather: ({ request, services }) => ({ bytes: request.targetBytes, limit: services.limits.targetBytes }),
  evaluate: ({ bytes, limit }) =>
    bytes <= limit
      ? pass()
      : fail('target', `at most ${limit} bytes`, bytes, `The address has ${bytes} bytes; ${limit} are read.`),
});
