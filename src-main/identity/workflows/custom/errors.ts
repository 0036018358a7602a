import { GatehouseError } from '../../../contract/errors.ts';

/** What is kept of a run cannot be read. */
export function runDamaged(): GatehouseError {
  return new GatehouseError({
    code: 'workflow.run-damaged',
    what: 'This run cannot be shown.',
    why: 'What is kept of it is damaged. It was ended where it stood; what it had done stays done.',
    next: 'Its trace tells what it did. Restore a snapshot, or start the workflow anew.',
    status: 409,
  });
}

/** A step does not wait for anybody's word. */
export function nothingToSettle(step: string): GatehouseError {
  return new GatehouseError({
    code: 'workflow.nothing-to-settle',
    what: 'Nothing was settled.',
    why: `The step “${step.slice(0, 60)}” does not wait for anybody to say what became of its call.`,
    next: 'Look at the run again: somebody may have settled it already.',
    status: 409,
  });
}

/** There is no such run. */
export function runUnknown(): GatehouseError {
  return new GatehouseError({
    code: 'workflow.run-unknown',
    what: 'This run was not found.',
    why: 'It never was, or was removed since so many newer ones have ended.',
    next: 'Choose one of the list.',
    status: 404,
  });
}

/** What an event starts needs an account. */
export function accountNeeded(): GatehouseError {
  return new GatehouseError({
    code: 'workflow.account-needed',
    what: 'The workflow was not started.',
    why: 'An event starts it, and an event is about an account.',
    next: 'Choose the account for which the event is to have happened.',
  });
}
