import { definePolicy, fail, pass } from '../policy.ts';
import { type UpstreamInputs, upstreamInputs } from './upstream-inputs.ts';

/** An answer that was begun must be finished; if not, the client's connection is cut, so that it notices. */
export const upstreamComplete = definePolicy<UpstreamInputs>({
  rule: 'gw.upstream.complete',
  gather: upstreamInputs,
  evaluate: ({ failure, error }) =>
    failure === 'incomplete'
      ? fail(
          'upstream.answer',
          'the whole answer',
          error,
          'The backend broke off in the middle of its answer.',
        )
      : pass(),
});
