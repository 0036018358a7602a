import { definePolicy, fail, pass } from '../policy.ts';

type Inputs = {
  token: string;
  parts: number;
  headerReadable: boolean;
  claimsReadable: boolean;
  signatureReadable: boolean;
  /** The content is another JWT (RFC 7519 §5.2). */
  nested: boolean;
};

/** The token must be one signed JWT that can be read. */
export const tokenFormat = definePolicy<Inputs>({
  rule: 'gw.token.format',
  gather: ({ jwt, cached, handle }) =>
    jwt && !cached
      ? {
          token: handle,
          parts: jwt.parts,
          headerReadable: jwt.header !== undefined,
          claimsReadable: jwt.claims !== undefined,
          signatureReadable: jwt.signatureReadable,
          nested: jwt.header !== undefined && 'cty' in jwt.header,
        }
      : undefined,
  evaluate: ({ parts, headerReadable, claimsReadable, signatureReadable, nested }) => {
    if (parts === 5) return fail('token', 'a signed JWT', 'an encrypted JWT', 'The token is encrypted.');
    if (parts !== 3) return fail('token', '3 parts', parts, 'The token is no JWT.');
    if (!headerReadable)
      return fail('token.header', 'JSON', 'unreadable', 'The header of the token is unreadable.');
    if (nested) return fail('token.header.cty', 'claims', 'another JWT', 'The token wraps another token.');
    if (!claimsReadable)
      return fail('token.claims', 'JSON', 'unreadable', 'The claims of the token are unreadable.');
    if (!signatureReadable)
      return fail('token.signature', 'base64url', 'unreadable', 'The signature of the token is unreadable.');
    return pass();
  },
});
