import type { AdapterPayload } from 'oidc-provider';
import { codeConsumed, codeIssued } from './codes.ts';
import { deviceSaved } from './devices.ts';
import { interactionSaved, requestPushed } from './interactions.ts';
import type { RecordingParts, Write } from './parts.ts';
import { sessionDestroyed, sessionSaved } from './sessions.ts';
import { grantDestroyed, grantRevoked, tokenDestroyed, tokenRotated, tokenSaved } from './tokens.ts';
import { takePending } from './with-write.ts';

const SAVED: Readonly<Record<string, (parts: RecordingParts, write: Write) => void>> = {
  AuthorizationCode: codeIssued,
  AccessToken: tokenSaved,
  ClientCredentials: tokenSaved,
  RefreshToken: tokenSaved,
  Interaction: interactionSaved,
  PushedAuthorizationRequest: requestPushed,
  DeviceCode: deviceSaved,
  Session: sessionSaved,
};

const CONSUMED: Readonly<
  Record<string, (parts: RecordingParts, id: string, payload: AdapterPayload) => void>
> = {
  AuthorizationCode: codeConsumed,
  RefreshToken: tokenRotated,
};

const DESTROYED: Readonly<
  Record<string, (parts: RecordingParts, id: string, payload: AdapterPayload) => void>
> = {
  AccessToken: (parts, id, payload) => tokenDestroyed(parts, 'access', id, payload),
  ClientCredentials: (parts, id, payload) => tokenDestroyed(parts, 'access', id, payload),
  RefreshToken: (parts, id, payload) => tokenDestroyed(parts, 'refresh', id, payload),
  Session: sessionDestroyed,
  Grant: grantDestroyed,
};

/** Says what each write of the provider's storage means. Called inside the transaction of the write. */
export class ArtefactRecorder {
  readonly #parts: RecordingParts;

  constructor(parts: RecordingParts) {
    this.#parts = parts;
  }

  saved(model: string, id: string, payload: AdapterPayload, before: AdapterPayload | undefined): void {
    for (const event of takePending(id)) this.#parts.core.recorder.record(event);
    SAVED[model]?.(this.#parts, { model, id, payload, before });
  }

  consumed(model: string, id: string, payload: AdapterPayload): void {
    CONSUMED[model]?.(this.#parts, id, payload);
  }

  destroyed(model: string, id: string, payload: AdapterPayload): void {
    DESTROYED[model]?.(this.#parts, id, payload);
  }

  grantRevoked(grantId: string): void {
    grantRevoked(this.#parts, grantId);
  }
}
