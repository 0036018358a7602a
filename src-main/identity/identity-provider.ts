import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { JSONWebKeySet } from 'jose';
import Provider from 'oidc-provider';
import { GatehouseError } from '../contract/errors.ts';
import type { Core } from '../events/core.ts';
import { Accounts } from '../store/accounts.ts';
import { Apis } from '../store/apis.ts';
import { Applications } from '../store/applications.ts';
import { type Administration, createAdministration } from './directory/administration.ts';
import { createGroupAdministration, type GroupAdministration } from './directory/groups.ts';
import { Extensions } from './extensions/extensions.ts';
import { codeLink } from './lifecycle/code-link.ts';
import type { GovernanceSettings } from './lifecycle/governance.ts';
import { scheduleIdleAccounts } from './lifecycle/idle-accounts.ts';
import { Lifecycle } from './lifecycle/lifecycle.ts';
import type { IdentityParts } from './parts.ts';
import { Artefacts } from './provider/artefacts.ts';
import { configuration } from './provider/configuration.ts';
import { keepClients } from './provider/kept-clients.ts';
import { type SigningKey, SigningKeys } from './provider/keys.ts';
import { recordBackchannel } from './provider/logout.ts';
import { middlewares } from './provider/middlewares.ts';
import { Proofs } from './provider/proofs.ts';
import { publicKeys } from './provider/public-keys.ts';
import { revokeToken } from './provider/revocation.ts';
import { providerSecrets } from './provider/secrets.ts';
import { scheduleSweep } from './provider/sweep.ts';
import { recordOutcomes } from './recording/outcomes.ts';
import { TokenRegister } from './register.ts';
import { createScim } from './scim/http/scim-handler.ts';
import { scimToken } from './scim/http/scim-token.ts';
import { scimResource } from './scim/protected-resource.ts';
import { type WorkflowControl, workflowControl } from './workflows/custom/control.ts';
import { CustomWorkflows } from './workflows/custom/custom-workflows.ts';

/** What the provider needs to know of the sandbox around it. */
export interface IdentityOptions {
  /** `http://localhost:PORT`: it stands in every token, so it does not change while they live. */
  issuer: string;
  /** The company whose provider this is, for its pages. */
  organisation: string;
  /** Where the bank's own action service listens, if it has one. */
  actionService?: () => string | undefined;
  /** Ids that are kept for certain user names, whenever their accounts are made. */
  accountIds?: ReadonlyMap<string, string>;
  /** Where the gateway is, for workflows that call APIs. */
  gateway?: string;
  /** Has a person get an access token for the provider itself; resolves whether or not she could. */
  obtainToken?: (account: string) => Promise<void>;
}

/** The OpenID provider of the sandbox. */
export interface IdentityProvider {
  readonly issuer: string;
  /** Answers requests; behind an observed server. Always that of the newest configuration. */
  readonly handler: RequestListener;
  /** Builds the provider anew from the state. Sessions, grants and tokens are in the state, so they stay. */
  rebuild(): void;
  /** Signs with the key that was published ahead, and publishes another. Answers the key that signs now. */
  rotateKeys(): Promise<{ kid: string }>;
  /** The keys with their phase, for people who watch a rotation. */
  keys(): Omit<SigningKey, 'jwk'>[];
  /** The published keys. */
  jwks(): JSONWebKeySet;
  /** Revokes a token by its handle, and all that was issued on the same grant. Throws `token.unknown`. */
  revoke(handle: string): Promise<void>;
  /** The life of the accounts. */
  readonly lifecycle: Lifecycle;
  /** The switches by which accounts are governed. */
  readonly governance: GovernanceSettings;
  /** What administrators do with accounts. */
  readonly administration: Administration;
  /** The workflows that people define, for a user interface. */
  readonly workflows: WorkflowControl;
  /** What they do with groups. */
  readonly groups: GroupAdministration;
  /** The scripts of the learner. */
  readonly extensions: Extensions;
  /** Opens dynamic registration (RFC 7591 §3). */
  initialAccessToken(): string;
  /** Where SCIM is (RFC 7644), and the bearer token that opens it. */
  scim(): { url: string; token: string };
}

/** Builds the provider on the state of the sandbox. Makes keys and secrets the first time. */
export async function createIdentityProvider(
  core: Core,
  options: IdentityOptions,
): Promise<IdentityProvider> {
  const { issuer, organisation } = options;
  const register = new TokenRegister(core);
  const artefacts = new Artefacts(core.store);
  const extensions = new Extensions(core, issuer, () => scimToken(core.store));
  const { before, deciding } = extensions;
  const lifecycle = new Lifecycle(
    { core, register, artefacts, organisation, before },
    ({ scenario, secret }) => codeLink(issuer, scenario, secret),
  );
  const accounts = new Accounts(core.store);
  const parts: IdentityParts = {
    core,
    issuer,
    accounts,
    apis: new Apis(core.store),
    applications: new Applications(core.store),
    artefacts,
    keys: new SigningKeys(core),
    register,
    proofs: new Proofs(core),
    scim: scimResource(issuer),
    lifecycle,
    workflows: new CustomWorkflows({
      core,
      accounts,
      lifecycle,
      issuer,
      gateway: () => options.gateway,
      organisation,
    }),
    before,
    deciding,
    newAccountId: (username) => options.accountIds?.get(username.toLowerCase()) ?? randomUUID(),
    brand: { organisation },
    actionService: options.actionService ?? (() => undefined),
  };
  await parts.keys.ensure();
  // Made with the world, so that a reset to its start gives the same one back.
  const ownToken = () =>
    core.correlator.tellsNothing(core.vault.handle('access_token', scimToken(core.store)));
  ownToken();
  core.store.onReplaced(ownToken);
  let current = build(issuer, parts);
  const rebuild = () => {
    current = build(issuer, parts);
  };
  core.store.onReplaced(rebuild);
  scheduleSweep(parts);
  scheduleIdleAccounts(parts);
  const scim = createScim(parts, issuer);
  return {
    issuer,
    handler: (request, response) =>
      extensions.within(request, () => {
        if (scim.handle(request, response) || extensions.handle(parts, request, response)) return;
        current(request, response);
      }),
    rebuild,
    rotateKeys: async () => {
      const kid = await parts.keys.rotate();
      rebuild();
      return { kid };
    },
    keys: () => parts.keys.all().map(({ jwk: _, ...key }) => key),
    jwks: () => publicKeys(parts.keys),
    revoke: async (handle) => {
      const token = parts.register.tokens.byHandle(handle);
      if (!token) throw unknownToken(handle);
      revokeToken(parts, token, 'sandbox');
    },
    lifecycle,
    governance: lifecycle.governance,
    administration: createAdministration(parts),
    workflows: workflowControl(parts, options.obtainToken),
    groups: createGroupAdministration(parts),
    extensions,
    initialAccessToken: () => providerSecrets(core.store).initialAccessToken,
    scim: () => ({ url: scim.url, token: scimToken(core.store) }),
  };
}

function build(
  issuer: string,
  parts: IdentityParts,
): (request: IncomingMessage, response: ServerResponse) => void {
  const provider = new Provider(issuer, configuration(parts, providerSecrets(parts.core.store)));
  keepClients(provider, parts.core.store);
  for (const middleware of middlewares({ ...parts, provider })) provider.use(middleware);
  recordOutcomes(provider, parts);
  recordBackchannel(provider, parts);
  // Errors are answered and recorded where they happen; the framework need not print them.
  provider.silent = true;
  const callback = provider.callback();
  return (request, response) => void callback(request, response);
}

function unknownToken(handle: string): GatehouseError {
  return new GatehouseError({
    code: 'token.unknown',
    what: 'The token was not revoked.',
    why: `The register knows no token with the handle ${handle}.`,
    next: 'Choose a token that this sandbox issued.',
    status: 404,
  });
}
