import type { LabState } from '../../src-main/contract/labs.ts';
import type { MethodOutput } from '../../src-main/contract/methods.ts';
import type { ClockState } from '../../src-main/contract/status.ts';
import type { StreamMessage } from '../../src-main/contract/stream.ts';
import type { ConnectedClient } from '../client/connected-client.ts';
import { announceChecks } from './check-news.ts';
import { EventFeed } from './event-feed.ts';
import { keepView, readKeptView } from './kept-view.ts';
import { reportLost, useSandbox } from './sandbox.ts';
import { followNewest } from './selection.ts';

let connecting: Promise<void> | undefined;

/**
 * Joins the window to the sandbox: loads what there is, then follows the stream. Rejects when the first load fails,
 * with an error that can be shown; the caller may try again.
 */
export function connect(client: ConnectedClient): Promise<void> {
  connecting = join(client);
  return connecting;
}

/** Settles when the first load is done: a command that is given before it must not be overwritten by it. */
export async function connected(): Promise<void> {
  await connecting;
}

/** Shows what the run before has kept, until the sandbox has said how it is. */
export function showKeptView(client: ConnectedClient): void {
  const kept = readKeptView();
  if (!kept) return;
  const { settings, world, offset, labs } = kept;
  // Whatever is asked of the sandbox meanwhile waits for it at the other end.
  useSandbox.setState({ client, settings, world, labs });
  setClock({ now: Date.now() + offset, offset, future: [] });
}

async function join(client: ConnectedClient): Promise<void> {
  useSandbox.setState({ client });
  let known = false;
  client.onLink((link) => {
    useSandbox.setState({ link });
    // What changed while nobody listened is asked for anew; events come by themselves, after the last one seen.
    if (link === 'open' && known && shown) refresh(shown.client).catch(reportLost);
  });
  await show(client);
  known = true;
  useSandbox.setState({ loaded: true });
  keepView(() => shown?.client === client);
}

/** Which sandbox the window shows now: the live one, or a fork of it. */
let shown: { client: ConnectedClient; feed: EventFeed } | undefined;
const heard = new WeakSet<ConnectedClient>();

/** Shows another sandbox in the window: a fork, or the live one again. Rejects when it cannot be loaded. */
export async function switchTo(client: ConnectedClient): Promise<void> {
  followNewest();
  useSandbox.setState({ client, events: [], lastSeq: 0, lab: undefined });
  await show(client);
}

async function show(client: ConnectedClient): Promise<void> {
  const feed: EventFeed = new EventFeed(client, (): boolean => shown?.feed === feed);
  shown = { client, feed };
  if (!heard.has(client)) {
    heard.add(client);
    client.subscribe((message) => {
      // What happens in the live sandbox while a fork is shown is asked for when the window comes back to it.
      if (shown?.client === client || message.kind === 'status') receive(message);
    });
  }
  await refresh(client);
  await feed.load();
}

/** Asks for the whole state again, except the events. */
async function refresh(client: ConnectedClient): Promise<void> {
  const [info, settings, world, clock, lab] = await Promise.all([
    client.call('sandbox.info', {}),
    client.call('settings.get', {}),
    client.call('world.get', {}),
    client.call('clock.get', {}),
    client.call('labs.current', {}),
  ]);
  const browsers = client.host === 'desktop' ? await client.call('browser.list', {}) : [];
  useSandbox.setState({
    info,
    trouble: info.trouble,
    settings,
    world,
    lab: lab ?? undefined,
    status: { status: 'ready' },
    browsers: Object.fromEntries(browsers.map((browser) => [browser.persona, browser])),
  });
  setClock(clock);
}

/** Takes a new state of the clock, with the moment at which it came. */
export function setClock(clock: ClockState): void {
  useSandbox.setState({ clock, clockAt: performance.now() });
}

/** Takes the labs of all packs. */
export function setLabList(labs: MethodOutput<'labs.list'>): void {
  useSandbox.setState({ labs });
}

/** Takes a new state of the open lab and has screen readers told what changed. */
export function setLab(lab: LabState | null): void {
  announceChecks(useSandbox.getState().lab, lab ?? undefined);
  useSandbox.setState({ lab: lab ?? undefined });
}

function receive(message: StreamMessage): void {
  if (!shown) return;
  const { client, feed } = shown;
  switch (message.kind) {
    case 'events':
      feed.push(message.events);
      return;
    case 'more':
      feed.leftOut(message.last);
      return;
    case 'clock':
      setClock(message.clock);
      return;
    case 'lab':
      setLab(message.lab);
      return;
    case 'trouble':
      useSandbox.setState({ trouble: message.trouble ?? undefined });
      return;
    case 'world':
      useSandbox.setState({ world: message.world });
      return;
    case 'browser':
      useSandbox.setState((state) => ({
        browsers: { ...state.browsers, [message.browser.persona]: message.browser },
      }));
      return;
    case 'log-trimmed':
      useSandbox.setState((state) => ({
        events: state.events.filter((event) => event.seq >= message.first),
      }));
      return;
    case 'status': {
      const before = useSandbox.getState().status.status;
      useSandbox.setState({ status: message.status });
      if (message.status.status === 'ready' && before !== 'ready') {
        refresh(client)
          .then(() => feed.fill())
          .catch(reportLost);
      }
      return;
    }
  }
}
