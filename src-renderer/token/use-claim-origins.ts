import { useEffect, useState } from 'react';
import type { ClaimOrigin } from '../../src-main/contract/claim-origins.ts';
import { gatehouse } from '../store/index.ts';

const NONE: readonly ClaimOrigin[] = [];

/**
 * Where the claims of a token, or of the answer that an event tells of, come from. None where the log holds nothing of
 * it: then the claims stand alone.
 */
export function useClaimOrigins(
  of: { seq: number } | { handle: string } | undefined,
): readonly ClaimOrigin[] {
  const key = of === undefined ? undefined : JSON.stringify(of);
  const [state, setState] = useState<{ key: string; origins: readonly ClaimOrigin[] }>();
  useEffect(() => {
    if (key === undefined) return undefined;
    let stale = false;
    gatehouse()
      .call('claims.origins', JSON.parse(key) as { seq: number } | { handle: string })
      .then(
        (origins) => !stale && setState({ key, origins }),
        () => !stale && setState({ key, origins: NONE }),
      );
    return () => {
      stale = true;
    };
  }, [key]);
  return state !== undefined && state.key === key ? state.origins : NONE;
}
