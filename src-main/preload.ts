import { contextBridge, ipcRenderer } from 'electron';
import type { BridgedClient } from './contract/client.ts';
import type { MethodOutput } from './contract/methods.ts';
import { CHANNELS } from './desktop/channels.ts';
import type { IpcAnswer } from './desktop/ipc.ts';

/** The contract, and nothing else, for the window's page. What it may call is checked where the call arrives. */
const client = {
  host: 'desktop',
  async call(method, input) {
    const answer: IpcAnswer = await ipcRenderer.invoke(CHANNELS.call, { method, params: input });
    if ('error' in answer) throw answer.error;
    return answer.result as MethodOutput<typeof method>;
  },
  async callForText(method, input) {
    const answer: IpcAnswer = await ipcRenderer.invoke(CHANNELS.callForText, { method, params: input });
    if ('error' in answer) throw answer.error;
    return answer.result as string;
  },
  subscribe(listener) {
    // The event object leads to the whole of Electron; the page gets the message alone.
    const hear = (_event: unknown, message: string): void => listener(message);
    ipcRenderer.on(CHANNELS.stream, hear);
    void ipcRenderer.invoke(CHANNELS.listening);
    return () => {
      ipcRenderer.off(CHANNELS.stream, hear);
    };
  },
} satisfies BridgedClient;

contextBridge.exposeInMainWorld('gatehouse', client);
