import { definePolicy, fail, pass } from '../policy.ts';
import { analysePath } from '../routes/path.ts';

type Inputs = { path: string };

/** Refuses paths whose escapes some servers read differently. */
export const pathEncoding = definePolicy<Inputs>({
  rule: 'gw.request.path-encoding',
  gather: ({ request }) => ({ path: request.target.rawPath }),
  evaluate: ({ path }) => {
    const analysis = analysePath(path);
    if (analysis.ok || analysis.kind !== 'encoding') return pass();
    return fail('path', 'an encoding with one meaning', analysis.seen, analysis.why);
  },
});
