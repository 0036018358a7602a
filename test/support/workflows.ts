import type { Json, JsonObject } from '../../src-main/contract/json.ts';
import type { RunView } from '../../src-main/contract/workflows.ts';
import { Accounts } from '../../src-main/store/accounts.ts';
import { Kit } from '../integration/rules/identity/kit.ts';
import { startIdentity, type TestIdentity } from './identity.ts';
import { testClock } from './virtual-clock.ts';

/** An answer of an endpoint of the issuer. */
export interface Reply {
  status: number;
  headers: Headers;
  body: JsonObject & { code?: string; detail?: string; run?: string };
}

/** A directory with custom workflows, and what tests ask of them. */
export class Workflows {
  readonly identity: TestIdentity;
  readonly #tokens = new Map<string, string>();

  constructor(identity: TestIdentity) {
    this.identity = identity;
  }

  get control() {
    return this.identity.provider.workflows;
  }

  get handlers() {
    return this.control.handlers;
  }

  account(id: string) {
    return new Accounts(this.identity.core.store).get(id);
  }

  named(username: string) {
    return new Accounts(this.identity.core.store).byUsername(username);
  }

  /** Signs a persona in and answers her access token; of an earlier sign-in, if there was one. */
  async token(persona: string, scope = 'openid', resource?: string): Promise<string> {
    const key = `${persona} ${scope} ${resource}`;
    const known = this.#tokens.get(key);
    if (known !== undefined) return known;
    const kit = new Kit(this.identity);
    const code =
      (await kit.enter(resource === undefined ? { scope } : { scope, resource }, persona)).get('code') ?? '';
    const { access_token: token } = (await kit.send('/token', kit.exchange(code))).body;
    if (!token) throw new Error(`${persona} got no token`);
    this.#tokens.set(key, token);
    return token;
  }

  async send(
    method: string,
    path: string,
    body?: Json | string,
    token?: string,
    more: Record<string, string> = {},
  ): Promise<Reply> {
    const response = await fetch(`${this.identity.issuer}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...more,
      },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? {} : JSON.parse(text)) as Reply['body'],
    };
  }

  /** Starts a workflow by its endpoint. */
  async start(
    path: string,
    input: JsonObject = {},
    persona?: string,
    more: Record<string, string> = {},
  ): Promise<Reply> {
    const token = persona === undefined ? undefined : await this.token(persona);
    return this.send('POST', `/api/workflows/${path}`, input, token, more);
  }

  /** Keeps a workflow `probe` at the path `probe`, open to anyone, with these steps. */
  define(steps: string, { start = 'endpoint: { path: probe, access: anyone }', id = 'probe' } = {}): void {
    this.control.handlers['workflows.save']({
      yaml: `workflow: ${id}\ntitle: A probe\nstart:\n  ${start.replaceAll('\n', '\n  ')}\nsteps:\n${steps}`,
    });
  }

  /** The newest run. */
  async newest(workflow?: string): Promise<RunView> {
    await this.control.settled();
    const [summary] = await this.handlers['workflows.runs']({ workflow, limit: 1 });
    if (!summary) throw new Error('there is no run');
    return this.handlers['workflows.run']({ id: summary.id });
  }

  /** How each step of the newest run stands, by its id. */
  async standing(workflow?: string): Promise<Record<string, string>> {
    return Object.fromEntries((await this.newest(workflow)).steps.map(({ id, status }) => [id, status]));
  }

  /** The open task. */
  async task() {
    const [task] = await this.handlers['approvals.list']({ open: true });
    if (!task) throw new Error('nothing is asked for');
    return task;
  }

  async later(ms: number): Promise<void> {
    await this.identity.core.scheduler.advance(ms);
    await this.control.settled();
  }
}

export async function openWorkflows(options: { dataDir?: string; port?: number } = {}): Promise<Workflows> {
  const identity = await startIdentity({ clock: testClock(), ...options });
  identity.provider.workflows.open();
  return new Workflows(identity);
}
