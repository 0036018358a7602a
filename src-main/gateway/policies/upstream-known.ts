import { definePolicy, fail, pass } from '../policy.ts';
import { type UpstreamInputs, upstreamInputs } from './upstream-inputs.ts';

/** The API must have an address behind the gateway. */
export const upstreamKnown = definePolicy<UpstreamInputs>({
  rule: 'gw.upstream.known',
  gather: upstreamInputs,
  evaluate: ({ failure }) =>
    failure === 'unknown'
      ? fail('upstream', 'an address', null, 'No backend stands behind this API at present.')
      : pass(),
});
