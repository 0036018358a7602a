import type { Governance } from '../../contract/governance.ts';
import type { IdpRule } from '../rules.ts';

type Switches = Pick<Governance, 'enumeration'>;

/** Refusals that tell of the state of an account. */
const STATES: readonly IdpRule[] = [
  'idp.recovery.local-credential',
  'idp.recovery.account-enabled',
  'idp.recovery.account-unlocked',
  'idp.recovery.registration-confirmed',
  'idp.recovery.invitation-accepted',
];

/** Refusals that tell whether there is an account, or what it is like, where no state was asked for. */
const EXISTENCE: readonly IdpRule[] = [
  'idp.recovery.account-known',
  'idp.lifecycle.account-free',
  'idp.lifecycle.state-fits',
];

/** Whether strangers are not to learn which accounts there are. */
export const hidesExistence = ({ enumeration }: Switches): boolean =>
  enumeration.hideUserExistence || !enumeration.notifyUserExistence;

/**
 * Whether a refusal stays in the log, and the stranger gets the answer that an account without any trouble gets: as the
 * switches of WSO2's recovery say, `NotifyUserExistence` and its neighbours.
 */
export function hides(governance: Switches, rule: IdpRule): boolean {
  const { hideUserExistence, notifyEmailExistence, notifyAccountStatus } = governance.enumeration;
  if (EXISTENCE.includes(rule)) return hidesExistence(governance);
  if (rule === 'idp.recovery.address-known') return hideUserExistence || !notifyEmailExistence;
  return STATES.includes(rule) && (hideUserExistence || !notifyAccountStatus);
}
