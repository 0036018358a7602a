import type Provider from 'oidc-provider';
import type { Client } from 'oidc-provider';
import { Applications } from '../../store/applications.ts';
import type { StateStore } from '../../store/state-store.ts';

/**
 * Lets the library find a client whose application has not changed without reading its metadata through: it would make a
 * text of all metadata, and hash that, at each request, to find the client that it has built of them before. Metadata that
 * were read from the same text are the same object, which nobody changes.
 */
export function keepClients(provider: Provider, store: StateStore): void {
  const applications = new Applications(store);
  const built = new WeakMap<object, Client>();
  const library = provider.Client.find.bind(provider.Client);
  provider.Client.find = async (id) => {
    const metadata = applications.get(id)?.metadata;
    if (!metadata) return library(id);
    let client = built.get(metadata);
    if (!client) {
      client = await library(id);
      // What was changed meanwhile is another application already.
      if (client && applications.get(id)?.metadata === metadata) built.set(metadata, client);
    }
    return client;
  };
}
