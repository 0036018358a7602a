import { z } from 'zod';

/** What a user interface receives when a command fails: everything that may be shown, nothing private. */
export const publicErrorSchema = z.object({
  code: z.string(),
  what: z.string(),
  why: z.string(),
  next: z.string(),
});
export type PublicError = z.infer<typeof publicErrorSchema>;

/** The parts of a {@link GatehouseError}. `detail` stays inside: logs, the event log's private side, tests. */
export type ErrorParts = PublicError & { detail?: string; status?: number; cause?: unknown };

/**
 * The one error type of the product.
 *
 * `code` is stable and names the case (`clock.amount-invalid`); `what`, `why` and `next` are the text for the person:
 * what happened, why, and what to do. `status` is the HTTP status where the error leaves by HTTP (RFC 9110).
 */
export class GatehouseError extends Error {
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly next: string;
  readonly detail: string | undefined;
  readonly status: number;

  constructor(parts: ErrorParts) {
    super(`${parts.what} ${parts.why}`, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = 'GatehouseError';
    this.code = parts.code;
    this.what = parts.what;
    this.why = parts.why;
    this.next = parts.next;
    this.detail = parts.detail;
    this.status = parts.status ?? 400;
  }

  /** The half that may leave the sandbox. */
  toPublic(): PublicError {
    return { code: this.code, what: this.what, why: this.why, next: this.next };
  }
}

/** Turns anything thrown into what may be shown; an unknown error keeps its detail inside and says so. */
export function toPublicError(error: unknown): PublicError {
  if (error instanceof GatehouseError) return error.toPublic();
  if (error instanceof z.ZodError) {
    const issue = error.issues[0];
    return {
      code: 'input.invalid',
      what: 'The sandbox refused this input.',
      why: issue ? `${issue.path.join('.') || 'input'}: ${issue.message}` : 'It does not match the contract.',
      next: 'Correct the value and try again.',
    };
  }
  return {
    code: 'sandbox.unexpected',
    what: 'Something inside the sandbox failed.',
    why: error instanceof Error ? error.message : String(error),
    next: 'Try again. If it happens twice, copy the diagnostics from the settings.',
  };
}
