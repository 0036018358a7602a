import { FORK_METHODS, type ForkMethod } from '../../src-main/contract/fork-limits.ts';
import type { Json } from '../../src-main/contract/json.ts';
import type { Method, MethodInput, MethodOutput } from '../../src-main/contract/methods.ts';
import type { StreamMessage } from '../../src-main/contract/stream.ts';
import type { ConnectedClient } from '../client/connected-client.ts';
import { asPublicError, ClientError } from '../client/public-error.ts';
import type { Link } from '../store/sandbox.ts';

const IN_FORK: ReadonlySet<string> = new Set(FORK_METHODS);

/** What belongs to the window or only tells, and is asked of the live sandbox whatever the window shows. */
const OF_THE_WINDOW = /^(?:settings\.|window\.|browser\.(?:list|place|freeze)$|snapshots\.list$|forks\.)/;

/** Methods after which there is nothing new to hear of. */
const ONLY_READING =
  /^(?:(?:events|traces|secrets|rules|tokens\.inspect|claims|sandbox|settings|window|browser|fixes|snapshots)\b|forks\.(?:list|compare|keep|close|open|adopt)$|(?:clock|world)\.get$)/;

/** As many events of a fork are asked for at once. */
const PAGE = 5000;

/**
 * A fork as the window holds it: what a fork can answer goes there, what belongs to the window goes to the live
 * sandbox, and the rest is refused with the reason. A fork sends no stream, since nothing happens in it but what this
 * window asks for: after each act its news are fetched.
 */
export class ForkClient implements ConnectedClient {
  readonly host: ConnectedClient['host'];
  readonly id: string;
  readonly #live: ConnectedClient;
  readonly #gone: () => void;
  readonly #listeners = new Set<(message: StreamMessage) => void>();
  #seen = 0;

  /** `gone` hears when the fork is not open any more. */
  constructor(live: ConnectedClient, id: string, gone: () => void) {
    this.host = live.host;
    this.id = id;
    this.#live = live;
    this.#gone = gone;
  }

  async call<M extends Method>(method: M, input: MethodInput<M>): Promise<MethodOutput<M>> {
    if (method === 'labs.current') return null as MethodOutput<M>;
    const inside = IN_FORK.has(method);
    if (!inside && !OF_THE_WINDOW.test(method)) throw new ClientError(NOT_HERE);
    try {
      const result = inside
        ? ((await this.#ask(method as ForkMethod, input as Json)) as MethodOutput<M>)
        : await this.#live.call(method, input);
      if (!ONLY_READING.test(method)) await this.#tellNews();
      return result;
    } catch (thrown) {
      if (asPublicError(thrown).code === 'fork.unknown') this.#gone();
      throw thrown;
    }
  }

  subscribe(listener: (message: StreamMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onLink(listener: (link: Link) => void): () => void {
    return this.#live.onLink(listener);
  }

  seen(seq: number): void {
    this.#seen = seq;
  }

  #ask(method: ForkMethod, params: Json): Promise<Json> {
    return this.#live.call('forks.call', { id: this.id, method, params });
  }

  async #tellNews(): Promise<void> {
    const [page, clock, world] = await Promise.all([
      this.#ask('events.list', { after: this.#seen, limit: PAGE }),
      this.#ask('clock.get', {}),
      this.#ask('world.get', {}),
    ]);
    // What a fork answers is of the contract, as the handlers of both are the same.
    const { events } = page as unknown as MethodOutput<'events.list'>;
    if (events.length > 0) this.#tell({ kind: 'events', events });
    this.#tell({ kind: 'clock', clock: clock as unknown as MethodOutput<'clock.get'> });
    this.#tell({ kind: 'world', world: world as unknown as MethodOutput<'world.get'> });
  }

  #tell(message: StreamMessage): void {
    for (const listener of this.#listeners) listener(message);
  }
}

const NOT_HERE = {
  code: 'fork.not-here',
  what: 'This was not done.',
  why: 'It belongs to the live sandbox, and the window shows a fork.',
  next: 'Go back to the live sandbox first: the bar along the top leads there.',
};
