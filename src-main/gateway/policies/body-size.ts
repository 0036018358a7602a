import { definePolicy, fail, pass } from '../policy.ts';
import { declaredLength, hasBody } from '../request-facts.ts';

type Inputs = { declared: number; received: number; limit: number };

/** Bounds the body: by its declared length at once, and by what arrives where no length was declared. */
export const bodySize = definePolicy<Inputs>({
  rule: 'gw.request.body-size',
  gather: ({ request, services, receivedBytes, upstreamFailure }) => {
    const looked = upstreamFailure !== undefined && upstreamFailure.kind !== 'too-large';
    if (looked || !hasBody(request)) return undefined;
    return { declared: declaredLength(request), received: receivedBytes, limit: services.limits.bodyBytes };
  },
  evaluate: ({ declared, received, limit }) => {
    const size = Math.max(declared, received);
    if (size <= limit) return pass();
    return fail('body', `at most ${limit} bytes`, size, `Bodies of up to ${limit} bytes are forwarded.`);
  },
});
