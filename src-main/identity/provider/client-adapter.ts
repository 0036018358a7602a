import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { JsonObject } from '../../contract/json.ts';
import type { Core } from '../../events/core.ts';
import { Apis } from '../../store/apis.ts';
import { type ApplicationRecord, Applications } from '../../store/applications.ts';
import { compact, toJson } from '../compact.ts';
import { IDENTITY_SCOPES } from '../directory/claims.ts';
import { type ProtectedResource, resourceOfApi } from './protected-resource.ts';

/**
 * The provider's clients are the applications of the sandbox: one table. What is registered dynamically (RFC 7591)
 * appears among the connected applications, and a change of an application holds from the next request on.
 */
export class ClientAdapter implements Adapter {
  readonly #core: Core;
  readonly #applications: Applications;
  readonly #own: readonly ProtectedResource[];

  constructor(core: Core, own: readonly ProtectedResource[]) {
    this.#core = core;
    this.#own = own;
    this.#applications = new Applications(core.store);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#applications.get(id)?.metadata as AdapterPayload | undefined;
  }

  async upsert(id: string, metadata: AdapterPayload): Promise<void> {
    const known = this.#applications.get(id);
    const application = known
      ? { ...known, name: nameOf(metadata, id), metadata: toJson(metadata) as JsonObject }
      : newApplication(id, metadata, this.#applications.all(), this.#resources());
    this.#core.store.transaction(() => {
      this.#applications.save(application);
      this.#core.recorder.record({
        type: known ? 'config.changed' : 'idp.client.registered',
        outcome: 'ok',
        data: compact({
          client: id,
          name: application.name,
          kind: application.kind,
          redirectUris: toJson(metadata.redirect_uris),
          grantTypes: toJson(metadata.grant_types),
          tokenEndpointAuthMethod: metadata.token_endpoint_auth_method,
          by: known ? 'RFC 7592' : 'RFC 7591',
        }),
      });
    });
  }

  #resources(): ProtectedResource[] {
    return [...new Apis(this.#core.store).all().map(resourceOfApi), ...this.#own];
  }

  async destroy(id: string): Promise<void> {
    this.#core.store.transaction(() => {
      this.#applications.remove(id);
      this.#core.recorder.record({
        type: 'config.changed',
        outcome: 'ok',
        data: { client: id, removed: true, by: 'RFC 7592' },
      });
    });
  }

  async findByUid(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}
  async consume(): Promise<void> {}
  async revokeByGrantId(): Promise<void> {}
}

/**
 * A connected application: it may ask for everything, since the sandbox has nothing to protect from its owner. What a
 * person may not do, it may not do for her either.
 */
function newApplication(
  clientId: string,
  metadata: AdapterPayload,
  others: readonly ApplicationRecord[],
  resources: readonly ProtectedResource[],
): ApplicationRecord {
  return {
    clientId,
    kind: 'outside',
    name: nameOf(metadata, clientId),
    about: 'Connected by dynamic registration.',
    metadata: toJson(metadata) as JsonObject,
    settings: {
      requestedScopes: ['openid', 'profile'],
      allowedScopes: [
        ...Object.keys(IDENTITY_SCOPES),
        ...resources.flatMap(({ scopes }) => scopes.map(({ name }) => name)),
      ],
      resources: resources.map(({ resource }) => resource),
      rotateRefreshTokens: true,
      pkce: true,
    },
    builtIn: false,
    position: Math.max(0, ...others.map((other) => other.position)) + 1,
  };
}

const nameOf = (metadata: AdapterPayload, id: string): string => metadata.client_name || id;
