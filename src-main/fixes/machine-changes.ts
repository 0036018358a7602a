import { z } from 'zod';
import { workAs } from '../events/work.ts';
import { type ApiRecord, Apis } from '../store/apis.ts';
import { type ApplicationRecord, Applications } from '../store/applications.ts';
import type { Change } from './change.ts';
import type { Run } from './ending.ts';
import type { FixPorts, ForkedSandbox } from './ports.ts';
import { sendAgain } from './run.ts';
import { asRegistered, credentialsOf } from './token-request.ts';
import type { CallWish } from './wish.ts';

const metadataSchema = z.object({ grant_types: z.array(z.string()).default([]) });
const answerSchema = z.object({ access_token: z.string() });

/** Whether the sandbox can get a token for an application by itself: no person takes part, and its secret is known. */
export function actsAlone(application: ApplicationRecord): boolean {
  const { grant_types: grants } = metadataSchema.parse(application.metadata);
  const credentials = credentialsOf(application);
  return grants.includes('client_credentials') && credentials !== undefined && credentials.method !== 'none';
}

/** The single changes that may let the call of a machine pass: another token of its own (RFC 6749 §4.4). */
export function machineChanges(ports: FixPorts, wish: CallWish, application: ApplicationRecord): Change[] {
  const api = new Apis(ports.core.store).get(wish.api);
  if (!api) return [];
  const held = wish.token?.scope ?? '';
  const anew: Change = {
    id: 'new-token',
    title: `Let ${application.name} ask for a new token for the API ${api.id}`,
    detail: 'With its registered secret and the same scope. Nothing is granted that it did not have.',
    privilege: 'none',
    run: (fork) => tokenAndCall(fork, wish, application, { scope: held, resource: resourceOf(api) }),
  };
  if (wish.denial.rule !== 'gw.scope.required') return [anew];
  const needed = String(wish.denial.reason.expected ?? '');
  const scope = [...new Set([...held.split(' '), needed])].join(' ').trim();
  if (application.settings.allowedScopes.includes(needed))
    return [
      anew,
      {
        id: 'ask-scope',
        title: `Let ${application.name} ask for ${needed}`,
        detail: 'The scope that this operation needs, and no other. It may have it already.',
        privilege: 'narrow',
        run: (fork) => tokenAndCall(fork, wish, application, { scope, resource: resourceOf(api) }),
      },
    ];
  return [
    anew,
    {
      id: 'allow-scope',
      title: `Allow ${application.name} the scope ${needed}`,
      detail: 'An administrator registers the scope for the application, which then asks for it.',
      privilege: 'wide',
      run: (fork) => {
        const allowedScopes = [...application.settings.allowedScopes, needed];
        const allowed = { ...application, settings: { ...application.settings, allowedScopes } };
        new Applications(fork.core.store).save(allowed);
        return tokenAndCall(fork, wish, allowed, { scope, resource: resourceOf(api) });
      },
    },
  ];
}

const resourceOf = ({ definition }: ApiRecord): string => definition.resource;

/** Gets a token by client credentials on the fork and makes the call with it. */
async function tokenAndCall(
  fork: ForkedSandbox,
  wish: CallWish,
  application: ApplicationRecord,
  asked: { scope: string; resource: string },
): Promise<Run> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', resource: asked.resource });
  if (asked.scope !== '') form.set('scope', asked.scope);
  const headers = new Headers({ 'content-type': 'application/x-www-form-urlencoded' });
  asRegistered(application, headers, form);
  const { result, flow } = await workAs(fork.core, 'sandbox', wish.from, async () => {
    const response = await fork.core.dispatcher.fetchAs(wish.from)(`${fork.issuer}/token`, {
      method: 'POST',
      headers,
      body: form.toString(),
    });
    return { status: response.status, token: answerSchema.safeParse(await response.json()) };
  });
  if (!result.token.success)
    return { passes: false, status: result.status, ending: 'The provider gave no token.', flow };
  return sendAgain(fork, wish, { authorization: [`Bearer ${result.token.data.access_token}`] });
}
