import type { RequestListener } from 'node:http';
import type { Core } from '../events/core.ts';
import { DpopNonces } from '../events/dpop/nonces.ts';
import { ReplayMemory } from '../events/dpop/replay-memory.ts';
import type { ApiRecord } from '../store/apis.ts';
import { type Backends, GatewayHandler } from './handler.ts';
import { JwksCache } from './keys/jwks-cache.ts';
import { DEFAULT_LIMITS, type GatewayLimits } from './limits.ts';
import { UpstreamPools } from './proxy/pools.ts';
import { RouteTable } from './routes/route-table.ts';
import { GATEWAY_RULES } from './rules.ts';
import type { GatewayServices, GatewaySettings, TokenRegister } from './services.ts';
import { type ClientCredential, Introspection } from './tokens/introspection.ts';
import { VerifiedTokens } from './tokens/verified-tokens.ts';

/** What the gateway is given by those who know the rest of the sandbox. */
export interface GatewayOptions extends Backends {
  /** The published APIs; read again at each {@link Gateway.rebuild}. */
  apis: () => readonly ApiRecord[];
  /** The provider that is trusted: `iss` of its tokens. */
  issuer: string;
  jwksUri: string;
  introspectionUri: string;
  /** The gateway's own client at the provider, which may introspect. */
  introspectionCredential: () => ClientCredential;
  settings: () => GatewaySettings;
  register: TokenRegister;
  /** Origins of the pages that may call APIs from a browser; none unless given. */
  corsOrigins?: () => ReadonlySet<string>;
  limits?: Partial<GatewayLimits>;
}

/** The API gateway: routes, checks and forwards. */
export interface Gateway {
  /** For a server on which the gateway listens, behind `createObservedServer`. */
  readonly handler: RequestListener;
  /** Compiles the routes anew, after a change of the APIs. */
  rebuild(): void;
  /** Forgets keys, verified tokens and introspection answers. */
  forget(): void;
  /** Every rule by which a request can be refused. */
  readonly rules: typeof GATEWAY_RULES;
  close(): Promise<void>;
}

/**
 * Builds the gateway. After a restore it builds its routes anew and forgets everything; after a change of the clock it
 * forgets what it knew of keys and tokens.
 */
export function createGateway(core: Core, options: GatewayOptions): Gateway {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const services = createServices(core, options, limits);
  const pools = new UpstreamPools(limits.connectMs, core.network.connect);
  const handler = new GatewayHandler(core, services, pools, options);
  const forget = () => {
    services.keys.clear();
    services.introspection.clear();
    services.verified.clear();
  };
  const rebuild = () => {
    services.routes = new RouteTable(options.apis());
  };
  services.keys.onRotated(() => services.verified.clear());
  const unsubscribe = core.clock.onChange(forget);
  core.store.onReplaced(() => {
    forget();
    services.replays.clear();
    rebuild();
  });
  return {
    handler: handler.listener,
    rebuild,
    forget,
    rules: GATEWAY_RULES,
    close: async () => {
      unsubscribe();
      await pools.close();
    },
  };
}

function createServices(core: Core, options: GatewayOptions, limits: GatewayLimits): GatewayServices {
  const fetch = core.dispatcher.fetchAs('gateway');
  const none: ReadonlySet<string> = new Set();
  return {
    routes: new RouteTable(options.apis()),
    issuer: options.issuer,
    limits,
    keys: new JwksCache(options.jwksUri, fetch, core.clock, limits.providerMs),
    introspection: new Introspection({
      uri: options.introspectionUri,
      fetch,
      clock: core.clock,
      timeoutMs: limits.providerMs,
      credential: options.introspectionCredential,
    }),
    verified: new VerifiedTokens(),
    nonces: new DpopNonces(core.clock),
    replays: new ReplayMemory(),
    register: options.register,
    settings: options.settings,
    corsOrigins: options.corsOrigins ?? (() => none),
    handleOf: (token) => core.vault.handle('access_token', token),
  };
}
