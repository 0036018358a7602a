import type Provider from 'oidc-provider';
import type { Core } from '../events/core.ts';
import type { Accounts } from '../store/accounts.ts';
import type { Apis } from '../store/apis.ts';
import type { Applications } from '../store/applications.ts';
import type { AskBefore, Deciding } from './lifecycle/hooks.ts';
import type { Lifecycle } from './lifecycle/lifecycle.ts';
import type { Artefacts } from './provider/artefacts.ts';
import type { SigningKeys } from './provider/keys.ts';
import type { Proofs } from './provider/proofs.ts';
import type { ProtectedResource } from './provider/protected-resource.ts';
import type { TokenRegister } from './register.ts';
import type { Brand } from './signin/layout.ts';
import type { CustomWorkflows } from './workflows/custom/custom-workflows.ts';

/** What the parts of the identity provider share. */
export interface IdentityParts {
  core: Core;
  /** `iss` of what this provider issues. */
  issuer: string;
  accounts: Accounts;
  apis: Apis;
  applications: Applications;
  artefacts: Artefacts;
  keys: SigningKeys;
  lifecycle: Lifecycle;
  /** Asks handlers of one's own before something is written. */
  before: AskBefore;
  /** Does work that may ask them. */
  deciding: Deciding;
  /** The id of an account that is to be made. The people of the world keep the ids that labs know them by. */
  newAccountId: (username: string) => string;
  register: TokenRegister;
  /** Judges proofs of possession at the provider's own resources. */
  proofs: Proofs;
  /** SCIM, for which access tokens can be issued. */
  scim: ProtectedResource;
  /** The workflows that people define. */
  workflows: CustomWorkflows;
  brand: Brand;
  /** Where the bank's own action service listens. */
  actionService: () => string | undefined;
}

/** The same, with the provider's library as it is configured now. */
export interface RunningParts extends IdentityParts {
  provider: Provider;
}
