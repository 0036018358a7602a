import { definePolicy, fail, pass } from '../policy.ts';
import { underDpop } from './under-dpop.ts';

type Inputs = { htm: string; method: string };

/** `htm` must be the method of the request (RFC 9449 §4.3, step 8). */
export const dpopMethod = definePolicy<Inputs>({
  rule: 'gw.dpop.method',
  gather: (exchange) =>
    exchange.proof && underDpop(exchange)
      ? { htm: exchange.proof.htm ?? '', method: exchange.request.method }
      : undefined,
  evaluate: ({ htm, method }) =>
    htm === method
      ? pass('proof.htm', htm)
      : fail('proof.htm', method, htm, `The proof was made for ${htm}, the request is a ${method}.`),
});
