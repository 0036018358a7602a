import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { hashPassword, verifyPassword } from '../../../src-main/identity/directory/password.ts';
import { CALLBACK, CLIENT, PERSON, RESOURCE, SCOPE } from '../lib/bank.ts';
import { tell } from '../lib/subject.mjs';

/**
 * `oidc-provider` bare: its own in-memory storage, no log, the smallest pages that let a person sign in and consent. It
 * signs with the same algorithm and checks the password with the same function as the sandbox does.
 */
const server = createServer();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stored = await hashPassword(PERSON.password);
const provider = new Provider(`http://localhost:${port}`, {
  clients: [
    {
      client_id: CLIENT.id,
      client_secret: CLIENT.secret,
      application_type: 'native',
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      redirect_uris: [CALLBACK],
    },
  ],
  cookies: { keys: ['the key of the bench'] },
  findAccount: async (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'bench', alg: 'RS256', use: 'sig' }] },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        audience: RESOURCE,
        scope: SCOPE,
        accessTokenTTL: 300,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
});
const answer = provider.callback();
server.on('request', (request, response) => {
  if (request.url?.startsWith('/interaction/')) void interact(request, response);
  else void answer(request, response);
});
tell({ port });

async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (request.method === 'GET') {
    const fields = prompt.name === 'login' ? '<input name="username"><input name="password">' : '';
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!doctype html><form method="post">${fields}<button name="decision" value="allow">Go on</button></form>`,
    );
    return;
  }
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const form = new URLSearchParams(body);
  if (prompt.name === 'login') {
    const right = await verifyPassword(form.get('password') ?? '', stored);
    if (!right) throw new Error('wrong password');
    await provider.interactionFinished(request, response, {
      login: { accountId: form.get('username') ?? '' },
    });
    return;
  }
  const grant = new provider.Grant({
    accountId: String(session?.accountId),
    clientId: String(params.client_id),
  });
  grant.addOIDCScope('openid');
  grant.addResourceScope(RESOURCE, SCOPE);
  await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}
