import type { IncomingMessage } from 'node:http';
import { GatehouseError } from '../contract/errors.ts';
import { isRunSecret } from '../host/run-secret.ts';

/** The header that carries the run's secret. A page of another origin cannot send it without asking first. */
export const SECRET_HEADER = 'x-gatehouse-secret';

/** The names by which this listener may be called, and so the origins that are its own. */
export function ownHosts(port: number): string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
}

/**
 * Refuses a request that was meant for another host: a name that an attacker has pointed at this machine
 * (DNS rebinding) arrives with that name in `Host` (RFC 9110 §7.2; 421 by §7.4).
 *
 * @throws GatehouseError `request.host-refused`
 */
export function assertHost(request: IncomingMessage, port: number): void {
  const hosts = request.headersDistinct.host ?? [];
  const [host] = hosts;
  if (hosts.length === 1 && host !== undefined && ownHosts(port).includes(host.toLowerCase())) return;
  throw new GatehouseError({
    code: 'request.host-refused',
    what: 'This request was meant for another host.',
    why: `${hosts.length === 1 ? `Its Host header is "${(host ?? '').slice(0, 100)}"` : `It carries ${hosts.length} Host headers instead of one`}; only this machine's loopback names are served.`,
    next: `Use http://127.0.0.1:${port}/.`,
    // RFC 9112 §3.2 asks for 400 where there is not exactly one.
    status: hosts.length === 1 ? 421 : 400,
  });
}

/**
 * Refuses what a page of another origin has sent. Browsers state the origin in every such request that can have an
 * effect (Fetch §3.2) and cannot be made to lie about it; programs that are no browsers send none.
 *
 * @throws GatehouseError `request.origin-refused`
 */
export function assertOrigin(request: IncomingMessage, port: number): void {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const own = origin === undefined || ownHosts(port).some((host) => origin === `http://${host}`);
  const sameSite = site === undefined || site === 'same-origin' || site === 'none';
  if (own && sameSite) return;
  throw new GatehouseError({
    code: 'request.origin-refused',
    what: 'This request came from a page of another origin.',
    why: `Its origin is ${origin === undefined ? `not this one (Sec-Fetch-Site: ${String(site)})` : `"${origin.slice(0, 100)}"`}; only the user interface itself may control the sandbox.`,
    next: 'Use the address that Gatehouse printed when it started.',
    status: 403,
  });
}

/**
 * Refuses a caller that does not know the run's secret.
 *
 * @throws GatehouseError `request.secret-refused`
 */
export function assertSecret(given: string | undefined, secret: string): void {
  if (given !== undefined && isRunSecret(secret, given)) return;
  throw new GatehouseError({
    code: 'request.secret-refused',
    what: 'This request does not carry the secret of this run.',
    why:
      given === undefined
        ? `The header ${SECRET_HEADER} is missing.`
        : 'The secret is another one: each start makes a new one.',
    next: 'Open the address that Gatehouse printed when it last started.',
    status: 401,
  });
}
