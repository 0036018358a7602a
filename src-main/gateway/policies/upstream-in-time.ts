import { definePolicy, fail, pass } from '../policy.ts';
import { type UpstreamInputs, upstreamInputs } from './upstream-inputs.ts';

/** The backend must begin its answer within the time that its API allows. */
export const upstreamInTime = definePolicy<UpstreamInputs>({
  rule: 'gw.upstream.in-time',
  gather: upstreamInputs,
  evaluate: ({ failure, error, timeoutMs }) =>
    failure === 'timeout'
      ? fail(
          'upstream.answer',
          `within ${timeoutMs} ms`,
          error,
          `The backend gave no answer in ${timeoutMs} ms.`,
        )
      : pass(),
});
