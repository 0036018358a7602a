import { z } from 'zod';
import { GatehouseError } from '../contract/errors.ts';
import type { MethodOutput, MethodParams } from '../contract/methods.ts';
import type { Core } from '../events/core.ts';
import { workAs } from '../events/work.ts';
import { Applications } from '../store/applications.ts';
import type { ApplicationSettings } from '../store/records.ts';

/** Changes what an application asks for; the provider reads it anew at each request. */
export function updateApplication(core: Core, change: MethodParams<'apps.update'>): void {
  const applications = new Applications(core.store);
  const application = applications.get(change.clientId);
  if (!application) throw unknownApplication(change.clientId);
  const { settings } = application;
  const beyond = (change.requestedScopes ?? []).filter((scope) => !settings.allowedScopes.includes(scope));
  if (beyond.length > 0) throw scopesNotAllowed(application.name, beyond);
  const next = {
    ...settings,
    requestedScopes: change.requestedScopes ?? settings.requestedScopes,
    rotateRefreshTokens: change.rotateRefreshTokens ?? settings.rotateRefreshTokens,
    pkce: change.pkce ?? settings.pkce,
  };
  core.store.transaction(() => {
    applications.save({ ...application, settings: next });
    core.recorder.record({
      type: 'config.changed',
      outcome: 'ok',
      data: {
        what: 'application',
        client: application.clientId,
        from: changeable(settings),
        to: changeable(next),
      },
    });
  });
}

const changeable = ({ requestedScopes, rotateRefreshTokens, pkce }: ApplicationSettings) => ({
  requestedScopes,
  rotateRefreshTokens,
  pkce,
});

/** Client metadata for each kind of application (RFC 7591 §2; RFC 8252 §8.4 for native ones). */
const KINDS = {
  server: { application_type: 'web', token_endpoint_auth_method: 'client_secret_basic' },
  spa: { application_type: 'web', token_endpoint_auth_method: 'none' },
  native: { application_type: 'native', token_endpoint_auth_method: 'none' },
} as const;

const registrationSchema = z.object({ client_id: z.string(), client_secret: z.string().optional() });
const refusalSchema = z.object({ error: z.string(), error_description: z.string().optional() });

/** Registers an application of the person's own at the provider's registration endpoint (RFC 7591 §3). */
export async function connectApplication(
  core: Core,
  provider: { issuer: string; initialAccessToken: string },
  input: MethodParams<'apps.connect'>,
): Promise<MethodOutput<'apps.connect'>> {
  const { result } = await workAs(core, 'sandbox', 'sandbox', async () => {
    const response = await core.dispatcher.fetchAs('control')(`${provider.issuer}/reg`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${provider.initialAccessToken}` },
      body: JSON.stringify({
        client_name: input.name,
        redirect_uris: input.redirectUris,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        ...KINDS[input.kind],
      }),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  });
  if (result.status === 507) throw notKept(result.body);
  if (result.status >= 300) throw registrationRefused(result.body);
  const { client_id, client_secret } = registrationSchema.parse(result.body);
  return { clientId: client_id, clientSecret: client_secret };
}

function unknownApplication(clientId: string): GatehouseError {
  return new GatehouseError({
    code: 'application.unknown',
    what: 'Nothing was changed.',
    why: `There is no application “${clientId}”.`,
    next: 'Choose one of the applications in the list.',
    status: 404,
  });
}

function scopesNotAllowed(name: string, scopes: readonly string[]): GatehouseError {
  return new GatehouseError({
    code: 'application.scope-not-allowed',
    what: 'Nothing was changed.',
    why: `${name} may not ask for ${scopes.join(', ')}.`,
    next: 'Choose among the scopes that the application is allowed to ask for.',
  });
}

/** The provider could not keep the registration. */
function notKept(body: unknown): GatehouseError {
  const refusal = refusalSchema.safeParse(body);
  return new GatehouseError({
    code: 'storage.not-kept',
    what: 'The application was not registered.',
    why: refusal.data?.error_description ?? 'The disk did not take it.',
    next: 'Then try again.',
    status: 507,
  });
}

function registrationRefused(body: unknown): GatehouseError {
  const refusal = refusalSchema.safeParse(body);
  const { error, error_description } = refusal.success
    ? refusal.data
    : { error: 'unknown', error_description: undefined };
  return new GatehouseError({
    code: 'application.registration-refused',
    what: 'The provider did not register this application.',
    why: error_description ? `${error}: ${error_description}.` : `It answered ${error}.`,
    next: 'Check the redirect addresses: https, or http on 127.0.0.1 or localhost, without a fragment.',
  });
}
