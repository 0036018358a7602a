import type { FixPlace } from '../../src-main/contract/fixes.ts';
import { goTo } from '../app/route.ts';
import { selectAccount } from '../identity/selected-account.ts';
import { showApplication, showView } from '../store/ui.ts';

const WORDS: Record<FixPlace['view'], string> = {
  configure: 'Open Configure to make it for real',
  settings: 'Open the settings to make it for real',
  browser: 'Open the browser to do it for real',
  request: 'Open Request to send it for real',
  identity: 'Open Identity to do it for real',
};

/** What leads to the place of a change, as a button says it. */
export const placeWords = ({ view }: FixPlace): string => WORDS[view];

/** Goes to where a change is made for real: there the person makes it, or does not. */
export function goToChange({ view, client, account }: FixPlace): void {
  if (view === 'identity') {
    selectAccount(account);
    goTo('identity');
    return;
  }
  if (view === 'settings') {
    goTo('settings');
    return;
  }
  showView(view);
  showApplication(view === 'configure' ? client : undefined);
  if (!/^#\/?(?:lab|explore)$/.test(location.hash)) goTo('explore');
}
