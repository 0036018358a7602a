import type { BrowserWindow, IpcMain } from 'electron';
import { z } from 'zod';
import type { Json } from '../contract/json.ts';
import type { DesktopMethod } from '../contract/methods.ts';
import { checkCall } from '../host/calls.ts';
import { EventFeed, type FeedSource } from '../host/event-feed.ts';
import { CHANNELS } from './channels.ts';
import type { DesktopHandlers } from './desktop-methods.ts';
import { handle } from './ipc.ts';
import { WindowStream } from './window-stream.ts';

const callSchema = z.strictObject({ method: z.string(), params: z.unknown() });

export interface WindowTransportOptions {
  ipc: Pick<IpcMain, 'handle'>;
  window: BrowserWindow;
  source: FeedSource;
  handlers: DesktopHandlers;
}

/** The contract over Electron's IPC: calls from the window's page, the stream to it. Answers the stream. */
export function connectWindow(options: WindowTransportOptions): WindowStream {
  const { ipc, window, source, handlers } = options;
  const stream = new WindowStream((message) => {
    if (!window.isDestroyed()) window.webContents.send(CHANNELS.stream, JSON.stringify(message));
  });
  const feed = new EventFeed(source, undefined, (message) => stream.push(message), 'newest');
  window.webContents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) stream.leaving();
  });
  window.once('closed', () => feed.close());
  const answer = async (message: unknown): Promise<Json> => {
    const { method, params } = callSchema.parse(message);
    const call = checkCall(method, params);
    if (call.host === 'repair') return source.repair(call.method);
    if (call.host === 'sandbox') return source.call(call.method, call.params);
    return runDesktop(handlers, call.method, call.params);
  };
  handle(ipc, CHANNELS.call, answer);
  handle(ipc, CHANNELS.callForText, async (message) => JSON.stringify(await answer(message)));
  handle(ipc, CHANNELS.listening, async () => {
    stream.listening();
    // A page that was reloaded has to learn how the sandbox is.
    stream.push({ kind: 'status', status: source.status });
    return null;
  });
  return stream;
}

async function runDesktop(handlers: DesktopHandlers, method: DesktopMethod, params: Json): Promise<Json> {
  // checkCall has parsed the parameters by this very method's schema.
  const run = handlers[method] as unknown as (params: Json) => Promise<Json> | Json;
  return run(params);
}
