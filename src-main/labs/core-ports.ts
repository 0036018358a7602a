import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { JsonObject } from '../contract/json.ts';
import type { Core } from '../events/core.ts';
import type { Snapshots as CoreSnapshots } from '../events/snapshots.ts';
import { type IssuedToken, IssuedTokens } from '../store/issued-tokens.ts';
import type { EventFeed, LabPorts, Snapshots, TokenReader } from './ports.ts';
import { createStateReader } from './state-paths.ts';

type GroundPorts = Pick<LabPorts, 'recorder' | 'clock' | 'feed' | 'snapshots' | 'state' | 'tokens'>;

/** What labs need of the log, the clock, the snapshots and the state, taken from the real ones. */
export function groundPorts(core: Core, snapshots: CoreSnapshots): GroundPorts {
  return {
    recorder: core.recorder,
    clock: core.clock,
    feed: feedOf(core),
    snapshots: snapshotsOf(core, snapshots),
    state: createStateReader(core.store),
    tokens: tokensOf(core),
  };
}

function feedOf({ log, correlator }: Core): EventFeed {
  return {
    query: ({ after, types, limit }) => log.list({ after, limit, ...(types ? { types } : {}) }),
    last: () => log.last,
    subscribe: (listener) => log.subscribe(listener),
    rootOf: (flow) => correlator.root(flow),
  };
}

function snapshotsOf({ store }: Core, snapshots: CoreSnapshots): Snapshots {
  return {
    take: (name) => snapshots.take(name, true),
    restore: async (id) => ({ notes: await snapshots.restore(id) }),
    has: (id) => snapshots.has(id),
    digest: () => snapshots.digest(),
    contents: () => store.contents(),
  };
}

function tokensOf({ store, vault, correlator }: Core): TokenReader {
  const register = new IssuedTokens(store);
  return {
    decode(handle) {
      const token = register.byHandle(handle);
      if (token?.format === 'opaque') return { header: {}, claims: knownOf(token) };
      const raw = vault.reveal(handle)?.value;
      if (!raw) return undefined;
      return { header: decodeProtectedHeader(raw) as JsonObject, claims: decodeJwt(raw) as JsonObject };
    },
    newest({ persona, client, kind }) {
      const row = store
        .prepare<{ handle: string; flow: string | null }>(
          `SELECT handle, flow FROM issued_token WHERE kind = ? AND account_id = ? AND (? IS NULL OR client_id = ?)
           ORDER BY issued_at DESC, rowid DESC LIMIT 1`,
        )
        .get(kind, persona, client ?? null, client ?? null);
      return row && { handle: row.handle, flow: row.flow === null ? undefined : correlator.root(row.flow) };
    },
  };
}

/** What an opaque token stands for, as introspection would tell it (RFC 7662 §2.2). */
function knownOf(token: IssuedToken): JsonObject {
  const claims: Record<string, string | number | undefined> = {
    client_id: token.client,
    scope: token.scope,
    aud: token.audience,
    sub: token.account,
    iat: token.issuedAt,
    exp: token.expiresAt,
  };
  return Object.fromEntries(
    Object.entries(claims).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
