import { definePolicy, fail, pass } from '../policy.ts';
import { underDpop } from './under-dpop.ts';

type Inputs = { jti: string; usedBefore: boolean };

/** Last among the rules on proofs, so that only a proof which is right in all else is marked as used. */
export const dpopReplay = definePolicy<Inputs>({
  rule: 'gw.dpop.replay',
  gather: (exchange) => {
    const { proof, proofSignature, services } = exchange;
    if (!proof || !proofSignature?.thumbprint || !underDpop(exchange)) return undefined;
    const jti = proof.jti ?? '';
    return { jti, usedBefore: services.replays.use(proofSignature.thumbprint, jti) };
  },
  evaluate: ({ jti, usedBefore }) =>
    usedBefore
      ? fail('proof.jti', 'a new jti', jti, 'This proof was used before; each request needs its own.')
      : pass('proof.jti', jti),
});
