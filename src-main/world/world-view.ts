import type { Api, Application, Participant, Persona, World } from '../contract/world.ts';
import { type ApiRecord, Apis } from '../store/apis.ts';
import { type ApplicationRecord, Applications } from '../store/applications.ts';
import type { StateStore } from '../store/state-store.ts';
import { ACTION_NODE } from './actions/action-service.ts';
import { PERSONAS } from './seed/personas.ts';
import { ATTACKERS, SITES, type Site } from './seed/sites.ts';

/** What the world looks like at this moment, read from the state. */
export interface WorldViewDeps {
  store: StateStore;
  gatewayUrl: string;
  /** Where an application's pages are, if it has some. */
  urlOf: (clientId: string) => string | undefined;
  /** Who is at the keyboard. */
  persona: () => string;
  /** Client ids that people need not see: the sandbox's own plumbing. */
  hidden: ReadonlySet<string>;
}

/** Reads the world as a user interface shows it. */
export function viewWorld(deps: WorldViewDeps): World {
  const applications = new Applications(deps.store)
    .all()
    .filter(({ clientId }) => !deps.hidden.has(clientId));
  const apis = new Apis(deps.store).all();
  return {
    name: 'Harbour Bank',
    about:
      'A small bank with a customer-care desk. Its people, applications and APIs are the world of the labs.',
    personas: PERSONAS.map(personaOf),
    applications: [
      ...applications.map((application) => applicationOf(application, deps.urlOf)),
      ...SITES.map((site) => siteOf(site, deps.urlOf)),
    ],
    apis: apis.map((api) => apiOf(api, deps.gatewayUrl)),
    participants: participants(applications, apis),
    persona: deps.persona(),
  };
}

function personaOf({ id, name, role, about, device, username, password }: Persona): Persona {
  return { id, name, role, about, device, username, password };
}

function applicationOf(application: ApplicationRecord, urlOf: WorldViewDeps['urlOf']): Application {
  const { metadata, settings } = application;
  return {
    clientId: application.clientId,
    name: application.name,
    about: application.about,
    kind: application.kind,
    url: urlOf(application.clientId),
    redirectUris: strings(metadata.redirect_uris),
    tokenEndpointAuthMethod: String(metadata.token_endpoint_auth_method ?? 'client_secret_basic'),
    grantTypes: strings(metadata.grant_types ?? ['authorization_code']),
    requestedScopes: settings.requestedScopes,
    allowedScopes: settings.allowedScopes,
    rotateRefreshTokens: settings.rotateRefreshTokens,
    pkce: settings.pkce,
  };
}

/** A site has no registration, so nothing stands where an application has one. */
function siteOf({ id, name, about, kind }: Site, urlOf: WorldViewDeps['urlOf']): Application {
  return {
    clientId: id,
    name,
    about,
    kind,
    url: urlOf(id),
    redirectUris: [],
    tokenEndpointAuthMethod: 'none',
    grantTypes: [],
    requestedScopes: [],
    allowedScopes: [],
    rotateRefreshTokens: false,
    pkce: false,
  };
}

function apiOf({ id, name, version, definition }: ApiRecord, gatewayUrl: string): Api {
  const { about, resource, tokenFormat, scopes, operations } = definition;
  return {
    id,
    name,
    version,
    about,
    resource,
    tokenFormat,
    scopes,
    operations,
    url: `${gatewayUrl}/${id}/${version}`,
  };
}

function participants(applications: readonly ApplicationRecord[], apis: readonly ApiRecord[]): Participant[] {
  return [
    ...PERSONAS.map((persona): Participant => {
      const kind = persona.role === 'attacker' ? 'attacker' : 'browser';
      return { id: `browser:${persona.id}`, name: `${persona.name.split(' ')[0]}’s browser`, kind };
    }),
    ...applications.map(
      ({ clientId, name }): Participant => ({ id: `app:${clientId}`, name, kind: 'client' }),
    ),
    ...ATTACKERS,
    { id: 'app:mail', name: 'Mail', kind: 'client' },
    { id: 'idp', name: 'Identity provider', kind: 'idp' },
    { id: 'workflows', name: 'Workflows', kind: 'idp' },
    { id: 'gateway', name: 'Gateway', kind: 'gateway' },
    ...apis.map(({ id, name }): Participant => ({ id: `api:${id}`, name, kind: 'backend' })),
    { id: ACTION_NODE, name: 'Action service', kind: 'backend' },
    { id: 'control', name: 'Gatehouse', kind: 'control' },
    { id: 'outside', name: 'Outside client', kind: 'outside' },
  ];
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
