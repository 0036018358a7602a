import type { Governance } from '../../src-main/contract/governance.ts';
import { gatehouse } from '../store/sandbox.ts';
import { useLive } from './use-live.ts';

/** The switches by which accounts are governed; undefined until they have come. */
export function useGovernance(): Governance | undefined {
  const { value } = useLive(
    'governance',
    () => gatehouse().call('governance.get', {}),
    ({ type }) => type === 'config.changed' || type === 'snapshot.restored',
  );
  return value;
}
