import { definePolicy, fail, pass } from '../policy.ts';
import { type UpstreamInputs, upstreamInputs } from './upstream-inputs.ts';

/** While the client is still sending, the wait is the client's doing and not the backend's. */
export const bodyTime = definePolicy<UpstreamInputs>({
  rule: 'gw.request.body-time',
  gather: upstreamInputs,
  evaluate: ({ failure, timeoutMs }) =>
    failure === 'slow-client'
      ? fail(
          'body',
          `each part within ${timeoutMs} ms`,
          'nothing',
          'The rest of the body did not arrive in time.',
        )
      : pass(),
});
