import { PROOF_WINDOW_S } from '../limits.ts';
import { definePolicy, fail, pass } from '../policy.ts';
import { underDpop } from './under-dpop.ts';

type Inputs = { iat: number; now: number; window: number; nonce: boolean };

/**
 * A proof must be fresh. A nonce shows that by itself; without one the proof's own time counts, and a client whose
 * clock differs is given a nonce to try again with.
 */
export const dpopTime = definePolicy<Inputs>({
  rule: 'gw.dpop.time',
  gather: (exchange) => {
    const { proof, now } = exchange;
    if (!proof || !underDpop(exchange)) return undefined;
    return { iat: proof.iat ?? 0, now, window: PROOF_WINDOW_S, nonce: proof.nonce !== null };
  },
  evaluate: ({ iat, now, window, nonce }) => {
    if (nonce) return pass('proof.nonce', 'fresh by its nonce');
    const off = iat - now;
    if (Math.abs(off) <= window) return pass('proof.iat', `${Math.abs(off)} s off`);
    const when = off > 0 ? `${off} s ahead of` : `${-off} s behind`;
    return fail('proof.iat', `${now} ± ${window}`, iat, `The proof is ${when} the clock of the gateway.`);
  },
});
