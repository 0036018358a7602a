import type { Method, MethodInput, MethodOutput } from './methods.ts';
import type { StreamMessage } from './stream.ts';

/**
 * The contract as a user interface holds it. On the desktop the preload script exposes it as `window.gatehouse`;
 * in a browser the web client builds it over a WebSocket.
 *
 * `call` rejects with a {@link PublicError}. `subscribe` answers the unsubscribe function.
 */
export interface GatehouseClient {
  readonly host: 'desktop' | 'web';
  call<M extends Method>(method: M, input: MethodInput<M>): Promise<MethodOutput<M>>;
  subscribe(listener: (message: StreamMessage) => void): () => void;
}

/**
 * The contract as the preload script hands it to the desktop window's page. What is large comes as JSON text, the
 * stream and (by `callForText`) any answer: the bridge copies an object member by member, which a flood of events or a
 * long story turns into seconds; a text it hands over at once.
 */
export interface BridgedClient extends Omit<GatehouseClient, 'subscribe'> {
  callForText(method: Method, input: MethodInput<Method>): Promise<string>;
  subscribe(listener: (message: string) => void): () => void;
}
