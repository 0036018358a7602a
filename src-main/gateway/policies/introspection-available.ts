import type { Exchange } from '../exchange.ts';
import { definePolicy, fail, pass } from '../policy.ts';
import type { IntrospectionResult } from '../tokens/introspection.ts';

type Inputs = { token: string; answered: boolean; age: number; error: string | null };

/** Asks the provider about an opaque token, or takes its answer of a moment ago. */
export const introspectionAvailable = definePolicy<Inputs>({
  rule: 'gw.introspection.available',
  gather: (exchange) => {
    const { tokenFormat, credential, services, digest } = exchange;
    if (tokenFormat !== 'opaque' || !credential) return undefined;
    const asked = services.introspection.ask(digest, credential.token);
    return asked instanceof Promise ? asked.then((result) => keep(exchange, result)) : keep(exchange, asked);
  },
  evaluate: ({ answered, age, error }) => {
    if (!answered) {
      const detail = 'The gateway could not ask the provider about the token.';
      return fail('provider.introspection_endpoint', 'an answer', error, detail);
    }
    return age > 0 ? pass('provider.introspection_endpoint', `cached, ${age} s old`) : pass();
  },
});

function keep(exchange: Exchange, result: IntrospectionResult): Inputs {
  exchange.introspection = result.answer;
  return {
    token: exchange.handle,
    answered: result.answer !== undefined,
    age: result.age,
    error: result.error,
  };
}
