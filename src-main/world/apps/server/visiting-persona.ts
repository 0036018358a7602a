import { currentContext } from '../../../events/context.ts';

const PREFIX = 'persona:';

/** The persona whose browser sent the request in progress; absent when it came from anything else. */
export function visitingPersona(): string | undefined {
  const actor = currentContext()?.actor;
  return actor?.startsWith(PREFIX) ? actor.slice(PREFIX.length) : undefined;
}
