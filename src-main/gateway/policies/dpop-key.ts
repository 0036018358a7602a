import { definePolicy, fail, pass } from '../policy.ts';
import { boundKey } from '../tokens/jwt.ts';
import { underDpop } from './under-dpop.ts';

type Inputs = { jkt: string | null; thumbprint: string | null };

/** The key of the proof must be the one to which the token is bound (RFC 9449 §4.3, step 12). */
export const dpopKey = definePolicy<Inputs>({
  rule: 'gw.dpop.key',
  gather: (exchange) =>
    exchange.proofSignature && underDpop(exchange)
      ? { jkt: boundKey(exchange.claims), thumbprint: exchange.proofSignature.thumbprint }
      : undefined,
  evaluate: ({ jkt, thumbprint }) =>
    jkt !== null && jkt === thumbprint
      ? pass('token.cnf.jkt', jkt)
      : fail('token.cnf.jkt', thumbprint, jkt, 'The token is bound to another key than that of the proof.'),
});
