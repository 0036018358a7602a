import type { Exchange } from '../exchange.ts';
import { definePolicy, fail, pass } from '../policy.ts';
import { textIn } from '../tokens/jwt.ts';

type Inputs = { available: boolean; source: string; error: string | null };

/** Looks for the token's key; fetches the provider's keys where that is needed. */
export const keysAvailable = definePolicy<Inputs>({
  rule: 'gw.keys.available',
  gather: (exchange) => {
    const { jwt, cached, services } = exchange;
    if (!jwt?.header || cached) return undefined;
    const found = services.keys.find(textIn(jwt.header, 'kid') ?? '');
    return found instanceof Promise ? found.then((lookup) => keep(exchange, lookup)) : keep(exchange, found);
  },
  evaluate: ({ available, error }) =>
    available
      ? pass()
      : fail('provider.jwks_uri', 'keys', error, 'The gateway could not get the keys of the provider.'),
});

function keep(exchange: Exchange, lookup: NonNullable<Exchange['keyLookup']>): Inputs {
  exchange.keyLookup = lookup;
  return { available: lookup.available, source: lookup.source, error: lookup.error };
}
