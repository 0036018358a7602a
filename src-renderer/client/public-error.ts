import type { PublicError } from '../../src-main/contract/errors.ts';

/** An error of the contract as a thrown value: what happened, why, and what to do. */
export class ClientError extends Error {
  readonly parts: PublicError;

  constructor(parts: PublicError) {
    super(`${parts.what} ${parts.why}`);
    this.name = 'ClientError';
    this.parts = parts;
  }
}

function isPublicError(value: unknown): value is PublicError {
  return (
    typeof value === 'object' &&
    value !== null &&
    (['code', 'what', 'why', 'next'] as const).every(
      (key) => key in value && typeof (value as Record<string, unknown>)[key] === 'string',
    )
  );
}

/** Turns anything thrown into what can be shown. Electron's bridge strips prototypes, so plain objects count too. */
export function asPublicError(thrown: unknown): PublicError {
  if (thrown instanceof ClientError) return thrown.parts;
  if (isPublicError(thrown))
    return { code: thrown.code, what: thrown.what, why: thrown.why, next: thrown.next };
  return {
    code: 'window.unexpected',
    what: 'Something in the window failed.',
    why: thrown instanceof Error ? thrown.message : String(thrown),
    next: 'Try again. If it happens twice, reload the window; nothing in the sandbox is lost by that.',
  };
}
