import { GatehouseError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import { type SandboxHandlers, type SandboxMethod, sandboxMethods } from '../contract/methods.ts';
import { READING_METHODS } from '../contract/reading-methods.ts';

/** Validates a call at the edge and answers it. Throws `method.unknown`, or whatever the handler throws. */
export async function answer(
  handlers: Partial<SandboxHandlers>,
  method: string,
  params: Json,
): Promise<Json> {
  const known = isMethod(method) ? handlers[method] : undefined;
  if (!isMethod(method) || known === undefined) throw unknownMethod(method);
  const input = sandboxMethods[method].input.parse(params);
  // The table ties each input schema to its handler; TypeScript cannot follow that through a union of methods.
  const result = await (known as (input: unknown) => unknown)(input);
  // What crosses the border is JSON: members that are undefined go, as they would over HTTP.
  return result === undefined ? null : (JSON.parse(JSON.stringify(result)) as Json);
}

/**
 * The contract over its handlers.
 *
 * @param committed resolves when the facts that were recorded are in the log: an answer that left before would promise
 *   what a killed process forgets
 */
export function createCall(
  handlers: SandboxHandlers,
  committed: () => Promise<void>,
): (method: string, params: Json) => Promise<Json> {
  return async (method, params) => {
    const result = await answer(handlers, method, params);
    if (isMethod(method) && !READING_METHODS.has(method)) await committed();
    return result;
  };
}

function isMethod(method: string): method is SandboxMethod {
  return Object.hasOwn(sandboxMethods, method);
}

function unknownMethod(method: string): GatehouseError {
  return new GatehouseError({
    code: 'method.unknown',
    what: 'The sandbox does not know this command.',
    why: `There is no method “${method.slice(0, 80)}” in the contract.`,
    next: 'Reload the window; if it happens again, app and window are of different versions.',
    status: 404,
  });
}
