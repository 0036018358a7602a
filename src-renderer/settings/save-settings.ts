import type { Settings } from '../../src-main/contract/status.ts';
import { gatehouse, useSandbox } from '../store/sandbox.ts';

/** Changes settings; what the sandbox made of them is what is shown. */
export async function saveSettings(change: Partial<Settings>): Promise<void> {
  useSandbox.setState({ settings: await gatehouse().call('settings.set', change) });
}
