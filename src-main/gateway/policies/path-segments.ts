import { definePolicy, fail, pass } from '../policy.ts';
import { analysePath } from '../routes/path.ts';

type Inputs = { path: string };

/** Refuses dot segments, empty segments and backslashes. */
export const pathSegments = definePolicy<Inputs>({
  rule: 'gw.request.path-segments',
  gather: ({ request }) => ({ path: request.target.rawPath }),
  evaluate: ({ path }) => {
    const analysis = analysePath(path);
    if (analysis.ok || analysis.kind !== 'segments') return pass();
    return fail('path', 'plain segments', analysis.seen, analysis.why);
  },
});
