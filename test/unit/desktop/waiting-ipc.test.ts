import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { describe, expect, it } from 'vitest';
import { WaitingIpc } from '../../../src-main/desktop/waiting-ipc.ts';

type Listener = Parameters<IpcMain['handle']>[1];
const EVENT = {} as IpcMainInvokeEvent;

describe('the channels of a window that nobody answers yet', () => {
  const open = () => {
    const registered = new Map<string, Listener>();
    const ipc = new WaitingIpc(
      { handle: (channel: string, listener: Listener) => void registered.set(channel, listener) },
      ['call', 'listening'],
    );
    return { ipc, ask: (channel: string, text: string) => registered.get(channel)?.(EVENT, text) };
  };

  it('keep what comes early, in order, until it is answered', async () => {
    const { ipc, ask } = open();
    const early = [ask('call', 'first'), ask('call', 'second')];
    const heard: string[] = [];
    ipc.handle('call', (_event, text: string) => {
      heard.push(text);
      return `answer to ${text}`;
    });
    expect(await Promise.all(early)).toEqual(['answer to first', 'answer to second']);
    expect(await ask('call', 'third')).toBe('answer to third');
    expect(heard).toEqual(['first', 'second', 'third']);
  });

  it('tell that the page runs, at its first message on any of them', async () => {
    const { ipc, ask } = open();
    void ask('listening', '');
    await expect(ipc.heard).resolves.toBeUndefined();
  });

  it('hand a refusal on to whoever asked', async () => {
    const { ipc, ask } = open();
    const early = ask('call', 'first');
    ipc.handle('call', () => Promise.reject(new Error('no')));
    await expect(early).rejects.toThrow('no');
  });

  it('are these alone', () => {
    expect(() => open().ipc.handle('other', () => null)).toThrow('other');
  });
});
