import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Core } from '../events/core.ts';
import { createObservedServer, type ObservedServer } from '../events/observed-server.ts';
import { Applications } from '../store/applications.ts';
import { careDesk } from './apps/care-desk/care-desk.ts';
import { mail } from './apps/mail/mail.ts';
import { notebook } from './apps/notebook/notebook.ts';
import { onlineBanking } from './apps/online-banking/online-banking.ts';
import { pocket } from './apps/pocket/pocket.ts';
import type { AppDeps, DemoApp } from './apps/server/app-base.ts';
import { signet } from './apps/signet/signet.ts';
import { tv } from './apps/tv/tv.ts';
import { APP_IDS, type AppId, type AppUrls, addressMetadata, noUrls } from './seed/applications.ts';

const BUILDERS: Readonly<Record<AppId, (deps: AppDeps) => DemoApp>> = {
  'online-banking': onlineBanking,
  'care-desk': careDesk,
  pocket,
  tv,
  notebook,
  mail,
  signet,
};

export interface StartAppsOptions {
  issuer: string;
  gatewayUrl: string;
  /** Gives a server its port; see `PortClaims`. */
  claim: (server: ObservedServer, app: AppId) => Promise<number>;
}

/** May answer a request in the place of an application; true when it has. */
export type Interceptor = (request: IncomingMessage, response: ServerResponse) => boolean;

/** The applications that have pages, listening. */
export interface RunningApps {
  urls: AppUrls;
  /** Origins of all single-page applications, built in or connected by a person: those that may call APIs (CORS). */
  pageOrigins(): ReadonlySet<string>;
  /** Asks `interceptor` before the application, at each of them. */
  intercept(interceptor: Interceptor): void;
  close(): Promise<void>;
}

/** Starts the applications with pages, each on a port of its own. */
export async function startApps(core: Core, options: StartAppsOptions): Promise<RunningApps> {
  const urls = noUrls();
  let interceptor: Interceptor = () => false;
  const running: { app: DemoApp; server: ObservedServer }[] = [];
  for (const id of APP_IDS) {
    const { issuer, gatewayUrl } = options;
    const app = BUILDERS[id]({
      core,
      issuer,
      gatewayUrl,
      url: () => urls[id],
      urlOf: (other) => urls[other],
    });
    const server = createObservedServer({
      core,
      node: `app:${id}`,
      handler: (request, response) => {
        if (!interceptor(request, response)) app.handler(request, response);
      },
      hosts: ['127.0.0.1'],
    });
    urls[id] = `http://127.0.0.1:${await options.claim(server, id)}`;
    running.push({ app, server });
  }
  return {
    urls,
    pageOrigins: () => pageOrigins(core),
    intercept: (next) => {
      interceptor = next;
    },
    close: async () => {
      await Promise.all(running.flatMap(({ app, server }) => [app.stop(), server.close()]));
    },
  };
}

/** Tells the provider where the applications are now: a port may have been taken since the last run. */
export function followAddresses(core: Core, urls: AppUrls): void {
  const applications = new Applications(core.store);
  for (const id of APP_IDS) {
    const application = applications.get(id);
    if (!application) continue;
    const metadata = { ...application.metadata, ...addressMetadata(id, urls[id]) };
    if (JSON.stringify(metadata) !== JSON.stringify(application.metadata))
      applications.save({ ...application, metadata });
  }
}

function pageOrigins(core: Core): ReadonlySet<string> {
  const addresses = new Applications(core.store)
    .all()
    .filter(({ kind }) => kind === 'spa')
    .flatMap(({ metadata }) =>
      Array.isArray(metadata.redirect_uris) ? metadata.redirect_uris.map(String) : [],
    );
  return new Set(
    addresses.filter((address) => URL.canParse(address)).map((address) => new URL(address).origin),
  );
}
