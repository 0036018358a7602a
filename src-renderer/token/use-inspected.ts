import { useEffect, useState } from 'react';
import type { PublicError } from '../../src-main/contract/errors.ts';
import type { EventType } from '../../src-main/contract/event-types.ts';
import type { InspectedToken } from '../../src-main/contract/token.ts';
import { asPublicError } from '../client/public-error.ts';
import { gatehouse, type SandboxState, useSandbox } from '../store/index.ts';

/** Facts after which a token may have to be judged anew. */
const TELLING: ReadonlySet<EventType> = new Set([
  'idp.token.revoked',
  'idp.grant.revoked',
  'idp.refresh.rotated',
  'idp.refresh.reused',
  'idp.key.rotated',
  'snapshot.restored',
]);

function newestTelling(state: SandboxState): number {
  return state.events.findLast((event) => TELLING.has(event.type))?.seq ?? 0;
}

/** A token taken apart by the sandbox: `input` is a handle from the log or a token that was pasted. */
export function useInspected(input: string | undefined): { token?: InspectedToken; error?: PublicError } {
  const [state, setState] = useState<{ input: string; token?: InspectedToken; error?: PublicError }>();
  const telling = useSandbox(newestTelling);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `telling` says that the judgement may have changed.
  useEffect(() => {
    if (input === undefined) return undefined;
    let stale = false;
    gatehouse()
      .call('tokens.inspect', { token: input })
      .then(
        (token) => !stale && setState({ input, token }),
        (thrown: unknown) => !stale && setState({ input, error: asPublicError(thrown) }),
      );
    return () => {
      stale = true;
    };
  }, [input, telling]);
  return state !== undefined && state.input === input ? { token: state.token, error: state.error } : {};
}
