import type { Provocations } from './provocations.ts';
import { refused, refusedRaw } from './refused.ts';

const ITEMS = '/notes/1.0/items';

/** Refusals by how the token is presented. */
export const credentialProvocations: Provocations<
  | 'gw.credential.single'
  | 'gw.credential.place'
  | 'gw.credential.present'
  | 'gw.credential.scheme'
  | 'gw.credential.syntax'
> = {
  'gw.credential.single': [
    {
      by: 'two Authorization lines',
      send: async ({ port, token }) => {
        const line = `Authorization: Bearer ${await token()}\r\n`;
        return refusedRaw(port, `GET ${ITEMS} HTTP/1.1\r\nHost: 127.0.0.1\r\n${line}${line}\r\n`);
      },
    },
    {
      by: 'a token in the header and in the address',
      send: async ({ bearer, token }) => {
        const access = await token();
        return refused(bearer(access, `${ITEMS}?access_token=${access}`));
      },
    },
  ],
  'gw.credential.place': [
    {
      by: 'a token in the address',
      send: async ({ get, token }) => refused(get(`${ITEMS}?access_token=${await token()}`)),
    },
    {
      by: 'a token in the address, its name escaped',
      send: async ({ get, token }) => refused(get(`${ITEMS}?acc%65ss_token=${await token()}`)),
    },
  ],
  'gw.credential.present': [{ by: 'no token', send: ({ get }) => refused(get(ITEMS)) }],
  'gw.credential.scheme': [
    {
      by: 'a password',
      send: ({ get }) => refused(get(ITEMS, { authorization: 'Basic YWxpY2U6YWxpY2U=' })),
    },
    { by: 'a token without a scheme', send: ({ get }) => refused(get(ITEMS, { authorization: 'abc' })) },
  ],
  'gw.credential.syntax': [
    { by: 'the scheme alone', send: ({ get }) => refused(get(ITEMS, { authorization: 'Bearer' })) },
    {
      by: 'two words',
      send: ({ get }) => refused(get(ITEMS, { authorization: 'Bearer abc def' })),
    },
    {
      by: 'characters that no token has',
      send: ({ get }) => refused(get(ITEMS, { authorization: 'Bearer "abc"' })),
    },
  ],
};
