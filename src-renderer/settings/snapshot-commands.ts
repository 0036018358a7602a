import { gatehouse, useSandbox } from '../store/sandbox.ts';
import { notify } from '../store/ui.ts';
import { saveFile } from '../ui/save-file.ts';

/** Puts the state back to a snapshot and tells what a person must know about it. */
export async function restoreSnapshot(id: string, name: string): Promise<void> {
  const { notes } = await gatehouse().call('snapshots.restore', { id });
  const lab = await gatehouse().call('labs.current', {});
  useSandbox.setState({ lab: lab ?? undefined });
  notify({ tone: 'done', text: [`The state is that of “${name}”. The log goes on.`, ...notes].join(' ') });
}

/** Saves a snapshot as one file for another sandbox. */
export async function saveSnapshot(id: string): Promise<void> {
  const { name, base64 } = await gatehouse().call('snapshots.export', { id });
  saveFile(
    name,
    Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)),
    'application/gzip',
  );
}

/** Adds a snapshot from a file that another sandbox saved. */
export async function addSnapshot(file: File): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  const { name } = await gatehouse().call('snapshots.import', { base64: btoa(letters) });
  const issuers = 'Tokens in it were issued at another address, so they are refused here; sign-ins work.';
  notify({ tone: 'done', text: `“${name}” was added. ${issuers}` });
}
