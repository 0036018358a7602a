import { definePolicy, fail, pass } from '../policy.ts';
import { takesMethod } from '../routes/templates.ts';

type Inputs = { method: string; allowed: string[] };

/** Looks whether the operation takes the method; GET implies HEAD. */
export const routeMethod = definePolicy<Inputs>({
  rule: 'gw.route.method',
  gather: ({ request, match }) =>
    match?.resource && { method: request.method, allowed: [...match.resource.methods] },
  evaluate: ({ method, allowed }) =>
    takesMethod(allowed, method)
      ? pass('method', method)
      : fail('method', allowed, method, `This operation takes ${allowed.join(', ')}, not ${method}.`),
});
