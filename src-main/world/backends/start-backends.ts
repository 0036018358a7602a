import type { Express } from 'express';
import type { Core } from '../../events/core.ts';
import { createObservedServer, type ObservedServer } from '../../events/observed-server.ts';
import { Accounts } from '../../store/accounts.ts';
import { accountsBackend } from './accounts.ts';
import type { BackendDeps } from './backend.ts';
import { cardsBackend } from './cards.ts';
import { paymentsBackend } from './payments.ts';
import { BackendRecords } from './records.ts';

const BUILDERS: Readonly<Record<string, (deps: BackendDeps) => Express>> = {
  accounts: accountsBackend,
  payments: paymentsBackend,
  cards: cardsBackend,
};

export interface Backends {
  /** Base address of the backend of an API, without a slash at the end; absent for an API that has none. */
  upstreamOf(api: string): string | undefined;
  close(): Promise<void>;
}

/** Starts the three backends on ports that the system chooses: only the gateway needs to know them. */
export async function startBackends(core: Core, gatewayKey: string): Promise<Backends> {
  const urls = new Map<string, string>();
  const servers: ObservedServer[] = [];
  for (const [api, build] of Object.entries(BUILDERS)) {
    const handler = build({
      api,
      records: new BackendRecords(core.store, api),
      accounts: new Accounts(core.store),
      clock: core.clock,
      recorder: core.recorder,
      gatewayKey,
    });
    const server = createObservedServer({ core, node: `api:${api}`, handler, hosts: ['127.0.0.1'] });
    urls.set(api, `http://127.0.0.1:${await server.listen(0)}`);
    servers.push(server);
  }
  return {
    upstreamOf: (api) => urls.get(api),
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
