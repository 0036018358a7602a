import { type DecodedProof, verifyProof } from '../dpop/proof.ts';
import type { Exchange } from '../exchange.ts';
import { definePolicy, fail, pass } from '../policy.ts';
import { underDpop } from './under-dpop.ts';

type Inputs = { alg: string; valid: boolean; thumbprint: string | null; error: string | null };

/** Whoever sent the request holds the key that the proof shows. */
export const dpopSignature = definePolicy<Inputs>({
  rule: 'gw.dpop.signature',
  // Most calls bring no proof, and those have nothing to wait for.
  gather: (exchange) => {
    const { proof } = exchange;
    return proof && underDpop(exchange) ? verify(exchange, proof) : undefined;
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

async function verify(exchange: Exchange, proof: DecodedProof): Promise<Inputs> {
  const signature = await verifyProof(proof);
  exchange.proofSignature = signature;
  return { alg: proof.alg ?? '', ...signature };
}
