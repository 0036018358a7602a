import { definePolicy, fail, pass } from '../policy.ts';

type Inputs = { origin: string; allowed: string[] };

/** Answers the question that a browser asks before a page of another origin may call an API. */
export const corsPreflight = definePolicy<Inputs>({
  rule: 'gw.cors.preflight',
  gather: ({ request, services }) =>
    request.preflightFor === undefined
      ? undefined
      : { origin: request.origin ?? '', allowed: [...services.corsOrigins()] },
  evaluate: ({ origin, allowed }) => {
    if (allowed.includes(origin)) return pass('header.origin', origin);
    return fail('header.origin', allowed, origin, `Pages of ${origin} may not call APIs from a browser.`);
  },
});
