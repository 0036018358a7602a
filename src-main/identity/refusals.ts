import { errors } from 'oidc-provider';
import { REFUSALS } from './refusal-table.ts';
import { RuledError } from './ruled-error.ts';
import type { IdpRule } from './rules.ts';

/** A refusal of the provider: the error that leaves, what it keeps to itself, and the one rule that settled it. */
export interface Refusal {
  rule: IdpRule;
  /** The `error` of the standard. */
  error: string;
  description: string | undefined;
  /** What only the server knows. Shown in the log, never to the client. */
  detail: string | undefined;
  /** The scopes that the error names. */
  scope: string | undefined;
  status: number;
}

/** Errors that lead back to the page on which a user code is typed (RFC 8628 §3.3). */
const DEVICE_PAGE_ERRORS: Readonly<Record<string, IdpRule | undefined>> = {
  NoCodeError: 'idp.request.parameters-present',
  NotFoundError: 'idp.device.user-code',
  ExpiredError: 'idp.device.user-code',
  AlreadyUsedError: 'idp.device.user-code',
  AbortedError: 'idp.device.allowed',
};

/** Finds the rule behind an error of the provider's library. `route` is the endpoint that refused. */
export function explainRefusal(error: unknown, route: string): Refusal {
  const page = error instanceof Error ? DEVICE_PAGE_ERRORS[error.name] : undefined;
  if (page && error instanceof Error) {
    return {
      rule: page,
      error: 'invalid_request',
      description: error.message,
      detail: undefined,
      scope: undefined,
      status: 200,
    };
  }
  if (error instanceof RuledError) {
    const { rule, error: code, error_description: description, error_detail: detail, statusCode } = error;
    return { rule, error: code, description, detail, scope: undefined, status: statusCode };
  }
  if (!isProviderError(error)) {
    return {
      rule: 'idp.sandbox.sound',
      error: 'server_error',
      description: undefined,
      detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      scope: undefined,
      status: 500,
    };
  }
  const text = `${error.error_description ?? ''}\n${error.error_detail ?? ''}`;
  const match = REFUSALS.find(
    (entry) =>
      (entry.error === undefined || entry.error === error.error) &&
      (entry.routes === undefined || entry.routes.includes(route)) &&
      (entry.says === undefined || entry.says.test(text)),
  );
  return {
    // A refusal without a rule is a gap of ours, and is told as one.
    rule: match?.rule ?? 'idp.sandbox.sound',
    error: error.error,
    description: error.error_description,
    detail: error.error_detail,
    scope: 'scope' in error && typeof error.scope === 'string' ? error.scope : undefined,
    status: error.statusCode,
  };
}

function isProviderError(error: unknown): error is errors.OIDCProviderError {
  return error instanceof errors.OIDCProviderError && error.expose;
}
