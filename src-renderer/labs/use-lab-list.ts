import { useCallback, useEffect, useState } from 'react';
import type { PublicError } from '../../src-main/contract/errors.ts';
import type { MethodOutput } from '../../src-main/contract/methods.ts';
import { asPublicError } from '../client/public-error.ts';
import { setLabList } from '../store/connection.ts';
import { gatehouse, useSandbox } from '../store/sandbox.ts';

/**
 * All labs of all packs, with the packs that could not be read. Asked for again when progress changes. What was known
 * before is shown until the answer is there.
 */
export function useLabList(): {
  list: MethodOutput<'labs.list'> | undefined;
  error: PublicError | undefined;
  reload: () => void;
} {
  const list = useSandbox((state) => state.labs);
  const [error, setError] = useState<PublicError>();
  const [asked, setAsked] = useState(0);
  const progress = useSandbox((state) => state.lab?.steps.map((step) => step.status).join());
  // biome-ignore lint/correctness/useExhaustiveDependencies: both say that the list may have changed.
  useEffect(() => {
    let live = true;
    gatehouse()
      .call('labs.list', {})
      .then(
        (found) => {
          if (!live) return;
          setLabList(found);
          setError(undefined);
        },
        (thrown: unknown) => live && setError(asPublicError(thrown)),
      );
    return () => {
      live = false;
    };
  }, [progress, asked]);
  const reload = useCallback(() => setAsked((n) => n + 1), []);
  return { list, error, reload };
}
