import { definePolicy, fail, pass } from '../policy.ts';

type Inputs = { context: string; published: string[] };

/** Finds the API by the first segment of the path. */
export const routeApi = definePolicy<Inputs>({
  rule: 'gw.route.api',
  gather: ({ match, services }) =>
    match && { context: match.context, published: [...services.routes.contexts] },
  evaluate: ({ context, published }) =>
    published.includes(context)
      ? pass('path', context)
      : fail('path', published, context, `No API is published at /${context}.`),
});
