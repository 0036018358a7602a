import { randomBytes } from 'node:crypto';
import type { FlowView } from '../contract/flow.ts';
import { FORK_IDLE_MS, MOST_FORKS } from '../contract/fork-limits.ts';
import type { Fork, ForkAct } from '../contract/forks.ts';
import type { Json } from '../contract/json.ts';
import type { MethodOutput, MethodParams, SandboxHandlers } from '../contract/methods.ts';
import { realNow } from '../events/clock.ts';
import type { Core } from '../events/core.ts';
import type { Snapshots } from '../events/snapshots.ts';
import { claimsOf } from '../fixes/token-claims.ts';
import { tooManyForks, unknownFork } from './errors.ts';
import type { ForkStart, OpenFork } from './ports.ts';
import { replayOf } from './replay.ts';

/** What the register of forks works on. */
export interface ForkPorts {
  core: Core;
  snapshots: Snapshots;
  open(start: ForkStart): Promise<OpenFork>;
  /** A story of the live log. */
  view(flow: string): FlowView;
  /** Answers a method of the contract by these handlers, validated as at any edge. */
  answer(handlers: OpenFork['handlers'], method: string, params: Json): Promise<Json>;
}

interface Entry {
  id: string;
  name: string;
  snapshot: string | undefined;
  openedAt: number;
  usedAt: number;
  fork: OpenFork;
  timer: NodeJS.Timeout | undefined;
}

type ForkHandlers = Pick<SandboxHandlers, Extract<keyof SandboxHandlers, `forks.${string}`>>;

/**
 * The forks that a person has open: a few, each for as long as it is used. What happens in one happens nowhere else,
 * until its state is kept as a snapshot or made the live one.
 */
export class OpenForks {
  readonly #ports: ForkPorts;
  readonly #entries = new Map<string, Entry>();
  /** Forks that are being opened count: opening takes a moment. */
  #opening = 0;

  constructor(ports: ForkPorts) {
    this.#ports = ports;
  }

  readonly handlers: ForkHandlers = {
    'forks.list': () => [...this.#entries.values()].map(describe),
    'forks.open': (input) => this.#open(input),
    'forks.call': ({ id, method, params }) =>
      this.#using(id, ({ fork }) => this.#ports.answer(fork.handlers, method, params)),
    'forks.act': ({ id, act }) => this.#using(id, ({ fork }) => perform(fork, act)),
    'forks.replay': (input) => this.#using(input.id, ({ fork }) => this.#replay(fork, input)),
    'forks.compare': ({ id, live, flow }) =>
      this.#using(id, async ({ fork }) => {
        const story = fork.view(flow);
        return { live: this.#ports.view(live), fork: story, claims: claimsOf(fork, story.tokens) };
      }),
    'forks.keep': ({ id, name }) => this.#using(id, ({ fork }) => this.#keep(fork, name)),
    'forks.adopt': ({ id }) => this.#adopt(id),
    'forks.close': async ({ id }) => {
      await this.#close(this.#entry(id));
      return {};
    },
  };

  /** Closes every fork and removes its files. */
  async close(): Promise<void> {
    await Promise.all([...this.#entries.values()].map((entry) => this.#close(entry)));
  }

  async #open({ snapshot, at, name }: MethodParams<'forks.open'>): Promise<Fork> {
    if (this.#entries.size + this.#opening >= MOST_FORKS)
      throw tooManyForks([...this.#entries.values()].map((entry) => entry.name));
    const source = snapshot === undefined ? undefined : this.#ports.snapshots.source(snapshot);
    this.#opening += 1;
    try {
      const fork = await this.#ports.open({ at, source });
      const now = realNow();
      const entry: Entry = {
        id: randomBytes(6).toString('hex'),
        name: name ?? this.#freeName(source?.name ?? 'What if'),
        snapshot: source?.name,
        openedAt: now,
        usedAt: now,
        fork,
        timer: undefined,
      };
      this.#entries.set(entry.id, entry);
      this.#rest(entry);
      return describe(entry);
    } finally {
      this.#opening -= 1;
    }
  }

  #freeName(wanted: string): string {
    const taken = new Set([...this.#entries.values()].map(({ name }) => name));
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted} ${number}`;
    return name;
  }

  async #replay(fork: OpenFork, { flow, span }: MethodParams<'forks.replay'>) {
    const { what, run } = replayOf(this.#ports.view(flow), span, fork);
    const { passes, ending, status, flow: story } = await run(fork);
    return { ok: passes, summary: ending, flow: story, status, what };
  }

  /** The secrets come along: a token that was issued in the fork can be looked at, and sent, wherever its state is. */
  async #keep(fork: OpenFork, name: string, automatic = false): Promise<MethodOutput<'forks.keep'>> {
    fork.core.log.flush();
    this.#ports.core.vault.takeOver(fork.core.vault);
    return this.#ports.snapshots.takeOf({ core: fork.core, profiles: fork.profiles }, name, automatic);
  }

  async #adopt(id: string): Promise<{ notes: string[] }> {
    const entry = this.#entry(id);
    const { snapshots } = this.#ports;
    const { notes } = await this.#using(id, async ({ fork, name }) => {
      await snapshots.take(`Before “${name.slice(0, 40)}” became the live state`, true);
      const kept = await this.#keep(fork, `From the fork “${name.slice(0, 60)}”`, true);
      return { notes: await snapshots.restore(kept.id) };
    });
    await this.#close(entry);
    return { notes };
  }

  /** Works with a fork at its own time; it is not closed for idleness meanwhile, and its events are on disk after it. */
  async #using<T>(id: string, work: (entry: Entry) => Promise<T>): Promise<T> {
    const entry = this.#entry(id);
    clearTimeout(entry.timer);
    try {
      const result = await entry.fork.run(() => work(entry));
      await entry.fork.core.recorder.committed();
      return result;
    } finally {
      entry.usedAt = realNow();
      if (this.#entries.has(id)) this.#rest(entry);
    }
  }

  #rest(entry: Entry): void {
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => void this.#close(entry).catch(() => undefined), FORK_IDLE_MS);
    entry.timer.unref();
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (!entry) throw unknownFork();
    return entry;
  }

  async #close(entry: Entry): Promise<void> {
    clearTimeout(entry.timer);
    if (!this.#entries.delete(entry.id)) return;
    await entry.fork.close();
  }
}

function describe({ id, name, snapshot, openedAt, usedAt, fork }: Entry): Fork {
  const { clock, log } = fork.core;
  return {
    id,
    name,
    snapshot,
    now: clock.now(),
    offset: clock.offset,
    openedAt,
    closesAt: usedAt + FORK_IDLE_MS,
    stories: new Set(log.flows().map(({ flow }) => fork.core.correlator.root(flow))).size,
  };
}

function perform({ agent }: OpenFork, act: ForkAct): Promise<MethodOutput<'forks.act'>> {
  switch (act.kind) {
    case 'sign-in':
      return agent.signIn(act);
    case 'sign-out':
      return agent.signOut(act);
    case 'call':
      return agent.callApi(act);
  }
}
