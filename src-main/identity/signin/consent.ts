import type { NewEvent } from '../../events/recorder.ts';
import { compact, toJson } from '../compact.ts';
import { IDENTITY_SCOPES } from '../directory/claims.ts';
import { resourceOfApi } from '../provider/protected-resource.ts';
import { withWrite } from '../recording/with-write.ts';
import { scimReason } from '../rules/scim-rules.ts';
import { reason } from '../rules.ts';
import { byRole } from '../scim/protected-resource.ts';
import { type AskedScope, consentPage } from './consent-page.ts';
import { readForm } from './form.ts';
import { sendPage } from './layout.ts';
import type { OpenInteraction } from './open-interaction.ts';

/** What the provider found to be undecided. */
interface Missing {
  missingOIDCScope?: string[];
  missingOIDCClaims?: string[];
  missingResourceScopes?: Record<string, string[]>;
}

/** Shows what the application asks for. */
export async function showConsent(interaction: OpenInteraction): Promise<void> {
  show(interaction);
}

/** Takes the form of the consent page. */
export async function answerConsent(interaction: OpenInteraction): Promise<void> {
  const decision = (await readForm(interaction.ctx, interaction.parts.provider.issuer)).get('decision');
  if (decision === 'allow') return allow(interaction);
  if (decision === 'deny') return deny(interaction);
  interaction.parts.core.recorder.record({
    type: 'idp.request.refused',
    outcome: 'denied',
    reasons: [
      reason('idp.interaction.form', 'fail', {
        path: 'decision',
        expected: ['allow', 'deny'],
        seen: decision,
      }),
    ],
    data: { ...about(interaction), endpoint: 'interaction', rule: 'idp.interaction.form' },
  });
  show(interaction, 'Choose Allow or Deny.', 422);
}

async function allow(interaction: OpenInteraction): Promise<void> {
  const { parts, details, client } = interaction;
  const accountId = details.session?.accountId ?? '';
  const known = details.grantId ? await parts.provider.Grant.find(details.grantId) : undefined;
  const grant = known ?? new parts.provider.Grant({ accountId, clientId: client.clientId });
  const missing = details.prompt.details as Missing;
  if (missing.missingOIDCScope) grant.addOIDCScope(missing.missingOIDCScope.join(' '));
  if (missing.missingOIDCClaims) grant.addOIDCClaims(missing.missingOIDCClaims);
  const { held, withheld } = granting(interaction, missing);
  for (const [resource, scopes] of Object.entries(held)) grant.addResourceScope(resource, scopes.join(' '));
  // Dropped without an error (RFC 6749 §3.3): the token comes thinner than it was asked for.
  for (const [resource, scopes] of Object.entries(withheld))
    grant.rejectResourceScope(resource, scopes.join(' '));
  const granted = (id: string): NewEvent => ({
    type: 'idp.consent.granted',
    outcome: 'allowed',
    subject: accountId,
    reasons: [
      ...Object.entries(withheld).map(([resource, scopes]) =>
        scimReason('scim.token.role', 'fail', { path: 'scope', inputs: { resource, withheld: scopes } }),
      ),
      reason('idp.consent.allowed', 'pass', { path: 'decision', expected: 'allow', seen: 'allow' }),
    ],
    data: compact({
      ...about(interaction),
      grant: id,
      identityScopes: missing.missingOIDCScope,
      claims: missing.missingOIDCClaims,
      apiScopes: missing.missingResourceScopes && held,
      withheld: Object.keys(withheld).length > 0 ? withheld : undefined,
    }),
  });
  const grantId = await withWrite(
    (id) => [granted(id)],
    () => grant.save(),
  );
  await interaction.finish({ consent: known ? {} : { grantId } });
}

/** The scopes of each resource that the person may give, and those that her role does not have. */
function granting({ parts, details }: OpenInteraction, { missingResourceScopes }: Missing) {
  const groups = parts.accounts.get(details.session?.accountId ?? '')?.groups ?? [];
  const held: Record<string, string[]> = {};
  const withheld: Record<string, string[]> = {};
  for (const [resource, scopes] of Object.entries(missingResourceScopes ?? {})) {
    const split = byRole(groups, scopes);
    if (split.held.length > 0) held[resource] = split.held;
    if (split.withheld.length > 0) withheld[resource] = split.withheld;
  }
  return { held, withheld };
}

async function deny(interaction: OpenInteraction): Promise<void> {
  const accountId = interaction.details.session?.accountId;
  const denied: NewEvent = {
    type: 'idp.consent.denied',
    outcome: 'denied',
    ...(accountId === undefined ? {} : { subject: accountId }),
    reasons: [reason('idp.consent.allowed', 'fail', { path: 'decision', expected: 'allow', seen: 'deny' })],
    data: { ...about(interaction), rule: 'idp.consent.allowed' },
  };
  await withWrite(
    () => [denied],
    () => interaction.finish({ error: 'access_denied', error_description: 'the person denied the request' }),
  );
}

function show(interaction: OpenInteraction, problem?: string, status?: number): void {
  const { ctx, parts, details, application, redirectUri } = interaction;
  const asked = String(details.params.scope ?? '').split(' ');
  const account = parts.accounts.get(details.session?.accountId ?? '');
  const { held, withheld } = byRole(account?.groups ?? [], asked);
  const page = consentPage({
    application,
    person: account?.name ?? '',
    identity: identityScopes(asked),
    apis: apiScopes(interaction, held),
    withheld: apiScopes(interaction, withheld).flatMap(({ scopes }) => scopes),
    claims: (details.prompt.details as Missing).missingOIDCClaims ?? [],
    redirectUri,
    problem,
  });
  sendPage(ctx, parts.brand, page, status);
}

function identityScopes(asked: readonly string[]): AskedScope[] {
  return asked.flatMap((name) => {
    const scope = IDENTITY_SCOPES[name];
    return scope ? [{ name, about: scope.about }] : [];
  });
}

function apiScopes({ parts, details }: OpenInteraction, asked: readonly string[]) {
  const resources = [details.params.resource].flat();
  return [...parts.apis.all().map(resourceOfApi), parts.scim]
    .filter(({ resource }) => resources.includes(resource))
    .map(({ name, scopes }) => ({ name, scopes: scopes.filter((scope) => asked.includes(scope.name)) }))
    .filter((api) => api.scopes.length > 0);
}

function about({ details, client }: OpenInteraction) {
  return compact({
    uid: details.uid,
    client: client.clientId,
    scope: toJson(details.params.scope),
    resource: toJson(details.params.resource),
  });
}
