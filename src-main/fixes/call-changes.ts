import { type ApiRecord, Apis } from '../store/apis.ts';
import { type ApplicationRecord, Applications } from '../store/applications.ts';
import { IssuedTokens } from '../store/issued-tokens.ts';
import type { Candidates, Change } from './change.ts';
import type { Run } from './ending.ts';
import { actsAlone, machineChanges } from './machine-changes.ts';
import type { FixPorts, ForkedSandbox } from './ports.ts';
import { callThroughApp, sendAgain, signIn } from './run.ts';
import type { CallWish } from './wish.ts';

/** Another path than the one that was asked for: as many are offered, nearest first. */
const OTHER_PATHS = 3;

/** The single changes that may let a refused call pass, by the rule that refused it. */
export function callChanges(ports: FixPorts, wish: CallWish): Candidates {
  const api = new Apis(ports.core.store).get(wish.api);
  const application =
    wish.client === undefined ? undefined : new Applications(ports.core.store).get(wish.client);
  const { rule } = wish.denial;
  if (rule.startsWith('gw.route.')) return { changes: routeChanges(ports, wish, api), limits: [] };
  const changes: Change[] = [];
  if (rule.startsWith('gw.credential.')) changes.push(...credentialChanges(ports, wish, api));
  if (rule === 'gw.token.not-revoked') changes.push(withoutLookup(wish));
  if (rule === 'api.object.owner') changes.push(...ownObjects(ports, wish));
  const { person, limits } = whoActs(ports, wish, application);
  const alone = !person && application !== undefined && wish.persona === undefined && actsAlone(application);
  if (alone && !rule.startsWith('gw.dpop.'))
    return { changes: [...changes, ...machineChanges(ports, wish, application)], limits: [] };
  if (rule.startsWith('gw.dpop.') && !person) {
    return {
      changes: [],
      limits: [
        'The proof is signed with a key that only the client holds (RFC 9449 §4), so no other proof can be made here.',
      ],
    };
  }
  if (person) {
    changes.push(...tokenChanges(person));
    if (rule === 'gw.scope.required' && application) changes.push(...scopeChanges(person, application));
  }
  return { changes, limits };
}

/** A person at an application of the world: what the two do can be done again. */
interface Actors {
  wish: CallWish;
  persona: string;
  app: string;
  name: string;
  /** Its tokens are bound to a key that it holds (RFC 9449 §5.2). */
  bound: boolean;
}

/** Whether an application of this world can act again; if not, why. */
function whoActs(
  { hasPages }: FixPorts,
  wish: CallWish,
  application: ApplicationRecord | undefined,
): { person?: Actors; limits: string[] } {
  const { persona, client } = wish;
  if (client === undefined) {
    if (wish.token === undefined && wish.denial.rule.startsWith('gw.credential.')) return { limits: [] };
    return { limits: ['Nobody knows which application sent this, so none can be made to send it again.'] };
  }
  if (hasPages(client) && persona !== undefined)
    return {
      person: {
        wish,
        persona,
        app: client,
        name: application?.name ?? client,
        bound: application?.metadata.dpop_bound_access_tokens === true,
      },
      limits: [],
    };
  const name = application?.name ?? client;
  return {
    limits: [
      `${name} is outside the sandbox and holds its own secret or key: only it can ask for another token.`,
    ],
  };
}

function tokenChanges({ wish, persona, app, name, bound }: Actors): Change[] {
  return [
    {
      id: 'app-calls',
      title: `Let ${name} make the call itself${bound ? ', with a fresh proof' : ''}`,
      detail: bound
        ? 'It signs a proof for this request with its key (RFC 9449 §4.2), and sends it with the token that is bound to the key. Nothing is granted.'
        : 'It uses the token that it holds for this API, and renews it when it has expired. Nothing is granted.',
      privilege: 'none',
      place: { view: 'browser', client: app },
      run: (fork) => callThroughApp(fork, wish),
    },
    {
      id: 'sign-in-again',
      title: `Sign in to ${name} again`,
      detail: 'New tokens, with what the application asks for now. Nothing is granted that it did not have.',
      privilege: 'none',
      place: { view: 'browser', client: app },
      run: (fork) => signInAndCall(fork, wish, persona, app),
    },
  ];
}

function scopeChanges(actors: Actors, { settings }: ApplicationRecord): Change[] {
  const { wish, persona, app, name } = actors;
  const scope = String(wish.denial.reason.expected ?? '');
  const ask = (scopes: readonly string[]) => async (fork: ForkedSandbox) => {
    fork.updateApplication({
      clientId: app,
      requestedScopes: [...new Set([...settings.requestedScopes, ...scopes])],
    });
    return signInAndCall(fork, wish, persona, app);
  };
  if (!settings.allowedScopes.includes(scope)) {
    return [
      {
        id: 'allow-scope',
        title: `Allow ${name} the scope ${scope}`,
        detail:
          'An administrator registers the scope for the application, which then asks for it at sign-in.',
        privilege: 'wide',
        run: async (fork) => {
          const applications = new Applications(fork.core.store);
          const application = applications.get(app);
          if (application) {
            const allowedScopes = [...application.settings.allowedScopes, scope];
            applications.save({ ...application, settings: { ...application.settings, allowedScopes } });
          }
          return ask([scope])(fork);
        },
      },
    ];
  }
  return [
    {
      id: 'ask-scope',
      title: `Let ${name} ask for ${scope} at sign-in`,
      detail: 'The scope that this operation needs, and no other. The person may still refuse it.',
      privilege: 'narrow',
      place: { view: 'configure', client: app },
      run: ask([scope]),
    },
    {
      id: 'ask-all-scopes',
      title: `Let ${name} ask for everything it may ask for`,
      detail: 'Works as well, but every later token can do more than this call needs.',
      privilege: 'wide',
      place: { view: 'configure', client: app },
      run: ask(settings.allowedScopes),
    },
  ];
}

function credentialChanges(ports: FixPorts, wish: CallWish, api: ApiRecord | undefined): Change[] {
  const { persona } = wish;
  const token =
    api && persona !== undefined
      ? new IssuedTokens(ports.core.store).newestAccessToken(persona, api.definition.resource)
      : undefined;
  if (!token) return [];
  return [
    {
      id: 'send-token',
      title: 'Send the access token in the Authorization header',
      detail: 'Once, as “Bearer” (RFC 6750 §2.1): the newest one that was issued for this API.',
      privilege: 'none',
      place: { view: 'request' },
      run: (fork) => sendAgain(fork, wish, { authorization: [`Bearer ${token.handle}`] }),
    },
  ];
}

function withoutLookup(wish: CallWish): Change {
  return {
    id: 'no-lookup',
    title: 'Turn the gateway’s look-up of revoked tokens off',
    detail: 'Then every revoked token works until it expires, not this one alone.',
    privilege: 'wide',
    place: { view: 'settings' },
    run: async (fork) => {
      fork.setRevocationLookup(false);
      return sendAgain(fork, wish);
    },
  };
}

/** What the caller may see in the place of what belongs to somebody else. */
function ownObjects(ports: FixPorts, wish: CallWish): Change[] {
  const { inputs } = wish.denial.event.reasons.find(({ rule }) => rule === 'api.object.exists') ?? {};
  const rows = ports.core.store
    .prepare<{ id: string }>(
      'SELECT id FROM backend_record WHERE api = ? AND collection = ? AND owner = ? ORDER BY id LIMIT 1',
    )
    .all(wish.api, String(inputs?.collection ?? ''), wish.persona ?? '');
  return rows.map(({ id }) => ({
    id: 'own-object',
    title: `Ask for ${id}, which is the caller’s own`,
    detail: 'The scope lets the caller use the operation; the API still shows only what is the caller’s.',
    privilege: 'none' as const,
    place: { view: 'request' as const },
    run: (fork: ForkedSandbox) =>
      sendAgain(fork, wish, {
        target: wish.hop.target.replace(String(inputs?.id ?? ''), encodeURIComponent(id)),
      }),
  }));
}

function routeChanges(ports: FixPorts, wish: CallWish, api: ApiRecord | undefined): Change[] {
  const { hop } = wish;
  const to = (id: string, title: string, target: string, method = hop.method): Change => ({
    id,
    title,
    detail: 'Another request: nothing is granted.',
    privilege: 'none',
    place: { view: 'request' },
    run: (fork) => sendAgain(fork, wish, { target, method }),
  });
  if (!api) {
    return new Apis(ports.core.store)
      .all()
      .slice(0, OTHER_PATHS)
      .map(({ id, version }) => to(`api-${id}`, `Call the API ${id}`, `/${id}/${version}${wish.path}`));
  }
  if (wish.denial.rule === 'gw.route.version')
    return [to('version', `Call version ${api.version}`, `/${api.id}/${api.version}${wish.path}`)];
  const { operations } = api.definition;
  if (wish.denial.rule === 'gw.route.method') {
    const methods = [...new Set(operations.map(({ method }) => method))].filter(
      (method) => method !== hop.method,
    );
    return methods.map((method) => to(`method-${method}`, `Send it as ${method}`, hop.target, method));
  }
  return operations
    .filter(({ method, path }) => method === hop.method && !path.includes('{'))
    .slice(0, OTHER_PATHS)
    .map(({ path }) => to(`path-${path}`, `Call ${hop.method} ${path}`, `/${api.id}/${api.version}${path}`));
}

async function signInAndCall(
  fork: ForkedSandbox,
  wish: CallWish,
  persona: string,
  app: string,
): Promise<Run> {
  const signedIn = await signIn(fork, persona, app);
  return signedIn.passes ? callThroughApp(fork, wish) : signedIn;
}
