import type { BridgedClient, GatehouseClient } from '../../src-main/contract/client.ts';
import type { Method, MethodInput, MethodOutput } from '../../src-main/contract/methods.ts';
import type { StreamMessage } from '../../src-main/contract/stream.ts';
import type { Link } from '../store/sandbox.ts';

/** A client together with the state of its transport. */
export interface ConnectedClient extends GatehouseClient {
  /** Calls back with the state now and at each change. Answers the function that ends it. */
  onLink(listener: (link: Link) => void): () => void;
  /** Tells the transport which event was seen last, so that nothing is lost when it reconnects. */
  seen(seq: number): void;
}

/** The desktop's client never loses its transport: the worker's own state comes as `status` messages. */
export function fromDesktop(client: BridgedClient): ConnectedClient {
  return {
    host: client.host,
    // Validated by the sandbox, as every answer.
    call: async <M extends Method>(method: M, input: MethodInput<M>) =>
      JSON.parse(await client.callForText(method, input)) as MethodOutput<M>,
    // Written by our own main process, from a message of the contract.
    subscribe: (listener) => client.subscribe((text) => listener(JSON.parse(text) as StreamMessage)),
    onLink(listener) {
      listener('open');
      return () => {};
    },
    seen() {},
  };
}
