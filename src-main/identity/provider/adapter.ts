import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Core } from '../../events/core.ts';
import type { ArtefactRecorder } from '../recording/artefact-recorder.ts';
import type { TokenRegister } from '../register.ts';
import type { Artefacts } from './artefacts.ts';

const ACCESS_TOKENS = new Set(['AccessToken', 'ClientCredentials']);

/** What the adapters of all models share. */
export interface AdapterParts {
  core: Core;
  register: TokenRegister;
  artefacts: Artefacts;
  recorder: ArtefactRecorder;
}

/**
 * The provider's storage for one model. Each write goes with the facts that it means: both are committed in one
 * transaction, so the log cannot tell of a code that does not exist, nor miss one that does.
 */
export class ArtefactAdapter implements Adapter {
  readonly #model: string;
  readonly #parts: AdapterParts;

  constructor(model: string, parts: AdapterParts) {
    this.#model = model;
    this.#parts = parts;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const { core, artefacts, recorder } = this.#parts;
    const expiresAt = payload.exp ?? (expiresIn ? core.clock.seconds() + expiresIn : undefined);
    core.store.transaction(() => {
      const before = artefacts.find(this.#model, id);
      artefacts.save(this.#model, id, payload, expiresAt);
      recorder.saved(this.#model, id, payload, before);
    });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    if (ACCESS_TOKENS.has(this.#model) && this.#revoked(id)) return undefined;
    return this.#parts.artefacts.find(this.#model, id);
  }

  /** The register is the last word on access tokens: a person may revoke one by its handle alone. */
  #revoked(id: string): boolean {
    const { register } = this.#parts;
    return register.tokens.byHandle(register.handle('access', id))?.revokedAt !== undefined;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#parts.artefacts.findByUid(this.#model, uid);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#parts.artefacts.findByUserCode(this.#model, userCode);
  }

  async consume(id: string): Promise<void> {
    const { core, artefacts, recorder } = this.#parts;
    core.store.transaction(() => {
      const payload = artefacts.find(this.#model, id);
      artefacts.consume(this.#model, id, core.clock.seconds());
      if (payload) recorder.consumed(this.#model, id, payload);
    });
  }

  async destroy(id: string): Promise<void> {
    const { core, artefacts, recorder } = this.#parts;
    core.store.transaction(() => {
      const payload = artefacts.find(this.#model, id);
      artefacts.remove(this.#model, id);
      if (payload) recorder.destroyed(this.#model, id, payload);
    });
  }

  /** The provider calls this once for each model; the first call removes everything that hangs on the grant. */
  async revokeByGrantId(grantId: string): Promise<void> {
    const { core, artefacts, recorder } = this.#parts;
    core.store.transaction(() => {
      recorder.grantRevoked(grantId);
      artefacts.removeOfGrant(grantId);
    });
  }
}
