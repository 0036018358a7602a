import { type Client, errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import { Apis } from '../../store/apis.ts';
import { Applications } from '../../store/applications.ts';
import type { StateStore } from '../../store/state-store.ts';
import { IDENTITY_SCOPES } from '../directory/claims.ts';
import { DEFAULT_ALGORITHM } from './keys.ts';
import { type ProtectedResource, resourceOfApi } from './protected-resource.ts';

/** Routes on which an application asks for scopes; on the others they were looked at before. */
const ASKING = new Set(['authorization', 'pushed_authorization_request', 'device_authorization', 'token']);

interface Known {
  resources: readonly ProtectedResource[];
  /** Of all resources. */
  scopes: ReadonlySet<string>;
}

/**
 * What access tokens are issued for (RFC 8707): the APIs and the provider's own resources, which scopes each has, and
 * how its access tokens look.
 */
export class Resources {
  readonly #store: StateStore;
  readonly #apis: Apis;
  readonly #applications: Applications;
  readonly #own: readonly ProtectedResource[];

  constructor(store: StateStore, own: readonly ProtectedResource[]) {
    this.#own = own;
    this.#store = store;
    this.#apis = new Apis(store);
    this.#applications = new Applications(store);
  }

  /** What the provider needs to know of a resource. Throws `invalid_target` for one that does not exist. */
  info(ctx: KoaContextWithOIDC, indicator: string, client: Client): ResourceServer {
    this.#assertScopes(ctx, client);
    const found = this.#known().resources.find(({ resource }) => resource === indicator);
    if (!found)
      throw new errors.InvalidTarget('the resource is not an API of this sandbox', 'resource is not known');
    const allowed = this.#allowedScopes(client);
    return {
      audience: indicator,
      scope: scopesOf(found)
        .filter((scope) => allowed.has(scope))
        .join(' '),
      accessTokenTTL: found.accessTokenTtl,
      accessTokenFormat: found.tokenFormat,
      ...(found.tokenFormat === 'jwt' ? { jwt: { sign: { alg: DEFAULT_ALGORITHM } } } : {}),
    };
  }

  /**
   * The resource of a request that names none: those APIs whose scopes it asks for (RFC 8707 §2 leaves the default to
   * the server). Where one has to be chosen of several, it is the first that was asked for.
   */
  byDefault(
    ctx: KoaContextWithOIDC,
    client: Client,
    oneOf: readonly string[] | undefined,
  ): string | string[] | undefined {
    if (oneOf) return oneOf[0];
    this.#assertScopes(ctx, client);
    const asked = requestedScopes(ctx);
    const resources = this.#known()
      .resources.filter((each) => scopesOf(each).some((scope) => asked.includes(scope)))
      .map(({ resource }) => resource);
    return resources.length > 1 ? resources : resources[0];
  }

  /** Throws `invalid_scope` when a scope does not exist, or is not for this application (RFC 6749 §3.3). */
  #assertScopes(ctx: KoaContextWithOIDC, client: Client): void {
    if (!ASKING.has(ctx.oidc.route)) return;
    const known = this.#known().scopes;
    const asked = requestedScopes(ctx).filter((scope) => !Object.hasOwn(IDENTITY_SCOPES, scope));
    const unknown = asked.filter((scope) => !known.has(scope));
    if (unknown.length > 0) throw new errors.InvalidScope('requested scope is not known', unknown.join(' '));
    const allowed = this.#allowedScopes(client);
    const refused = asked.filter((scope) => !allowed.has(scope));
    if (refused.length > 0)
      throw new errors.InvalidScope('requested scope is not allowed', refused.join(' '));
  }

  /** Asked several times for each token, and hardly ever another answer. */
  #known(): Known {
    return this.#store.kept('api', 'resources', () => {
      const resources = [...this.#apis.all().map(resourceOfApi), ...this.#own];
      return { resources, scopes: new Set(resources.flatMap(scopesOf)) };
    });
  }

  #allowedScopes({ clientId }: Client): ReadonlySet<string> {
    return this.#store.kept(
      'application',
      `allowed scopes of ${clientId}`,
      () => new Set(this.#applications.get(clientId)?.settings.allowedScopes),
    );
  }
}

const scopesOf = ({ scopes }: ProtectedResource): string[] => scopes.map(({ name }) => name);

function requestedScopes(ctx: KoaContextWithOIDC): string[] {
  const scope = ctx.oidc.params?.scope;
  return typeof scope === 'string' ? scope.split(' ').filter(Boolean) : [];
}
