import { GatehouseError } from '../contract/errors.ts';
import { FORK_IDLE_MS, MOST_FORKS } from '../contract/fork-limits.ts';

export function unknownFork(): GatehouseError {
  return new GatehouseError({
    code: 'fork.unknown',
    what: 'This fork is not open any more.',
    why: `A fork is gone when it is closed, when nobody has used it for ${FORK_IDLE_MS / 60_000} minutes, and when Gatehouse ends.`,
    next: 'Open a new one: of the state as it is, or of a snapshot.',
    status: 404,
  });
}

export function tooManyForks(names: readonly string[]): GatehouseError {
  return new GatehouseError({
    code: 'fork.too-many',
    what: 'The fork was not opened.',
    why: `${MOST_FORKS} are open, and each is a whole sandbox of its own: ${names.map((name) => `“${name}”`).join(', ')}.`,
    next: 'Close one of them in the settings, under “Forks”, and try again.',
    status: 409,
  });
}

export function nothingToReplay(): GatehouseError {
  return new GatehouseError({
    code: 'fork.nothing-to-run',
    what: 'There is nothing to run again here.',
    why: 'Only a call of an API, a token request, and the sign-in to one of the bank’s own applications can be sent once more from inside of the sandbox.',
    next: 'Choose a hop to the gateway or to the token endpoint, or a story with a sign-in; or do it by hand in the fork.',
    status: 409,
  });
}
