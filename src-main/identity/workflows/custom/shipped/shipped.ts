import onboarding from './onboarding.yaml?raw';
import partner from './partner-registration.yaml?raw';
import roleRequest from './role-request.yaml?raw';

/** The workflows that come with the sandbox, by id, as they are shown and edited. */
export const SHIPPED: ReadonlyMap<string, string> = new Map([
  ['onboarding', onboarding],
  ['role-request', roleRequest],
  ['partner-registration', partner],
]);
