import { definePolicy, fail, pass } from '../policy.ts';
import { type UpstreamInputs, upstreamInputs } from './upstream-inputs.ts';

/** What comes back must be an HTTP answer that can be passed on. */
export const upstreamWellFormed = definePolicy<UpstreamInputs>({
  rule: 'gw.upstream.well-formed',
  gather: upstreamInputs,
  evaluate: ({ failure, error }) =>
    failure === 'malformed'
      ? fail(
          'upstream.answer',
          'valid HTTP',
          error,
          'The backend answered with something that is no valid HTTP.',
        )
      : pass(),
});
