import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { GatehouseError, type PublicError, toPublicError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import { isAppAddress } from './addresses.ts';

/**
 * What every channel answers. An error travels as a value: a rejected invoke would arrive as a bare Error whose
 * message alone survives.
 */
export type IpcAnswer = { result: Json } | { error: PublicError };

type Sender = Pick<IpcMainInvokeEvent, 'senderFrame'>;

/**
 * Refuses a message from anything but the window's own page: a frame inside it, a page that came from elsewhere, or
 * a frame that is gone.
 *
 * @throws GatehouseError `ipc.sender-refused`
 */
export function assertAppSender(event: Sender): void {
  const frame = event.senderFrame;
  if (frame && frame.parent === null && isAppAddress(frame.url)) return;
  throw new GatehouseError({
    code: 'ipc.sender-refused',
    what: 'This page may not control the sandbox.',
    why: "Only the main page of Gatehouse's own window may.",
    next: 'Use the Gatehouse window.',
    status: 403,
    detail: frame?.url,
  });
}

/** The one way by which the main process listens: sender checked first, failures answered with a typed error. */
export function handle(
  ipc: Pick<IpcMain, 'handle'>,
  channel: string,
  work: (message: unknown, event: IpcMainInvokeEvent) => Promise<Json>,
): void {
  ipc.handle(channel, async (event, message: unknown): Promise<IpcAnswer> => {
    try {
      assertAppSender(event);
      return { result: await work(message, event) };
    } catch (error) {
      return { error: toPublicError(error) };
    }
  });
}
