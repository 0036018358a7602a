import { GatehouseError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import {
  contractMethods,
  type DesktopMethod,
  desktopMethods,
  type SandboxMethod,
  sandboxMethods,
} from '../contract/methods.ts';
import { type RepairMethod, repairMethods } from '../contract/repair.ts';

/** A call whose method exists and whose parameters are what the contract asks, defaults filled in. */
export type CheckedCall =
  | { host: 'sandbox'; method: SandboxMethod; params: Json }
  | { host: 'desktop'; method: DesktopMethod; params: Json }
  | { host: 'repair'; method: RepairMethod };

/**
 * Checks a call at the edge, before anything acts on it.
 *
 * @throws GatehouseError `method.unknown`
 * @throws z.ZodError when the parameters do not match the contract
 */
export function checkCall(method: string, params: unknown): CheckedCall {
  if (isOwn(sandboxMethods, method)) {
    return { host: 'sandbox', method, params: contractMethods[method].input.parse(params) as Json };
  }
  if (isOwn(desktopMethods, method)) {
    return { host: 'desktop', method, params: contractMethods[method].input.parse(params) as Json };
  }
  if (isOwn(repairMethods, method)) {
    repairMethods[method].input.parse(params);
    return { host: 'repair', method };
  }
  throw new GatehouseError({
    code: 'method.unknown',
    what: 'The sandbox has no such command.',
    why: `"${method.slice(0, 80)}" is not in the contract.`,
    next: 'Look at the list in src-main/contract/methods.ts.',
    status: 404,
  });
}

function isOwn<T extends object>(methods: T, name: string): name is Extract<keyof T, string> {
  return Object.hasOwn(methods, name);
}

/** The answer of a host that has no persona browsers to what only a desktop can do. */
export function desktopOnly(method: string): GatehouseError {
  return new GatehouseError({
    code: 'method.desktop-only',
    what: 'This works in the desktop window only.',
    why: `"${method}" acts on the persona browsers inside the window; here personas use tabs of this browser.`,
    next: 'Use persona.link to open a page as a persona, or start the desktop app.',
    status: 501,
  });
}
