import { gatehouse, useSandbox } from '../store/sandbox.ts';
import { notify } from '../store/ui.ts';

/** Puts the state back to a snapshot and tells what a person must know about it. */
export async function restoreSnapshot(id: string, name: string): Promise<void> {
  const { notes } = await gatehouse().call('snapshots.restore', { id });
  const lab = await gatehouse().call('labs.current', {});
  useSandbox.setState({ lab: lab ?? undefined });
  notify({ tone: 'done', text: [`The state is that of “${name}”. The log goes on.`, ...notes].join(' ') });
}
