import {
  EXTENSION_EVENTS,
  type ExtensionEventName,
  type PreEventName,
} from '../../contract/extension-events.ts';
import type { Extension } from '../../contract/extensions.ts';
import type { Core } from '../../events/core.ts';
import type { Depth } from './depth.ts';

export type Handler = Extract<Extension, { kind: 'handler' }>;

/** What scripts need of the provider around them. */
export interface HandlerPorts {
  core: Core;
  issuer: string;
  sandboxToken: () => string;
  depth: Depth;
}

/** The handlers that are on, by event; the lower priority first, and by id where it is the same. */
export function byEvent(extensions: readonly Extension[]): ReadonlyMap<ExtensionEventName, Handler[]> {
  const found = new Map<ExtensionEventName, Handler[]>();
  const handlers = extensions.filter((one): one is Handler => one.kind === 'handler' && one.enabled);
  for (const handler of handlers.sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1)))
    found.set(handler.event, [...(found.get(handler.event) ?? []), handler]);
  return found;
}

/** Whether a handler on this event is asked before it. */
export const isBefore = (name: ExtensionEventName): name is PreEventName =>
  EXTENSION_EVENTS.some((event) => event.name === name && event.phase === 'pre');
