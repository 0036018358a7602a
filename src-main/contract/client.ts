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
