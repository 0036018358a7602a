import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { SandboxEvent } from '../../src-main/contract/events.ts';
import { ServedSandbox } from '../e2e/pages/served-sandbox.ts';
import { Violation } from './verdict.ts';

/** A port that listens, and the part behind it as the log names it. */
export interface Port {
  node: string;
  port: number;
  /** The name under which it is addressed, with its port. */
  host: string;
}

/** How long an entry may take to reach the log, ms of real time. */
const LOG_WAIT_MS = 5_000;

/** The sandbox under torture: a real `gatehouse serve` with a data folder of its own, watched from outside. */
export class Ground {
  readonly sandbox: ServedSandbox;
  readonly ports: readonly Port[];
  readonly #state: Database.Database;
  readonly #began: string;
  #seq = 0;
  #version: unknown;
  #digest = '';
  #token: { value: string; at: number } | undefined;

  private constructor(sandbox: ServedSandbox, ports: Port[], began: string) {
    this.sandbox = sandbox;
    this.ports = ports;
    this.#began = began;
    this.#state = new Database(join(sandbox.dataDir, 'state.db'), { readonly: true });
  }

  static async prepare(): Promise<Ground> {
    const sandbox = await ServedSandbox.start();
    const { ports } = await sandbox.call('sandbox.info', {});
    // SMTP is no HTTP: what it makes of garbage has tests of its own.
    const own = ({ idp = 0, gateway = 0, smtp: _, ...apps }: Record<string, number>): Port[] => [
      { node: 'ui', port: Number(new URL(sandbox.ready.control.url).port), host: '' },
      { node: 'idp', port: idp, host: `localhost:${idp}` },
      { node: 'gateway', port: gateway, host: '' },
      ...Object.entries(apps).map(([name, port]) => ({ node: `app:${name}`, port, host: '' })),
    ];
    const all = [...own(ports), ...(await backendPorts(sandbox))];
    const named = all.map((port) => ({ ...port, host: port.host || `127.0.0.1:${port.port}` }));
    const { id } = await sandbox.call('snapshots.take', { name: 'before torture' });
    return new Ground(sandbox, named, id);
  }

  get issuer(): string {
    return this.sandbox.ready.issuer;
  }

  port(node: string): Port {
    const found = this.ports.find((port) => port.node === node);
    if (!found) throw new Error(`no port of ${node}`);
    return found;
  }

  /** Puts state and clock back to the beginning, and forgets what the log holds so far. */
  async reset(): Promise<void> {
    this.#token = undefined;
    await this.sandbox.call('snapshots.restore', { id: this.#began });
    await this.sandbox.call('clock.reset', {});
    await this.sandbox.call('settings.set', { gatewayRevocationLookup: true });
    await this.mark();
  }

  /** A good token for the accounts API with all its scopes, never close to its end. */
  async token(): Promise<string> {
    const { resource = '', scopes = [] } = this.sandbox.ready.apis[0] ?? {};
    if (this.#token === undefined || performance.now() - this.#token.at > 60_000) {
      const value = await issue(this.sandbox, { resource, scope: scopes.join(' ') });
      this.#token = { value, at: performance.now() };
      await this.mark();
    }
    return this.#token.value;
  }

  /** Virtual now, s with fraction. */
  async now(): Promise<number> {
    return (await this.sandbox.call('clock.get', {})).now / 1000;
  }

  /** Events from here on are those of the next case. */
  async mark(): Promise<void> {
    this.#seq = (await this.sandbox.call('events.list', { limit: 1 })).last;
    this.stateDigest();
  }

  /** What the log gained since the last mark, which moves on. Waits until `enough` is content. */
  async logged(enough: (events: SandboxEvent[]) => boolean = () => true): Promise<SandboxEvent[]> {
    const until = performance.now() + LOG_WAIT_MS;
    for (;;) {
      const { events } = await this.#events();
      if (enough(events) || performance.now() > until) {
        this.#seq = events.at(-1)?.seq ?? this.#seq;
        assertUnharmed(events);
        return events;
      }
    }
  }

  async #events() {
    try {
      return await this.sandbox.call('events.list', { after: this.#seq, limit: 5000 });
    } catch (error) {
      throw new Violation('crash', `the sandbox no longer answers: ${String(error)}`);
    }
  }

  /** SHA-256 over all rows of the state; worked out anew only when another connection has committed. */
  stateDigest(): string {
    const version = this.#state.pragma('data_version', { simple: true });
    if (version === this.#version) return this.#digest;
    this.#version = version;
    const hash = createHash('sha256');
    const tables = this.#state
      .prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
      )
      .pluck()
      .all() as string[];
    for (const table of tables.filter((name) => name !== 'outbox')) {
      const rows = this.#state.prepare(`SELECT * FROM "${table}"`).raw().all() as unknown[][];
      hash.update(
        `${table}\n${rows
          .map((row) => JSON.stringify(row))
          .sort()
          .join('\n')}\n`,
      );
    }
    this.#digest = hash.digest('hex');
    return this.#digest;
  }

  /** The private keys with which the provider signs, so that a forged token can be right in all but one thing. */
  signingKeys(): { kid: string; alg: string; jwk: string }[] {
    return this.#state.prepare('SELECT kid, alg, jwk FROM signing_key ORDER BY position, alg DESC').all() as {
      kid: string;
      alg: string;
      jwk: string;
    }[];
  }

  async end(): Promise<void> {
    this.#state.close();
    await this.sandbox.remove();
  }
}

/** Nothing that a stranger sends may kill the worker or a task of the clock. */
function assertUnharmed(events: readonly SandboxEvent[]): void {
  const harm = events.find(({ type }) => type === 'sandbox.recovered' || type === 'sandbox.task-failed');
  if (harm) throw new Violation('crash', `${harm.type}: ${JSON.stringify(harm.data)}`);
}

/** The backends publish no address; the log shows where the gateway calls them. */
async function backendPorts(sandbox: ServedSandbox): Promise<Port[]> {
  const { last } = await sandbox.call('events.list', { limit: 1 });
  for (const { name, url, resource, scopes } of sandbox.ready.apis) {
    const token = await issue(sandbox, { resource, scope: scopes.join(' ') });
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`${name} answered ${answer.status}`);
  }
  const { events } = await sandbox.call('events.list', { after: last, types: ['http.request'], limit: 500 });
  return events
    .filter(({ node }) => node.startsWith('api:'))
    .map(({ node, data }) => ({ node, port: Number(new URL(String(data.url)).port), host: '' }));
}

/** Asks for an access token as the workbench does, with its own credentials (RFC 6749 §4.4). */
export async function issue(
  sandbox: ServedSandbox,
  parameters: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<string> {
  const answer = await fetch(`${sandbox.ready.issuer}/token`, {
    method: 'POST',
    headers: { authorization: WORKBENCH, ...headers },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...parameters }),
  });
  const body = (await answer.json()) as { access_token?: string };
  if (!body.access_token) throw new Error(`no token: ${JSON.stringify(body)}`);
  return body.access_token;
}

/** How the workbench proves itself (RFC 6749 §2.3.1). */
export const WORKBENCH = `Basic ${btoa('workbench:workbench-sandbox-secret')}`;
