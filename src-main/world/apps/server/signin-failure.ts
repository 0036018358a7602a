import * as oidc from 'openid-client';
import type { Notice } from '../shared/views.js';
import { NoSignInPending } from './relying-party.ts';

/** Why a sign-in could not be finished: the code of the standard, and words for the person. */
export interface SignInFailure {
  error: string;
  notice: Notice;
}

/** Reads what went wrong out of whatever the OpenID Connect library threw. */
export function signInFailure(thrown: unknown): SignInFailure {
  if (thrown instanceof oidc.AuthorizationResponseError) {
    return thrown.error === 'access_denied'
      ? failure(
          'access_denied',
          'You did not let the application in',
          'So it got no token. You can start again at any time.',
        )
      : failure(
          thrown.error,
          'The provider refused the sign-in',
          thrown.error_description ?? 'It gave no reason.',
        );
  }
  if (thrown instanceof oidc.ResponseBodyError) {
    const reason = thrown.error_description ?? 'It gave no reason.';
    return failure(thrown.error, 'The provider did not accept the code', reason);
  }
  if (thrown instanceof NoSignInPending) {
    return failure('no_sign_in_pending', 'No sign-in is under way here', thrown.message);
  }
  const code = thrown instanceof oidc.ClientError && thrown.code ? thrown.code : 'sign_in_failed';
  return failure(code, 'The sign-in could not be finished', describe(thrown));
}

function failure(error: string, title: string, text: string): SignInFailure {
  return { error, notice: { kind: 'error', title, text, detail: error } };
}

function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const cause = thrown.cause instanceof Error ? ` (${thrown.cause.message})` : '';
  return `${thrown.message}${cause}`;
}
