import { goTo } from '../../app/route.ts';
import { openTab } from '../../browser/open-tab.ts';
import { ClientError } from '../../client/public-error.ts';
import { gatehouse, useSandbox } from '../../store/sandbox.ts';
import { showView } from '../../store/ui.ts';

/** The application in which the people of the world read their messages. */
const MAIL = 'mail';

/** Opens the inbox, or the phone, of a persona: in her browser on the desktop, else in a tab. */
export async function openInbox(persona: string, place: 'inbox' | 'phone'): Promise<void> {
  const { world, client } = useSandbox.getState();
  const url = world?.applications.find(({ clientId }) => clientId === MAIL)?.url;
  if (url === undefined)
    throw new ClientError({
      code: 'window.no-mail',
      what: 'The inbox was not opened.',
      why: 'The mail application of the world has no address.',
      next: 'Restart the app; if it stays so, look at Settings for what could not start.',
    });
  const to = place === 'phone' ? `${url}/phone` : url;
  if (client?.host !== 'desktop') {
    await openTab(persona, to);
    return;
  }
  await gatehouse().call('persona.switch', { persona });
  const state = await gatehouse().call('browser.open', { persona, url: to });
  useSandbox.setState((before) => ({ browsers: { ...before.browsers, [persona]: state } }));
  showView('browser');
  goTo('explore');
}
