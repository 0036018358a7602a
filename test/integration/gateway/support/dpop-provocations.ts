import { DpopClient } from './dpop-client.ts';
import type { Fixture } from './gateway-fixture.ts';
import type { Provocation, Provocations } from './provocations.ts';
import { refused, refusedRaw } from './refused.ts';

const ITEMS = '/notes/1.0/items';

interface Bound {
  fixture: Fixture;
  client: DpopClient;
  token: string;
  now: number;
  htu: string;
}

/** A token that is bound to the key of a client. */
async function bound(fixture: Fixture): Promise<Bound> {
  const client = await DpopClient.create();
  const token = await fixture.token({ cnf: { jkt: client.jkt } });
  return { fixture, client, token, now: fixture.core.clock.seconds(), htu: `${fixture.url}${ITEMS}` };
}

function call({ fixture, token }: Bound, proof: string | undefined, scheme = 'DPoP'): Promise<Response> {
  const headers = { authorization: `${scheme} ${token}`, ...(proof === undefined ? {} : { dpop: proof }) };
  return fixture.get(ITEMS, headers);
}

/** A proof that is wrong in its claims or its header alone. */
function wrong(
  by: string,
  claims: (bound: Bound) => Record<string, unknown>,
  header: Record<string, unknown> = {},
): Provocation {
  return {
    by,
    send: async (fixture) => {
      const it = await bound(fixture);
      const proof = await it.client.proof(it.now, it.htu, it.token, claims(it), header);
      return refused(call(it, proof));
    },
  };
}

const none = () => ({});

/** Refusals by the proof of possession. */
export const dpopProvocations: Provocations<
  | 'gw.dpop.binding'
  | 'gw.dpop.proof'
  | 'gw.dpop.format'
  | 'gw.dpop.signature'
  | 'gw.dpop.method'
  | 'gw.dpop.address'
  | 'gw.dpop.nonce'
  | 'gw.dpop.time'
  | 'gw.dpop.token'
  | 'gw.dpop.key'
  | 'gw.dpop.replay'
> = {
  'gw.dpop.binding': [
    {
      by: 'a stolen bound token as Bearer',
      send: async (fixture) => refused(call(await bound(fixture), undefined, 'Bearer')),
    },
    {
      by: 'an unbound token with a proof',
      send: async (fixture) => {
        const it = { ...(await bound(fixture)), token: await fixture.token() };
        return refused(call(it, await it.client.proof(it.now, it.htu, it.token)));
      },
    },
  ],
  'gw.dpop.proof': [
    { by: 'no proof', send: async (fixture) => refused(call(await bound(fixture), undefined)) },
    {
      by: 'two proofs',
      send: async (fixture) => {
        const it = await bound(fixture);
        const proof = await it.client.proof(it.now, it.htu, it.token);
        // fetch joins repeated headers with a comma, which is one line; two lines need a raw request.
        const lines = `Authorization: DPoP ${it.token}\r\n`;
        const twice = `DPoP: ${proof}\r\n`.repeat(2);
        return refusedRaw(fixture.port, `GET ${ITEMS} HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines}${twice}\r\n`);
      },
    },
  ],
  'gw.dpop.format': [
    wrong('another type', none, { typ: 'JWT' }),
    wrong('no key', none, { jwk: undefined }),
    wrong('no hash of the token', () => ({ ath: undefined })),
    wrong('no id', () => ({ jti: undefined })),
    {
      by: 'a signature in the other base64',
      send: async (fixture) => {
        const it = await bound(fixture);
        return refused(call(it, `${await it.client.proof(it.now, it.htu, it.token)}==`));
      },
    },
    {
      by: 'a proof that is no JWT',
      send: async (fixture) => refused(call(await bound(fixture), 'no-proof')),
    },
    {
      by: 'a proof that shows a private key',
      send: async (fixture) => {
        const it = await bound(fixture);
        const jwk = { ...it.client.jwk, d: 'AAAA' };
        return refused(call(it, await it.client.proof(it.now, it.htu, it.token, {}, { jwk })));
      },
    },
  ],
  'gw.dpop.signature': [
    {
      by: 'a proof that shows the key of somebody else',
      send: async (fixture) => {
        const it = await bound(fixture);
        const { jwk } = await DpopClient.create();
        return refused(call(it, await it.client.proof(it.now, it.htu, it.token, {}, { jwk })));
      },
    },
  ],
  'gw.dpop.method': [wrong('a proof for POST', () => ({ htm: 'POST' }))],
  'gw.dpop.address': [
    wrong('a proof for another path', ({ htu }) => ({ htu: `${htu}/7` })),
    wrong('a proof for another host', () => ({ htu: `http://127.0.0.2${ITEMS}` })),
    wrong('a proof for no address', () => ({ htu: 'here' })),
  ],
  'gw.dpop.nonce': [
    wrong('a nonce of somebody else', () => ({ nonce: 'made-up' })),
    wrong('a nonce that is no text', () => ({ nonce: 7 as never })),
    {
      by: 'no nonce where one is demanded',
      send: async (fixture) => {
        fixture.settings.requireDpopNonce = true;
        const it = await bound(fixture);
        return refused(call(it, await it.client.proof(it.now, it.htu, it.token)));
      },
    },
  ],
  'gw.dpop.time': [
    wrong('an old proof', ({ now }) => ({ iat: now - 61 })),
    wrong('a proof from the future', ({ now }) => ({ iat: now + 61 })),
  ],
  'gw.dpop.token': [wrong('the hash of another token', () => ({ ath: 'AAAA' }))],
  'gw.dpop.key': [
    {
      by: 'a right proof by another key',
      send: async (fixture) => {
        const it = await bound(fixture);
        const thief = await DpopClient.create();
        return refused(call(it, await thief.proof(it.now, it.htu, it.token)));
      },
    },
  ],
  'gw.dpop.replay': [
    {
      by: 'a proof that was used already',
      send: async (fixture) => {
        const it = await bound(fixture);
        const proof = await it.client.proof(it.now, it.htu, it.token);
        await (await call(it, proof)).text();
        return refused(call(it, proof));
      },
    },
  ],
};
