import { z } from 'zod';
import type { Ready } from '../contract/worker.ts';
import type { World } from '../contract/world.ts';
import type { Applications } from '../store/applications.ts';

const metadataSchema = z.object({
  client_secret: z.string().optional(),
  redirect_uris: z.array(z.string()).default([]),
  token_endpoint_auth_method: z.string().default('client_secret_basic'),
});

/** What a program needs in order to use the sandbox; see `readySchema`. */
export function describeReady(
  world: World,
  applications: Applications,
  rest: Pick<Ready, 'issuer' | 'gateway' | 'scim' | 'smtp' | 'notices'> & { now: number },
): Ready {
  const { now, ...addresses } = rest;
  return {
    ...addresses,
    personas: world.personas.map(({ username, password }) => ({ username, password })),
    applications: world.applications.map(({ clientId }) => {
      const metadata = metadataSchema.parse(applications.get(clientId)?.metadata ?? {});
      return { client_id: clientId, ...metadata };
    }),
    apis: world.apis.map((api) => ({
      name: api.id,
      url: `${api.url}${exampleOf(api.operations)}`,
      resource: api.resource,
      scopes: api.scopes.map(({ name }) => name),
    })),
    virtual_time: new Date(now).toISOString(),
  };
}

/** An operation that answers a plain GET: one without a parameter in its path. */
function exampleOf(operations: World['apis'][number]['operations']): string {
  return operations.find(({ method, path }) => method === 'GET' && !path.includes('{'))?.path ?? '';
}
