import { definePolicy, fail, pass } from '../policy.ts';
import { underDpop } from './under-dpop.ts';

type Inputs = { proofs: number };

/** Exactly one DPoP header (RFC 9449 §4.3, step 1). */
export const dpopProof = definePolicy<Inputs>({
  rule: 'gw.dpop.proof',
  gather: (exchange) => (underDpop(exchange) ? { proofs: exchange.request.proofs.length } : undefined),
  evaluate: ({ proofs }) =>
    proofs === 1
      ? pass('header.dpop', proofs)
      : fail('header.dpop', 1, proofs, `The request carries ${proofs} DPoP proofs.`),
});
