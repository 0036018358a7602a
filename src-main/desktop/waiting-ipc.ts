import type { IpcMain, IpcMainInvokeEvent } from 'electron';

type Listener = Parameters<IpcMain['handle']>[1];

/**
 * Hears the channels of the window before there is anything to answer with: what comes early waits for the listener,
 * which is handed in like that of Electron's own `ipcMain`.
 */
export class WaitingIpc implements Pick<IpcMain, 'handle'> {
  readonly #listeners = new Map<string, { ready: Promise<Listener>; give(listener: Listener): void }>();
  /** Settles at the first message of the page: it runs. */
  readonly heard: Promise<void>;

  constructor(ipc: Pick<IpcMain, 'handle'>, channels: readonly string[]) {
    let hear = (): void => undefined;
    this.heard = new Promise((resolve) => {
      hear = resolve;
    });
    for (const channel of channels) {
      let give: (listener: Listener) => void = () => undefined;
      const ready = new Promise<Listener>((resolve) => {
        give = resolve;
      });
      this.#listeners.set(channel, { ready, give });
      ipc.handle(channel, async (event: IpcMainInvokeEvent, ...message: unknown[]): Promise<unknown> => {
        hear();
        const listener = await ready;
        return listener(event, ...message);
      });
    }
  }

  handle(channel: string, listener: Listener): void {
    const waiting = this.#listeners.get(channel);
    if (!waiting) throw new Error(`The window has no channel "${channel}".`);
    waiting.give(listener);
  }
}
