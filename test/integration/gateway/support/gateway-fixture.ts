import { onTestFinished } from 'vitest';
import type { SandboxEvent } from '../../../../src-main/contract/events.ts';
import type { Core } from '../../../../src-main/events/core.ts';
import { createObservedServer } from '../../../../src-main/events/observed-server.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../../../../src-main/gateway/gateway.ts';
import type { ApiRecord } from '../../../../src-main/store/apis.ts';
import { IssuedTokens } from '../../../../src-main/store/issued-tokens.ts';
import { testCore } from '../../../support/core.ts';
import { CLIENT_ID, CLIENT_SECRET, TokenIssuer } from './token-issuer.ts';
import { Upstream } from './upstream.ts';

/** How long the gateway waits for the test's backends, ms of real time: long enough for a busy machine. */
const TIMEOUT_MS = 10_000;

const operation = (method: string, path: string, scope?: string) => ({ method, path, scope, summary: path });

export function testApi(
  id: string,
  tokenFormat: 'jwt' | 'opaque',
  version = '1.0',
  timeoutMs = TIMEOUT_MS,
): ApiRecord {
  return {
    id,
    name: id,
    version,
    position: 0,
    definition: {
      about: id,
      resource: `https://api.test/${id}`,
      tokenFormat,
      scopes: [{ name: `${id}:read`, about: 'read' }],
      operations: [
        operation('GET', '/', `${id}:read`),
        operation('GET', '/items', `${id}:read`),
        operation('POST', '/items', `${id}:write`),
        operation('GET', '/items/latest'),
        operation('GET', '/items/{id}', `${id}:read`),
        operation('PUT', '/items/{id}', `${id}:read`),
      ],
      accessTokenTtl: 300,
      timeoutMs,
    },
  };
}

/** What a test changes of the gateway; `timeoutMs` is how long it waits for the backends. */
export type FixtureOptions = Partial<GatewayOptions> & { timeoutMs?: number };

export interface Fixture {
  core: Core;
  gateway: Gateway;
  url: string;
  port: number;
  issuer: TokenIssuer;
  upstream: Upstream;
  register: IssuedTokens;
  settings: { revocationLookup: boolean; requireDpopNonce?: boolean };
  apis: ApiRecord[];
  origins: Set<string>;
  /** A token that is right in all and stands in the register; see {@link TokenIssuer.token}. */
  token: (claims?: Record<string, unknown>, header?: Record<string, unknown>) => Promise<string>;
  /** Puts a token into the register of issued tokens. */
  registerToken: (token: string, claims?: { jti?: string; sub?: string }) => void;
  get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  bearer: (token: string, path?: string, init?: RequestInit) => Promise<Response>;
  /** The gateway's own events, oldest first. */
  decisions: () => SandboxEvent[];
  last: () => SandboxEvent;
}

/** The gateway behind a real listener, with a real issuer and a real backend, all on loopback. */
export async function gatewayFixture({ timeoutMs, ...options }: FixtureOptions = {}): Promise<Fixture> {
  const core = testCore();
  const issuer = new TokenIssuer();
  await issuer.start();
  const upstream = new Upstream();
  await upstream.start();
  const settings = { revocationLookup: true };
  const apis = [testApi('notes', 'jwt', '1.0', timeoutMs), testApi('cards', 'opaque')];
  const origins = new Set(['http://127.0.0.1:9501']);
  const register = new IssuedTokens(core.store);
  const gateway = createGateway(core, {
    apis: () => apis,
    issuer: issuer.issuer,
    jwksUri: `${issuer.issuer}/jwks`,
    introspectionUri: `${issuer.issuer}/introspect`,
    introspectionCredential: () => ({ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET }),
    settings: () => settings,
    register,
    upstreamOf: (api) => (api === 'nowhere' ? undefined : upstream.url),
    gatewayKey: 'the-key-of-the-gateway',
    corsOrigins: () => origins,
    ...options,
  });
  const server = createObservedServer({
    core,
    node: 'gateway',
    handler: gateway.handler,
    hosts: ['127.0.0.1'],
  });
  const port = await server.listen(0);
  onTestFinished(async () => {
    await server.close();
    await gateway.close();
    await upstream.close();
    await issuer.close();
  });
  const url = `http://127.0.0.1:${port}`;
  const registerToken: Fixture['registerToken'] = (token, claims = {}) =>
    register.register({
      handle: core.vault.handle('access_token', token),
      kind: 'access',
      format: token.includes('.') ? 'jwt' : 'opaque',
      jti: claims.jti,
      grant: 'grant-1',
      account: claims.sub ?? 'alice',
      client: 'workbench',
      scope: undefined,
      audience: undefined,
      flow: undefined,
      issuedAt: core.clock.seconds(),
      expiresAt: undefined,
      revokedAt: undefined,
      revokedBy: undefined,
    });
  const decisions = () => core.log.list({ limit: 5000 }).filter((event) => event.type.startsWith('gw.'));
  return {
    core,
    gateway,
    url,
    port,
    issuer,
    upstream,
    register,
    settings,
    apis,
    origins,
    registerToken,
    token: async (claims, header) => {
      const token = await issuer.token(core.clock.seconds(), claims, header);
      const payload = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
      registerToken(token, payload);
      return token;
    },
    get: (path, headers) => fetch(`${url}${path}`, { headers }),
    bearer: (token, path = '/notes/1.0/items', init = {}) =>
      fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } }),
    decisions,
    last: () => decisions().at(-1)!,
  };
}
