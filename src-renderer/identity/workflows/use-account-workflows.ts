import { useEffect, useRef } from 'react';
import type { SandboxEvent } from '../../../src-main/contract/events.ts';
import type { AccountWorkflow } from '../../../src-main/contract/workflow-story.ts';
import { useVirtualNow } from '../../shell/use-virtual-now.ts';
import { gatehouse } from '../../store/sandbox.ts';
import { useLive } from '../use-live.ts';

/** The most that the list shows; older ones are found by the filters. */
const LISTED = 200;

const concernsWorkflows = ({ type }: SandboxEvent): boolean =>
  type.startsWith('account.') || type === 'message.sent' || type === 'snapshot.restored';

/** The built-in workflows of all accounts, live. */
export function useAccountWorkflows() {
  const list = useLive(
    'account-workflows',
    () => gatehouse().call('account-workflows.list', { limit: LISTED }),
    concernsWorkflows,
  );
  useExpiry(list.value?.workflows ?? NONE, list.reload);
  return list;
}
const NONE: readonly AccountWorkflow[] = [];

/** One of them as a sequence, live. */
export function useWorkflowStory(id: string) {
  const flow = useRef<string | null>(null);
  const story = useLive(
    id,
    () => gatehouse().call('account-workflows.story', { id }),
    (event) =>
      concernsWorkflows(event) ||
      event.type === 'flow.joined' ||
      (event.type === 'http.response' && event.flow === flow.current),
  );
  flow.current = story.value?.flow ?? null;
  useExpiry(story.value ? [story.value] : NONE, story.reload);
  return story;
}

/** Asks again when a code runs out: no event tells of it. */
function useExpiry(workflows: readonly AccountWorkflow[], reload: () => void): void {
  const now = useVirtualNow();
  const next = Math.min(...workflows.map(({ pending }) => pending?.until ?? Number.POSITIVE_INFINITY));
  const over = now > next;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once when the moment has come.
  useEffect(() => {
    if (over) reload();
  }, [over, next]);
}
