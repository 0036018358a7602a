import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { VirtualClock } from '../../../src-main/events/clock.ts';
import { createCore } from '../../../src-main/events/create-core.ts';
import { createObservedServer } from '../../../src-main/events/observed-server.ts';
import { installVirtualDate } from '../../../src-main/events/virtual-date.ts';
import { createGateway } from '../../../src-main/gateway/gateway.ts';
import type { ApiRecord } from '../../../src-main/store/apis.ts';
import { IssuedTokens } from '../../../src-main/store/issued-tokens.ts';
import { APIS } from '../../../src-main/world/seed/apis.ts';
import { backend, tell } from '../lib/subject.mjs';

/** How many tokens the bench may present. More than the gateway remembers, so that taken in turn none is cached. */
const TOKENS = 6_000;
const LIFETIME_S = 3600;
const KID = 'bench';

/**
 * The gateway as it runs in the sandbox: its observed server, all its rules, the event log and the register of issued
 * tokens on SQLite. Only the backend and the issuer's keys are the bench's.
 */
const clock = new VirtualClock();
installVirtualDate(clock);
const core = createCore({ dataDir: mkdtempSync(join(tmpdir(), 'bench-gatehouse-')), clock });
const { privateKey, publicKey } = await generateKeyPair('RS256');
const jwk = { ...(await exportJWK(publicKey)), kid: KID, alg: 'RS256', use: 'sig' };
const keys = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] })));
await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
const issuer = `http://localhost:${(keys.address() as AddressInfo).port}`;
const register = new IssuedTokens(core.store);
const settings = { revocationLookup: true };
const gateway = createGateway(core, {
  apis: () => APIS,
  issuer,
  jwksUri: `${issuer}/jwks`,
  introspectionUri: `${issuer}/introspection`,
  introspectionCredential: () => ({ clientId: 'gateway', clientSecret: 'unused' }),
  settings: () => settings,
  register,
  upstreamOf: backend,
  gatewayKey: 'the-key-of-the-gateway',
});
const server = createObservedServer({
  core,
  node: 'gateway',
  handler: gateway.handler,
  hosts: ['127.0.0.1', 'localhost'],
});
const [api] = APIS as [ApiRecord];
const tokens: string[] = [];
for (let index = 0; index < TOKENS; index += 1) tokens.push(await sign(`token-${index}`));
core.store.transaction(() => {
  for (const [index, token] of tokens.entries()) enter(token, `token-${index}`);
});
tell({ port: await server.listen(0), tokens, path: `/${api.id}/${api.version}/accounts` });

/** What a token may do: all that the API knows. */
function scopes(): string {
  return api.definition.scopes.map(({ name }) => name).join(' ');
}

/** A token as the provider issues it, signed with RS256 (RFC 9068). */
function sign(jti: string): Promise<string> {
  const now = clock.seconds();
  const claims = { aud: api.definition.resource, client_id: 'online-banking', scope: scopes(), jti };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: KID })
    .setIssuer(issuer)
    .setSubject('alice')
    .setIssuedAt(now)
    .setExpirationTime(now + LIFETIME_S)
    .sign(privateKey);
}

/** Enters a token in the register, as the provider does when it issues one. */
function enter(token: string, jti: string): void {
  register.register({
    handle: core.vault.handle('access_token', token),
    kind: 'access',
    format: 'jwt',
    jti,
    grant: 'grant',
    account: 'alice',
    client: 'online-banking',
    scope: scopes(),
    audience: api.definition.resource,
    flow: undefined,
    issuedAt: clock.seconds(),
    expiresAt: clock.seconds() + LIFETIME_S,
    revokedAt: undefined,
    revokedBy: undefined,
  });
}
