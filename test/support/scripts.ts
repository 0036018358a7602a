import type { SandboxEvent } from '../../src-main/contract/events.ts';
import { extensionSchema } from '../../src-main/contract/extensions.ts';
import type { MethodInput } from '../../src-main/contract/methods.ts';
import type { TestIdentity } from './identity.ts';

type Given = MethodInput<'extensions.save'>;
type Of<K extends Given['kind']> = Partial<Extract<Given, { kind: K }>>;

/** Keeps an endpoint of one's own and switches it on; at /ext/own unless said otherwise. */
export function endpoint({ provider }: TestIdentity, source: string, more: Of<'endpoint'> = {}) {
  return provider.extensions.save(
    extensionSchema.parse({
      kind: 'endpoint',
      id: 'own',
      title: 'An endpoint of my own',
      method: 'POST',
      path: 'own',
      access: 'anyone',
      source,
      ...more,
    }),
  );
}

/** Keeps a handler on an event and switches it on. */
export function handler(
  { provider }: TestIdentity,
  event: Extract<Given, { kind: 'handler' }>['event'],
  source: string,
  more: Of<'handler'> = {},
) {
  return provider.extensions.save(
    extensionSchema.parse({
      kind: 'handler',
      id: 'mine',
      title: 'A handler of my own',
      event,
      source,
      ...more,
    }),
  );
}

/** An answer of an endpoint of one's own. */
export interface OwnAnswer {
  status: number;
  type: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the script of the test answers.
  body: any;
}

/** Calls an endpoint of one's own. */
export async function callOwn(
  { issuer }: TestIdentity,
  {
    path = 'own',
    method = 'POST',
    body,
    headers = {},
  }: { path?: string; method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<OwnAnswer> {
  const response = await fetch(`${issuer}/ext/${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: text === '' ? null : JSON.parse(text),
  };
}

/** Gives Alice another display name over SCIM. */
export async function renameAlice({ provider }: TestIdentity, name: string) {
  const { url, token } = provider.scim();
  const response = await fetch(`${url}/Users/alice`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/scim+json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'displayName', value: name }],
    }),
  });
  return { status: response.status, body: await response.json() };
}

/** Resolves with the next event of a script that ran, once as many as `count` did. */
export async function ranScripts(identity: TestIdentity, count = 1): Promise<SandboxEvent[]> {
  const found = () => identity.events('extension.ran', 'extension.failed', 'extension.vetoed');
  while (found().length < count) await new Promise((next) => setImmediate(next));
  await identity.core.recorder.committed();
  return found();
}
