import { ClientError } from '../client/public-error.ts';
import { gatehouse } from '../store/sandbox.ts';

/**
 * Opens an application in a tab as a persona. The tab opens in the same turn as the click, since browsers block one
 * that opens later; it gets its address when the sandbox has prepared the cookies, and no way back to this page.
 */
export async function openTab(persona: string, to: string): Promise<void> {
  const tab = window.open('about:blank', '_blank');
  try {
    const { url } = await gatehouse().call('persona.link', { persona, to });
    if (!tab) {
      throw new ClientError({
        code: 'window.tab-blocked',
        what: 'Your browser did not open a tab.',
        why: 'It blocks new tabs of this page.',
        next: 'Allow pop-ups for this address, then press the button again.',
      });
    }
    tab.opener = null;
    tab.location.replace(url);
  } catch (thrown) {
    tab?.close();
    throw thrown;
  }
}
