import type { AdapterPayload } from 'oidc-provider';
import type { Core } from '../../events/core.ts';
import type { StateStore } from '../../store/state-store.ts';
import type { Artefacts } from '../provider/artefacts.ts';
import type { RevocationCause, TokenRegister } from '../register.ts';

/** How many of each kind a transition cut. */
export interface Cut {
  accessTokens: number;
  refreshTokens: number;
  /** Authorization codes that were not redeemed. */
  codes: number;
  sessions: number;
}

export const NOTHING_CUT: Cut = { accessTokens: 0, refreshTokens: 0, codes: 0, sessions: 0 };

/** What cuts need. */
export interface CutParts {
  core: Core;
  register: TokenRegister;
  artefacts: Artefacts;
}

/**
 * Revokes every access and refresh token of an account, and with `codes` the authorization codes on their way. The
 * grants go too: a code that is being redeemed at this moment finds its grant gone, so nothing comes back.
 */
export function cutTokens(parts: CutParts, account: string, cause: RevocationCause, codes: boolean): Cut {
  const { core, register, artefacts } = parts;
  const cut = { ...NOTHING_CUT };
  core.store.transaction(() => {
    for (const grant of grantsOf(core.store, account)) {
      if (!codes && openCodesOf(core.store, grant) > 0) {
        count(cut, revokeIssued(parts, grant, cause));
        continue;
      }
      cut.codes += openCodesOf(core.store, grant);
      count(cut, register.revokeGrant(grant, cause));
      artefacts.removeOfGrant(grant);
      artefacts.remove('Grant', grant);
    }
  });
  return cut;
}

/** Ends every session of an account at the provider, the one with a uid only, or all but one. Answers how many. */
export function endSessions(
  { core, artefacts }: CutParts,
  account: string,
  cause: RevocationCause,
  { only, except }: { only?: string | undefined; except?: string | undefined } = {},
): number {
  return core.store.transaction(() => {
    const sessions = core.store
      .prepare<{ id: string; payload: string }>(
        `SELECT id, payload FROM oidc_artifact WHERE model = 'Session' AND json_extract(payload, '$.accountId') = ?
           AND (? IS NULL OR json_extract(payload, '$.uid') = ?) AND json_extract(payload, '$.uid') IS NOT ?`,
      )
      .all(account, only ?? null, only ?? null, except ?? null);
    for (const { id, payload } of sessions) {
      const { uid, authorizations } = JSON.parse(payload) as AdapterPayload;
      artefacts.remove('Session', id);
      core.recorder.record({
        type: 'idp.session.ended',
        outcome: 'ok',
        subject: account,
        ...(uid === undefined ? {} : { session: uid }),
        data: { session: uid ?? null, cause, clients: Object.keys(authorizations ?? {}) },
      });
    }
    return sessions.length;
  });
}

/** Every grant that an account gave and that something may still hang on, the oldest first. */
const grantsOf = (store: StateStore, account: string): string[] =>
  store
    .prepare<{ id: string }>(
      `SELECT id FROM (
         SELECT id, rowid AS age FROM oidc_artifact WHERE model = 'Grant' AND json_extract(payload, '$.accountId') = ?
         UNION ALL SELECT grant_id, rowid FROM issued_token
           WHERE account_id = ? AND revoked_at IS NULL AND grant_id IS NOT NULL)
       GROUP BY id ORDER BY min(age), id`,
    )
    .all(account, account)
    .map(({ id }) => id);

const openCodesOf = (store: StateStore, grant: string): number =>
  store
    .prepare<{ n: number }>(
      `SELECT count(*) AS n FROM oidc_artifact
       WHERE grant_id = ? AND model IN ('AuthorizationCode', 'DeviceCode') AND consumed_at IS NULL`,
    )
    .get(grant)?.n ?? 0;

/** Revokes what was issued on a grant, and leaves its codes to be redeemed. */
function revokeIssued({ core, register }: CutParts, grant: string, cause: RevocationCause) {
  core.store
    .prepare("DELETE FROM oidc_artifact WHERE grant_id = ? AND model IN ('AccessToken', 'RefreshToken')")
    .run(grant);
  return register.revokeGrant(grant, cause);
}

function count(cut: Cut, ended: readonly { kind: 'access' | 'id' | 'refresh' }[]): void {
  for (const { kind } of ended) {
    if (kind === 'access') cut.accessTokens += 1;
    if (kind === 'refresh') cut.refreshTokens += 1;
  }
}
