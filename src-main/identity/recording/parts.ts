import type { AdapterPayload } from 'oidc-provider';
import type { Core } from '../../events/core.ts';
import type { TokenRegister } from '../register.ts';

/** What the recorders of all artefacts share. */
export interface RecordingParts {
  core: Core;
  register: TokenRegister;
}

/** A write of one artefact. `before` is what stood there, if anything did. */
export interface Write {
  model: string;
  id: string;
  payload: AdapterPayload;
  before: AdapterPayload | undefined;
}
