import type { Json } from '../../../../contract/json.ts';
import type { Core } from '../../../../events/core.ts';
import type { Run } from './run.ts';

/** JSON as people may see it: secrets are handles, by the same rules as in the log, and so are secret inputs. */
export function redact({ redactor, vault }: Core, run: Run, value: Json): Json {
  const text = JSON.stringify(value);
  const clean = JSON.parse(
    redactor.body({ type: 'application/json', size: text.length, text, cut: false }).text,
  ) as Json;
  const secrets = secretsOf(run).map((secret) => [secret, vault.handle('password', secret)] as const);
  return secrets.length === 0 ? clean : replaced(clean, secrets);
}

function secretsOf({ definition: { start }, state: { input } }: Run): string[] {
  if (!('endpoint' in start)) return [];
  return Object.entries(start.endpoint.input).flatMap(([name, { secret }]) => {
    const value = input[name];
    return secret && typeof value === 'string' && value !== '' ? [value] : [];
  });
}

function replaced(value: Json, secrets: readonly (readonly [string, string])[]): Json {
  if (typeof value === 'string')
    return secrets.reduce((text, [secret, handle]) => text.replaceAll(secret, handle), value);
  if (Array.isArray(value)) return value.map((member) => replaced(member, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replaced(member, secrets)]));
}
