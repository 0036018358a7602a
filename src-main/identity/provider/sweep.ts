import { ConfirmationCodes } from '../../store/confirmation-codes.ts';
import type { IdentityParts } from '../parts.ts';

const HOUR_MS = 3600 * 1000;

/** How long an artefact is kept after it expired, s: so long the log can say that it expired, and the clock go back. */
const KEPT_S = 30 * 24 * 3600;

/** Removes artefacts and codes that expired long ago, each hour of virtual time. */
export function scheduleSweep({ core, artefacts }: IdentityParts): void {
  const codes = new ConfirmationCodes(core.store);
  core.scheduler.every('idp.sweep', HOUR_MS, () => {
    artefacts.sweep(core.clock.seconds() - KEPT_S);
    codes.sweep(core.clock.now() - KEPT_S * 1000);
  });
}
