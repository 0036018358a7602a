import { type ApplicationRecord, Applications } from '../store/applications.ts';
import { accountChanges } from './account-changes.ts';
import type { Candidates, Change } from './change.ts';
import type { FixPorts } from './ports.ts';
import { signIn } from './run.ts';
import type { SignInWish } from './wish.ts';

const SCOPE_RULES: ReadonlySet<string> = new Set([
  'idp.scope.allowed',
  'idp.scope.known',
  'idp.scope.granted',
]);
/** The single changes that may let a refused sign-in, or a refused part of one, pass. */
export function signInChanges(ports: FixPorts, wish: SignInWish): Candidates {
  const { persona, client, denial } = wish;
  const application = client === undefined ? undefined : new Applications(ports.core.store).get(client);
  if (client === undefined || persona === undefined || !application)
    return {
      changes: [],
      limits: ['The log does not tell which person and which application this was for.'],
    };
  if (!ports.hasPages(client)) {
    return {
      changes: [],
      limits: [
        `${application.name} is outside the sandbox and holds its own secret or key: only it can ask again.`,
      ],
    };
  }
  const changes: Change[] = [anew(wish, persona, client, application.name)];
  changes.push(...accountChanges(ports, denial.rule, persona, client));
  if (SCOPE_RULES.has(denial.rule)) changes.push(fewerScopes(persona, application));
  return { changes, limits: [] };
}

/** What an honest new attempt differs in, by rule: a fresh code, the right password, the person's consent. */
function anew(wish: SignInWish, persona: string, client: string, name: string): Change {
  const { rule } = wish.denial;
  const base = {
    id: 'sign-in-anew',
    place: { view: 'browser' as const, client },
    run: (fork: Parameters<Change['run']>[0]) => signIn(fork, persona, client),
  };
  if (rule.startsWith('idp.signin.')) {
    return {
      ...base,
      title: 'Sign in with the right user name and password',
      detail: 'The account and its rights stay as they are.',
      privilege: 'none',
    };
  }
  if (rule.startsWith('idp.consent.')) {
    return {
      ...base,
      title: `Allow ${name} what it asks for`,
      detail: 'The person consents to the scopes on the page, and to no others.',
      privilege: 'narrow',
    };
  }
  return {
    ...base,
    title: `Begin a new sign-in to ${name}`,
    detail:
      'A fresh code, with its own verifier and redirect address, redeemed once. Nothing is granted beyond it.',
    privilege: 'none',
  };
}

function fewerScopes(persona: string, { clientId, name, settings }: ApplicationRecord): Change {
  const allowed = settings.requestedScopes.filter((scope) => settings.allowedScopes.includes(scope));
  return {
    id: 'fewer-scopes',
    title: `Let ${name} ask only for scopes that it may have`,
    detail: 'It asks for less than before.',
    privilege: 'none',
    place: { view: 'configure', client: clientId },
    run: (fork) => {
      fork.updateApplication({ clientId, requestedScopes: allowed });
      return signIn(fork, persona, clientId);
    },
  };
}
