import { GatehouseError } from '../../../contract/errors.ts';
import { type ApiRecord, Apis } from '../../../store/apis.ts';
import { type ApplicationRecord, Applications } from '../../../store/applications.ts';
import type { StateStore } from '../../../store/state-store.ts';

/** What an application asks for at a sign-in. */
export interface SignInRequest {
  scope: string;
  /** Resource indicators (RFC 8707), in the order in which the APIs are called. */
  resources: string[];
  /** Send a PKCE challenge (RFC 7636 §4.3). */
  pkce: boolean;
}

/** An application's configuration, read anew each time: what a person configures holds from the next sign-in on. */
export class AppConfig {
  readonly #apis: Apis;
  readonly #applications: Applications;
  readonly #clientId: string;

  constructor(store: StateStore, clientId: string) {
    this.#apis = new Apis(store);
    this.#applications = new Applications(store);
    this.#clientId = clientId;
  }

  /** Throws `app.unknown` when the application was removed. */
  application(): ApplicationRecord {
    const application = this.#applications.get(this.#clientId);
    if (application) return application;
    throw new GatehouseError({
      code: 'app.unknown',
      what: 'This application cannot sign anybody in.',
      why: `The provider knows no application ${this.#clientId}.`,
      next: 'Put the world back to its start, or restore a snapshot.',
      status: 500,
    });
  }

  signInRequest(): SignInRequest {
    const { requestedScopes, resources, pkce } = this.application().settings;
    return { scope: requestedScopes.join(' '), resources, pkce };
  }

  /** The APIs that the application is configured to call. */
  apis(): ApiRecord[] {
    const { resources } = this.application().settings;
    return this.#apis.all().filter((api) => resources.includes(api.definition.resource));
  }

  /** The API that has an operation for this call; absent when there is none. */
  apiFor(id: string, method: string, path: string): ApiRecord | undefined {
    const api = this.apis().find((candidate) => candidate.id === id);
    const fits = api?.definition.operations.some(
      (operation) => operation.method === method && matches(operation.path, path),
    );
    return fits ? api : undefined;
  }
}

/** Whether a path fits a template like `/accounts/{id}`. Segments hold letters, digits, `-` and `_` alone. */
function matches(template: string, path: string): boolean {
  const wanted = template.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((segment, index) =>
      segment.startsWith('{') ? /^[\w-]+$/.test(given[index] ?? '') : segment === given[index],
    )
  );
}
