import type { SandboxEvent } from '../../src-main/contract/events.ts';
import type { LabState } from '../../src-main/contract/labs.ts';
import type { MethodOutput } from '../../src-main/contract/methods.ts';
import type { ClockState } from '../../src-main/contract/status.ts';
import type { StreamMessage } from '../../src-main/contract/stream.ts';
import type { ConnectedClient } from '../client/connected-client.ts';
import { announceChecks } from './check-news.ts';
import { readKeptView, writeKeptView } from './kept-view.ts';
import { paced } from './paced.ts';
import { EVENT_BUFFER_SIZE, useSandbox } from './sandbox.ts';
import { followEvents, followNewest } from './selection.ts';

/** How many events are asked for when the window opens. */
const FIRST_PAGE = 2000;
const PAGE = 5000;
/** When more than this was left out in a flood, the window goes on from its end. */
const MOST_TO_FILL = 2000;
/** While a flood lasts, its newest events are asked for, this far apart, ms. */
const FLOOD_PAUSE_MS = 500;
const NEWEST_OF_FLOOD = { before: Number.MAX_SAFE_INTEGER, limit: 200 };

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

/** Keeps the view of the live sandbox for the next start, while the page has nothing better to do. */
function keepView(live: ConnectedClient): void {
  let waiting = false;
  const keep = () => {
    if (waiting) return;
    waiting = true;
    requestIdleCallback(() => {
      waiting = false;
      const { settings, world, clock, labs } = useSandbox.getState();
      if (shown?.client === live && settings && world && clock && labs) {
        writeKeptView({ settings, world, offset: clock.offset, labs });
      }
    });
  };
  useSandbox.subscribe((now, before) => {
    const same =
      now.settings === before.settings &&
      now.world === before.world &&
      now.labs === before.labs &&
      now.clock?.offset === before.clock?.offset;
    if (!same) keep();
  });
  keep();
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
  keepView(client);
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

/** The link dropped again while the state was loaded; the banner says so, and the next `open` loads it. */
function reportLost(): void {
  useSandbox.setState((state) => ({ link: state.link === 'refused' ? 'refused' : 'lost' }));
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

/** Keeps the buffer of events in order and without gaps. */
class EventFeed {
  readonly #client: ConnectedClient;
  readonly #isShown: () => boolean;
  /** Events that came while the log is being asked for earlier ones. */
  #held: SandboxEvent[] = [];
  #loading = true;
  /** Events that came and are not shown yet, without a gap after those that are. */
  #next: SandboxEvent[] = [];
  /** The last of the events that a flood left out; 0 when there was none. */
  #floodEnd = 0;
  readonly #show = paced(() => this.#showNext());

  /** `isShown`: whether the window still shows the sandbox that these events are of. */
  constructor(client: ConnectedClient, isShown: () => boolean) {
    this.#client = client;
    this.#isShown = isShown;
  }

  /** The newest part of the log, when the window opens. */
  async load(): Promise<void> {
    const page = await this.#client.call('events.list', {
      before: Number.MAX_SAFE_INTEGER,
      limit: FIRST_PAGE,
    });
    if (!this.#isShown()) return;
    useSandbox.setState({ events: page.events, lastSeq: page.last });
    this.#client.seen(page.last);
    followEvents(page.events);
    this.#release();
  }

  push(events: readonly SandboxEvent[]): void {
    if (this.#loading) {
      this.#held.push(...events);
      return;
    }
    const lastSeq = this.#next.at(-1)?.seq ?? useSandbox.getState().lastSeq;
    const fresh = events.filter((event) => event.seq > lastSeq);
    const first = fresh[0];
    if (!first) return;
    if (first.seq === lastSeq + 1) {
      this.#next.push(...fresh);
      this.#show();
      return;
    }
    this.#held.push(...events);
    this.fill().catch(reportLost);
  }

  /** So much happened at once that events up to `last` were not sent. */
  leftOut(last: number): void {
    this.#floodEnd = last;
    if (this.#loading) return;
    this.#loading = true;
    this.#showNext();
    this.#catchUp().then(
      () => this.#release(),
      () => {
        this.#floodEnd = 0;
        this.#release();
        reportLost();
      },
    );
  }

  /** Takes what was left out: all of it when the flood was short, else the newest part every now and then. */
  async #catchUp(): Promise<void> {
    while (this.#floodEnd > useSandbox.getState().lastSeq && this.#isShown()) {
      const { lastSeq } = useSandbox.getState();
      const end = this.#floodEnd;
      await new Promise((resolve) => setTimeout(resolve, FLOOD_PAUSE_MS));
      const over = end === this.#floodEnd && end - lastSeq <= MOST_TO_FILL;
      const wanted = over ? { after: lastSeq, limit: PAGE } : NEWEST_OF_FLOOD;
      this.#goTo((await this.#client.call('events.list', wanted)).events);
    }
  }

  /** Asks the log for what came after the last event that the window has. */
  async fill(): Promise<void> {
    this.#loading = true;
    this.#showNext();
    try {
      for (;;) {
        const page = await this.#client.call('events.list', {
          after: useSandbox.getState().lastSeq,
          limit: PAGE,
        });
        this.#append(page.events);
        if (page.events.length < PAGE) break;
      }
    } finally {
      this.#release();
    }
  }

  #release(): void {
    const held = this.#held;
    this.#held = [];
    this.#loading = false;
    if (held.length > 0) this.#append(held);
    if (this.#floodEnd > useSandbox.getState().lastSeq) this.leftOut(this.#floodEnd);
  }

  #showNext(): void {
    const next = this.#next;
    this.#next = [];
    this.#append(next);
  }

  /** Goes on from these, the newest ones. What lies before them is asked for when a view needs it. */
  #goTo(events: readonly SandboxEvent[]): void {
    const [first, last] = [events[0], events.at(-1)];
    if (!first || !last || !this.#isShown()) return;
    if (first.seq > useSandbox.getState().lastSeq + 1)
      useSandbox.setState({ events: [], lastSeq: first.seq - 1 });
    this.#append(events);
  }

  #append(events: readonly SandboxEvent[]): void {
    const { events: kept, lastSeq } = useSandbox.getState();
    const fresh = events.filter((event) => event.seq > lastSeq);
    const last = fresh.at(-1);
    if (!last || !this.#isShown()) return;
    useSandbox.setState({ events: [...kept, ...fresh].slice(-EVENT_BUFFER_SIZE), lastSeq: last.seq });
    this.#client.seen(last.seq);
    followEvents(fresh);
  }
}
