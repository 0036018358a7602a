import type { RequestListener } from 'node:http';
import type { Core } from '../events/core.ts';
import { createObservedServer, type ObservedServer } from '../events/observed-server.ts';
import type { PortWish } from './port-claims.ts';

/** Gives parts their ports. */
export interface Ports {
  claim(server: ObservedServer, wish: PortWish): Promise<number>;
}

/** The two addresses that the whole world knows, listening before anything stands behind them. */
export interface FrontDoors {
  issuer: string;
  gatewayUrl: string;
  idp: ObservedServer;
  gateway: ObservedServer;
}

/**
 * Opens provider and gateway: both need their own address before they can be built, since it stands in every token. Until
 * they get their handler they answer 503 (RFC 9110 §15.6.4).
 */
export async function openFrontDoors(core: Core, ports: Ports): Promise<FrontDoors> {
  const idp = createObservedServer({
    core,
    node: 'idp',
    handler: starting,
    hosts: ['localhost'],
    // SCIM, which is below the issuer, has a form of its own.
    errorForm: (target) => (/^\/scim2(?:[/?]|$)/.test(target) ? 'scim' : 'oauth'),
  });
  const gateway = createObservedServer({
    core,
    node: 'gateway',
    handler: starting,
    hosts: ['127.0.0.1', 'localhost'],
  });
  const idpPort = await ports.claim(idp, {
    name: 'idp',
    preferred: 9480,
    breaks:
      'The issuer has another name until then: tokens of the old one are refused, and clients of your own need the new address.',
  });
  const gatewayPort = await ports.claim(gateway, {
    name: 'gateway',
    preferred: 9490,
    breaks: 'Saved commands that call the APIs need the new address.',
  });
  return {
    issuer: `http://localhost:${idpPort}`,
    gatewayUrl: `http://127.0.0.1:${gatewayPort}`,
    idp,
    gateway,
  };
}

const starting: RequestListener = (_request, response) => {
  response.statusCode = 503;
  response.setHeader('retry-after', '1');
  response.end();
};
