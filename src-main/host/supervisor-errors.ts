import { GatehouseError, type PublicError } from '../contract/errors.ts';

/** No sandbox runs, for the reason given or because it was stopped. */
export function stopped(failure: PublicError | undefined): GatehouseError {
  return new GatehouseError({
    ...(failure ?? {
      code: 'sandbox.stopped',
      what: 'The sandbox is not running.',
      why: 'It was stopped.',
      next: 'Start Gatehouse again.',
    }),
    status: 503,
  });
}

/** Nothing is damaged, so nothing is repaired. */
export function sound(): GatehouseError {
  return new GatehouseError({
    code: 'data.sound',
    what: 'Nothing was put aside.',
    why: 'The data can be read.',
    next: 'To begin again in a sound world, restore its first snapshot in the settings.',
    status: 409,
  });
}

/** A call came before the sandbox was ready, and would not wait any longer. */
export function stillStarting(): GatehouseError {
  return new GatehouseError({
    code: 'sandbox.starting',
    what: 'The sandbox is not ready yet.',
    why: 'It is still starting.',
    next: 'Wait a moment and try again.',
    status: 503,
  });
}
