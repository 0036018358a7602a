import type { SandboxEvent } from '../../../src-main/contract/events.ts';
import type { Extension } from '../../../src-main/contract/extensions.ts';
import { gatehouse } from '../../store/sandbox.ts';
import { useLive } from '../use-live.ts';

const RUNS = ['extension.ran', 'extension.vetoed', 'extension.failed'] as const;
/** How many of the newest runs are looked through for those of one script. */
const LATELY = 300;
const SHOWN = 12;

/** The scripts that are kept. */
export function useScripts() {
  return useLive(
    'extensions',
    () => gatehouse().call('extensions.list', {}),
    ({ type }) => type === 'extension.saved' || type === 'extension.removed' || type === 'snapshot.restored',
  );
}

/** The last runs of a script, newest first. */
export function useRuns(id: Extension['id'] | undefined) {
  return useLive<SandboxEvent[]>(
    `runs ${id}`,
    async () => {
      if (id === undefined) return [];
      const { events } = await gatehouse().call('events.list', { types: [...RUNS], limit: LATELY });
      return events
        .filter(({ data }) => data.extension === id)
        .reverse()
        .slice(0, SHOWN);
    },
    ({ type, data }) => RUNS.some((run) => run === type) && data.extension === id,
  );
}
