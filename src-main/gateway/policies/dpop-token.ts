import { definePolicy, fail, pass } from '../policy.ts';
import { underDpop } from './under-dpop.ts';

type Inputs = { ath: string; hash: string };

/** `ath` must be the hash of the token, so that a proof cannot be moved to another token (RFC 9449 §4.3, step 12). */
export const dpopToken = definePolicy<Inputs>({
  rule: 'gw.dpop.token',
  gather: (exchange) =>
    exchange.proof && underDpop(exchange)
      ? { ath: exchange.proof.ath ?? '', hash: exchange.digest }
      : undefined,
  evaluate: ({ ath, hash }) =>
    ath === hash
      ? pass('proof.ath', ath)
      : fail('proof.ath', hash, ath, 'The proof was made for another token.'),
});
