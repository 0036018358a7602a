import { definePolicy, fail, pass } from '../policy.ts';
import { analysePath } from '../routes/path.ts';
import { underDpop } from './under-dpop.ts';

type Inputs = { htu: string; address: string };

/** `htu` must be the address of the request without query and fragment, both normalised (RFC 9449 §4.3, step 9). */
export const dpopAddress = definePolicy<Inputs>({
  rule: 'gw.dpop.address',
  gather: (exchange) =>
    exchange.proof && underDpop(exchange)
      ? { htu: exchange.proof.htu ?? '', address: exchange.address }
      : undefined,
  evaluate: ({ htu, address }) =>
    normalise(htu) === normalise(address)
      ? pass('proof.htu', htu)
      : fail('proof.htu', address, htu, `The proof was made for ${htu}, the request went to ${address}.`),
});

function normalise(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, username, password, host, pathname } = new URL(address);
  // A name in the address makes it another one; nobody has sent it in a request.
  if (username !== '' || password !== '') return undefined;
  const path = analysePath(pathname);
  return path.ok ? `${protocol}//${host}${path.path}` : undefined;
}
