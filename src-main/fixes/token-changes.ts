import { Apis } from '../store/apis.ts';
import { type ApplicationRecord, Applications } from '../store/applications.ts';
import type { Candidates, Change } from './change.ts';
import type { FixPorts } from './ports.ts';
import { signInChanges } from './sign-in-changes.ts';
import { type AlteredForm, credentialsOf, formOf, heldSecret, sendTokenRequest } from './token-request.ts';
import type { TokenWish } from './wish.ts';

/** Rules about how the application says who it is: its registered credentials are the change. */
const AUTHENTICATION: ReadonlySet<string> = new Set([
  'idp.client.authentication-given',
  'idp.client.authentication-single',
  'idp.client.authentication-header',
  'idp.client.authentication-method',
  'idp.client.secret',
]);
const SCOPES: ReadonlySet<string> = new Set(['idp.refresh.scope', 'idp.scope.allowed', 'idp.scope.known']);

/**
 * The single changes that may let a refused token request pass: the same request with one field or one right changed,
 * and, where one of the world's own applications sent it, a new sign-in.
 */
export function tokenChanges(ports: FixPorts, wish: TokenWish): Candidates {
  const application =
    wish.client === undefined ? undefined : new Applications(ports.core.store).get(wish.client);
  if (!application)
    return { changes: [], limits: ['The log does not tell which application sent this request.'] };
  const anew = ports.hasPages(application.clientId)
    ? signInChanges(ports, { ...wish, kind: 'sign-in' })
    : { changes: [], limits: [] };
  const limit = limitOf(wish, application);
  if (limit !== undefined) return { changes: anew.changes, limits: [limit, ...anew.limits] };
  const { rule } = wish.denial;
  const { changes } = anew;
  if (AUTHENTICATION.has(rule)) changes.unshift(ownCredentials(wish, application));
  if (SCOPES.has(rule)) changes.unshift(withoutScope(wish, application));
  if (rule.startsWith('idp.resource.')) changes.unshift(...otherResources(ports, wish, application));
  if (rule === 'idp.code.redirect-uri') changes.unshift(...registeredRedirects(wish, application));
  if (rule === 'idp.client.grant-type') changes.push(allowGrantType(wish, application));
  return { changes, limits: anew.limits };
}

/** Whether the very same request can be sent once more: a wrong secret is kept nowhere. */
export function canRepeat(ports: FixPorts, wish: TokenWish): boolean {
  const application =
    wish.client === undefined ? undefined : new Applications(ports.core.store).get(wish.client);
  if (application === undefined || AUTHENTICATION.has(wish.denial.rule)) return !heldSecret(wish);
  return limitOf(wish, application) === undefined;
}

/** Why a request of this application cannot be sent from here, if it cannot. */
function limitOf(wish: TokenWish, application: ApplicationRecord): string | undefined {
  if (
    wish.denial.rule.startsWith('idp.dpop.') ||
    wish.hop.request.headers.some(([name]) => /^dpop$/i.test(name))
  )
    return `The tokens of ${application.name} are bound to a key that only ${application.name} holds (RFC 9449 §5): whoever else sends this request cannot sign the proof for it.`;
  if (formOf(wish).has('client_assertion') || credentialsOf(application) === undefined)
    return `${application.name} is outside the sandbox and authenticates with a key of its own (RFC 7523 §2.2): only it can ask again.`;
  return undefined;
}

function again(wish: TokenWish, application: ApplicationRecord, altered?: AlteredForm): Change['run'] {
  return (fork) => sendTokenRequest(fork, wish, application, altered);
}

function ownCredentials(wish: TokenWish, application: ApplicationRecord): Change {
  const how = {
    none: 'It is a public client: client_id in the body, and no secret',
    basic: 'Client id and secret in the Authorization header, as Basic (RFC 6749 §2.3.1)',
    post: 'client_id and client_secret in the body (RFC 6749 §2.3.1)',
  }[credentialsOf(application)?.method ?? 'none'];
  return {
    id: 'own-credentials',
    title: `Authenticate as ${application.name} is registered`,
    detail: `${how}. Nothing is granted that it did not have.`,
    privilege: 'none',
    run: again(wish, application),
  };
}

function withoutScope(wish: TokenWish, application: ApplicationRecord): Change {
  return {
    id: 'without-scope',
    title: 'Leave the scope out of the request',
    detail: 'Then the token carries what was granted, and no more.',
    privilege: 'none',
    run: again(wish, application, { scope: undefined }),
  };
}

function otherResources(ports: FixPorts, wish: TokenWish, application: ApplicationRecord): Change[] {
  const asked = formOf(wish).getAll('resource');
  return new Apis(ports.core.store)
    .all()
    .filter(
      ({ definition }) =>
        application.settings.resources.includes(definition.resource) && !sameOne(asked, definition.resource),
    )
    .map(({ id, definition: { resource } }) => ({
      id: `resource-${id}`,
      title: `Ask for a token for the API ${id}`,
      detail: `resource=${resource}, alone (RFC 8707 §2.2). The grant stays as it is.`,
      privilege: 'none' as const,
      run: again(wish, application, { resource }),
    }));
}

const sameOne = (asked: readonly string[], resource: string): boolean =>
  asked.length === 1 && asked[0] === resource;

function registeredRedirects(wish: TokenWish, application: ApplicationRecord): Change[] {
  const { redirect_uris: registered } = application.metadata;
  const asked = formOf(wish).get('redirect_uri');
  return (Array.isArray(registered) ? registered : [])
    .filter((uri): uri is string => typeof uri === 'string' && uri !== asked)
    .map((uri) => ({
      id: `redirect-${uri}`,
      title: `Send redirect_uri=${uri}`,
      detail: 'The one that is registered, letter by letter as in the authorization request.',
      privilege: 'none' as const,
      run: again(wish, application, { redirect_uri: uri }),
    }));
}

function allowGrantType(wish: TokenWish, application: ApplicationRecord): Change {
  const grant = formOf(wish).get('grant_type') ?? '';
  return {
    id: 'allow-grant-type',
    title: `Register the grant type ${grant} for ${application.name}`,
    detail: 'An administrator’s decision: the application can then get tokens in this way at any time.',
    privilege: 'wide',
    run: (fork) => {
      const applications = new Applications(fork.core.store);
      const { grant_types: before } = application.metadata;
      const grant_types = [...(Array.isArray(before) ? before : []), grant];
      applications.save({ ...application, metadata: { ...application.metadata, grant_types } });
      return sendTokenRequest(fork, wish, application);
    },
  };
}
