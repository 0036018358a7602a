import { definePolicy, fail, pass } from '../policy.ts';
import { type UpstreamInputs, upstreamInputs } from './upstream-inputs.ts';

/** The backend must take the connection and keep it open until it has answered. */
export const upstreamReachable = definePolicy<UpstreamInputs>({
  rule: 'gw.upstream.reachable',
  gather: upstreamInputs,
  evaluate: ({ failure, error }) =>
    failure === 'unreachable'
      ? fail('upstream.connection', 'a connection', error, 'The backend of this API cannot be reached.')
      : pass(),
});
