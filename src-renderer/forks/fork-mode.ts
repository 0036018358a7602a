import { create } from 'zustand';
import type { Fork } from '../../src-main/contract/forks.ts';
import type { MethodInput, MethodOutput } from '../../src-main/contract/methods.ts';
import { goTo } from '../app/route.ts';
import type { ConnectedClient } from '../client/connected-client.ts';
import { asPublicError } from '../client/public-error.ts';
import { switchTo } from '../store/connection.ts';
import { gatehouse, useSandbox } from '../store/sandbox.ts';
import { showNewFlow } from '../store/selection.ts';
import { announce, notify } from '../store/ui.ts';
import { ForkClient } from './fork-client.ts';

/** Something of the live log that was run again in the fork, and the story that it became there. */
export interface RunAgain {
  what: string;
  live: string;
  span: string | undefined;
  flow: string;
}

/** The fork that the window shows; none while it shows the live sandbox. */
interface ForkMode {
  fork: Fork | undefined;
  /** What was run again last, to be run once more after a change, and compared. */
  again: RunAgain | undefined;
}

export const useForkMode = create<ForkMode>()(() => ({ fork: undefined, again: undefined }));

/** The live sandbox, while a fork is shown. */
let live: ConnectedClient | undefined;
/** What was run again last in each fork: one may leave a fork and come back. */
const runs = new Map<string, RunAgain>();

/** Opens a fork of a snapshot or of the state as it is, and shows it. */
export async function openFork(input: MethodInput<'forks.open'>): Promise<Fork> {
  const fork = await gatehouse().call('forks.open', input);
  await enterFork(fork);
  return fork;
}

/** Has the window show a fork. Everything that it can do happens there from now on. */
export async function enterFork(fork: Fork): Promise<void> {
  const { client } = useSandbox.getState();
  live ??= client as ConnectedClient | undefined;
  if (!live) return;
  const inside = new ForkClient(live, fork.id, () => void fellOut(fork));
  try {
    await switchTo(inside);
  } catch (thrown) {
    await leaveFork();
    throw thrown;
  }
  useForkMode.setState({ fork, again: runs.get(fork.id) });
  if (!/^#\/?(?:explore|traces)$/.test(location.hash)) goTo('explore');
  announce(`The window shows the fork “${fork.name}”. Nothing in it changes the live sandbox.`);
}

/** Has the window show the live sandbox again. The fork stays open. */
export async function leaveFork(): Promise<void> {
  const back = live;
  live = undefined;
  useForkMode.setState({ fork: undefined, again: undefined });
  if (!back) return;
  await switchTo(back);
  announce('The window shows the live sandbox again.');
}

/** The fork was closed from elsewhere, or the sandbox was started anew. */
async function fellOut(fork: Fork): Promise<void> {
  runs.delete(fork.id);
  if (useForkMode.getState().fork?.id === fork.id) await leaveFork();
}

/** Closes a fork for good; the window goes back to the live sandbox when it showed this one. */
export async function closeFork(fork: Fork): Promise<void> {
  if (useForkMode.getState().fork?.id === fork.id) await leaveFork();
  await gatehouse().call('forks.close', { id: fork.id });
  runs.delete(fork.id);
  announce(`The fork “${fork.name}” is closed, and its files are gone.`);
}

/** Makes the state of a fork the live one. */
export async function adoptFork(fork: Fork): Promise<void> {
  const { notes } = await gatehouse().call('forks.adopt', { id: fork.id });
  await leaveFork();
  runs.delete(fork.id);
  notify({
    tone: 'done',
    text: [
      `The state of “${fork.name}” is the live one now. A snapshot of what was before stands in the settings.`,
      ...notes,
    ].join(' '),
  });
}

/** Runs a hop or the sign-in of a story of the live log again in the fork that is shown, and selects what came of it. */
export async function runAgain(
  flow: string,
  span: string | undefined,
): Promise<MethodOutput<'forks.replay'>> {
  const { fork } = useForkMode.getState();
  if (!fork) throw new Error('no fork is shown');
  const deed = await gatehouse().call('forks.replay', { id: fork.id, flow, ...(span ? { span } : {}) });
  const again = { what: deed.what, live: flow, span, flow: deed.flow };
  runs.set(fork.id, again);
  useForkMode.setState({ again });
  showNewFlow(deed.flow);
  announce(`${deed.what}, run again in the fork: ${deed.summary}`);
  return deed;
}

/** Runs a command; what fails is told above the place that is open. */
export async function telling(command: () => Promise<unknown>): Promise<void> {
  try {
    await command();
  } catch (thrown) {
    notify({ tone: 'error', error: asPublicError(thrown) });
  }
}
