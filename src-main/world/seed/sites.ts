import type { Participant } from '../../contract/world.ts';
import type { AppId } from './applications.ts';

/** A site of the world that is no application of the provider. */
export interface Site {
  id: AppId;
  name: string;
  about: string;
  kind: 'attacker' | 'site';
}

export const SITES: readonly Site[] = [
  {
    id: 'notebook',
    name: 'Mallory’s notebook',
    about: 'What Mallory holds that is not hers, and what she tries with it. Opens in her browser alone.',
    kind: 'attacker',
  },
  {
    id: 'mail',
    name: 'Mail',
    about: 'The messages of the person at the browser, whoever sent them.',
    kind: 'site',
  },
];

/** Participants that only attacks bring into a diagram. */
export const ATTACKERS: readonly Participant[] = [
  { id: 'app:notebook', name: 'Mallory’s notebook', kind: 'attacker' },
  { id: 'app:torch', name: 'Torch', kind: 'attacker' },
];
