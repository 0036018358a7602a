import { errors } from 'oidc-provider';
import type { RecordedOrigin } from '../contract/claim-origins.ts';
import type { Reason } from '../contract/events.ts';
import type { JsonObject } from '../contract/json.ts';
import { currentContext } from '../events/context.ts';
import type { Core } from '../events/core.ts';
import type { NewEvent, SecretKind } from '../events/recorder.ts';
import { type IssuedToken, IssuedTokens } from '../store/issued-tokens.ts';
import { compact } from './compact.ts';

const SECRETS: Readonly<Record<IssuedToken['kind'], SecretKind>> = {
  access: 'access_token',
  id: 'id_token',
  refresh: 'refresh_token',
};

/** A token that was just made. Times are NumericDates, s. */
export interface NewToken {
  kind: IssuedToken['kind'];
  value: string;
  format: IssuedToken['format'];
  jti?: string | undefined;
  grant?: string | undefined;
  account?: string | undefined;
  client: string;
  scope?: string | undefined;
  audience?: string | undefined;
  issuedAt: number;
  expiresAt?: number | undefined;
  /** Grant type by which it was got. */
  grantType?: string | undefined;
  /** SHA-256 thumbprint of the key it is bound to (RFC 9449 §6.1). */
  jkt?: string | undefined;
  /** Where each of its claims comes from. */
  origins?: Record<string, RecordedOrigin> | undefined;
}

/** Why tokens end before their time. */
export type RevocationCause =
  | 'revocation'
  | 'rotation'
  | 'refresh-reuse'
  | 'code-replay'
  | 'device-code-replay'
  | 'logout'
  | 'account-locked'
  | 'account-disabled'
  | 'account-deleted'
  | 'password-changed'
  | 'group-lost'
  | 'administrator'
  | 'sandbox';

/**
 * The register of every token that the provider issues, of both formats. A signed token is kept nowhere else, so
 * introspection, revocation and the gateway ask here. Register and event log change in one transaction.
 */
export class TokenRegister {
  readonly tokens: IssuedTokens;
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
    this.tokens = new IssuedTokens(core.store);
  }

  handle(kind: IssuedToken['kind'], value: string): string {
    return this.#core.vault.handle(SECRETS[kind], value);
  }

  /** Registers a token and records `idp.token.issued`. Answers its handle. */
  issue(token: NewToken, reasons: Reason[] = []): string {
    const { entry, event } = this.#prepared(token, reasons);
    this.#core.store.transaction(() => {
      this.assertGrantLives(token.grant);
      this.tokens.register(entry);
      this.#core.recorder.record(event);
    });
    return entry.handle;
  }

  /** The same, together with what others are issued at this moment. The grant has to be looked at before. */
  issueSoon(token: NewToken, reasons: Reason[] = []): void {
    const { entry, event } = this.#prepared(token, reasons);
    this.#core.recorder.recordWith(event, () => this.tokens.register(entry));
  }

  #prepared(token: NewToken, reasons: Reason[]): { entry: IssuedToken; event: NewEvent } {
    const handle = this.handle(token.kind, token.value);
    const { value: _, grantType, jkt, origins, ...rest } = token;
    return {
      entry: {
        ...rest,
        handle,
        jti: token.jti,
        grant: token.grant,
        account: token.account,
        scope: token.scope,
        audience: token.audience,
        expiresAt: token.expiresAt,
        flow: currentContext()?.flow,
        revokedAt: undefined,
        revokedBy: undefined,
      },
      event: {
        type: 'idp.token.issued',
        outcome: 'ok',
        ...(token.account === undefined ? {} : { subject: token.account }),
        reasons,
        data: compact({ ...rest, handle, grantType, jkt, origins: origins as JsonObject | undefined }),
      },
    };
  }

  /**
   * What a grant was issued for may have come back while this token was being made, and ended the grant and all that
   * hung on it (RFC 9700 §4.14.2). A token that is registered after that would outlive its family. Throws `invalid_grant`.
   */
  assertGrantLives(grant: string | undefined): void {
    if (grant === undefined) return;
    const found = this.#core.store
      .prepare("SELECT 1 FROM oidc_artifact WHERE model = 'Grant' AND id = ?")
      .get(grant);
    if (!found) throw new errors.InvalidGrant('grant not found');
  }

  /** Marks one token as revoked and records it. Does nothing for one that is unknown or was revoked already. */
  revoke(handle: string, cause: RevocationCause, reasons: Reason[] = []): boolean {
    const token = this.tokens.byHandle(handle);
    if (!token || token.revokedAt !== undefined) return false;
    this.#core.store.transaction(() => {
      this.tokens.revoke(handle, this.#core.clock.seconds(), cause);
      // An exchange for a new token is told by idp.refresh.rotated.
      if (cause !== 'rotation') this.#recordRevoked(token, cause, reasons);
    });
    return true;
  }

  /** Marks every token of a grant as revoked and records each. Answers the tokens that it ended. */
  revokeGrant(grant: string, cause: RevocationCause, reasons: Reason[] = []): IssuedToken[] {
    const ended = this.tokens
      .byGrant(grant)
      .filter((token) => token.revokedAt === undefined && token.kind !== 'id');
    if (ended.length === 0) return [];
    this.#core.store.transaction(() => {
      for (const token of ended) {
        this.tokens.revoke(token.handle, this.#core.clock.seconds(), cause);
        this.#recordRevoked(token, cause, reasons);
      }
    });
    return ended;
  }

  #recordRevoked(token: IssuedToken, cause: RevocationCause, reasons: Reason[]): void {
    this.#core.recorder.record({
      type: 'idp.token.revoked',
      outcome: 'ok',
      ...(token.account === undefined ? {} : { subject: token.account }),
      reasons,
      data: compact({
        kind: token.kind,
        handle: token.handle,
        format: token.format,
        jti: token.jti,
        grant: token.grant,
        client: token.client,
        scope: token.scope,
        audience: token.audience,
        cause,
      }),
    });
  }
}
