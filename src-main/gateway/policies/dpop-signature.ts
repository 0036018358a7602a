import { verifyProof } from '../dpop/proof.ts';
import { definePolicy, fail, pass } from '../policy.ts';
import { underDpop } from './under-dpop.ts';

type Inputs = { alg: string; valid: boolean; thumbprint: string | null; error: string | null };

/** Whoever sent the request holds the key that the proof shows. */
export const dpopSignature = definePolicy<Inputs>({
  rule: 'gw.dpop.signature',
  gather: async (exchange) => {
    const { proof } = exchange;
    if (!proof || !underDpop(exchange)) return undefined;
    const signature = await verifyProof(proof);
    exchange.proofSignature = signature;
    return { alg: proof.alg ?? '', ...signature };
  },
  evaluate: ({ valid, error }) =>
    valid
      ? pass()
      : fail(
          'proof.signature',
          'a signature by the key shown',
          error,
          'The proof is not signed with its key.',
        ),
});
