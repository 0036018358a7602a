import { definePolicy, fail, pass } from '../policy.ts';
import { underDpop } from './under-dpop.ts';

type Inputs = { nonce: 'none' | 'accepted' | 'unknown'; required: boolean };

/** A nonce, where the proof has one or must have one, must be one of the gateway's own (RFC 9449 §9). */
export const dpopNonce = definePolicy<Inputs>({
  rule: 'gw.dpop.nonce',
  gather: (exchange) => {
    const { proof, services } = exchange;
    if (!proof || !underDpop(exchange)) return undefined;
    const required = services.settings().requireDpopNonce === true;
    if (proof.jwt.claims?.nonce === undefined) return { nonce: 'none', required };
    const accepted = proof.nonce !== null && services.nonces.accepts(proof.nonce);
    return { nonce: accepted ? 'accepted' : 'unknown', required };
  },
  evaluate: ({ nonce, required }) => {
    if (nonce === 'accepted' || (nonce === 'none' && !required)) return pass('proof.nonce', nonce);
    const detail = 'The proof needs the nonce that comes with this answer.';
    return fail('proof.nonce', 'a nonce of this gateway', nonce, detail);
  },
});
