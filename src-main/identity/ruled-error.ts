import { errors } from 'oidc-provider';
import type { IdpRule } from './rules.ts';

/** An error of the provider that a rule of ours decided, and knows by name. */
export class RuledError extends errors.OIDCProviderError {
  readonly rule: IdpRule;

  /** `error`: the code of the standard. `description`: what the client is told. `detail`: what only the log is told. */
  constructor(
    rule: IdpRule,
    {
      status,
      error,
      description,
      detail,
    }: { status: number; error: string; description: string; detail?: string },
  ) {
    super(status, error);
    this.rule = rule;
    this.error_description = description;
    if (detail !== undefined) this.error_detail = detail;
    // The description is ours, also where the status says that it is the server's fault.
    this.expose = true;
  }
}
