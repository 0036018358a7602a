import type { IpcMainInvokeEvent } from 'electron';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { GatehouseError } from '../../../src-main/contract/errors.ts';
import { assertAppSender, handle, type IpcAnswer } from '../../../src-main/desktop/ipc.ts';

const frame = (url: string, parent: unknown = null) =>
  ({ senderFrame: { url, parent } }) as unknown as IpcMainInvokeEvent;
const HOME = frame('app://gatehouse/index.html');

const STRANGERS: [string, IpcMainInvokeEvent][] = [
  ['a frame that is gone', { senderFrame: null } as unknown as IpcMainInvokeEvent],
  ['a frame inside the page', frame('app://gatehouse/index.html', {})],
  ['an empty page', frame('about:blank')],
  ['a frame without an address', frame('')],
  ['another host of the scheme', frame('app://evil/index.html')],
  ['a look-alike host', frame('app://gatehouse.evil/index.html')],
  ['a page of the sandbox', frame('http://localhost:4711/')],
  ['a data page', frame('data:text/html,x')],
  ['an address that only mentions us', frame('https://evil.example/?app://gatehouse/')],
];

describe('who may speak to the main process', () => {
  it("is the window's own page", () => expect(() => assertAppSender(HOME)).not.toThrow());

  it.each(STRANGERS)('is not %s', (_name, event) => {
    expect(() => assertAppSender(event)).toThrow(
      expect.objectContaining({ code: 'ipc.sender-refused' } satisfies Partial<GatehouseError>),
    );
  });
});

describe('the one handler', () => {
  type Listener = (event: IpcMainInvokeEvent, message: unknown) => Promise<IpcAnswer>;
  function listen(work: (message: unknown) => Promise<number>): Listener {
    let listener: Listener | undefined;
    handle(
      {
        handle: (_channel, added) => {
          listener = added as Listener;
        },
      },
      'test',
      work,
    );
    if (!listener) throw new Error('nothing listens');
    return listener;
  }

  it('answers with the result', async () => {
    expect(await listen(async () => 1)(HOME, null)).toEqual({ result: 1 });
  });

  it.each(STRANGERS)('answers %s with a typed refusal, and does nothing', async (_name, event) => {
    let worked = false;
    const answer = await listen(async () => {
      worked = true;
      return 1;
    })(event, null);
    expect(answer).toMatchObject({ error: { code: 'ipc.sender-refused' } });
    expect(worked).toBe(false);
  });

  it('answers a malformed message and an unexpected failure with typed errors', async () => {
    expect(await listen(async (message) => z.number().parse(message))(HOME, 'x')).toMatchObject({
      error: { code: 'input.invalid' },
    });
    expect(await listen(() => Promise.reject(new Error('broken')))(HOME, 1)).toMatchObject({
      error: { code: 'sandbox.unexpected', why: 'broken' },
    });
  });
});
