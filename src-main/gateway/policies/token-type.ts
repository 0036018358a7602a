import { definePolicy, fail, pass } from '../policy.ts';
import { textIn } from '../tokens/jwt.ts';

type Inputs = { typ: string | null };

const ACCESS_TOKEN = 'at+jwt';

/** An ID token, say, is signed by the same provider, but it is no access token (RFC 9068 §4). */
export const tokenType = definePolicy<Inputs>({
  rule: 'gw.token.type',
  gather: ({ jwt, cached }) => (jwt?.header && !cached ? { typ: textIn(jwt.header, 'typ') } : undefined),
  evaluate: ({ typ }) => {
    const type = typ?.toLowerCase().replace(/^application\//, '');
    if (type === ACCESS_TOKEN) return pass('token.header.typ', typ);
    const detail = `The token is of type ${typ ?? 'none'}; an access token is of type ${ACCESS_TOKEN}.`;
    return fail('token.header.typ', ACCESS_TOKEN, typ, detail);
  },
});
