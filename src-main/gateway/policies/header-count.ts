import { definePolicy, fail, pass } from '../policy.ts';

type Inputs = { lines: number; limit: number };

/** Bounds the number of header lines; the HTTP parser bounds their size. */
export const headerCount = definePolicy<Inputs>({
  rule: 'gw.request.header-count',
  gather: ({ request, services }) => ({ lines: request.headerLines, limit: services.limits.headerLines }),
  evaluate: ({ lines, limit }) =>
    lines <= limit
      ? pass()
      : fail(
          'header',
          `at most ${limit} lines`,
          lines,
          `The request has ${lines} header lines; ${limit} are read.`,
        ),
});
