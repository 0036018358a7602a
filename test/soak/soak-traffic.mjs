import { signInWithCode } from '../durability/code-flow.ts';

/** Pause between two turns of each client, ms: a person at work, not a load test. */
const PAUSE_MS = 250;
/** The same during the warm-up, which is to fill all that is remembered up to a bound, ms. */
const WARM_UP_PAUSE_MS = 10;
const PERSONAS = ['alice', 'bob', 'carol'];

/**
 * Traffic as in a long training day: machines and people call APIs, people sign in and their applications refresh, the
 * clock jumps, snapshots are taken and restored.
 */
export class SoakTraffic {
  /** @type {Record<string, number>} */
  counts = {};
  /** What failed, in words. @type {string[]} */
  failures = [];
  #call;

  /** @param {(method: string, params?: object) => Promise<any>} call the contract */
  constructor(call) {
    this.#call = call;
  }

  /**
   * @param {() => boolean} over
   * @param {() => boolean} [warm] whether the warm-up is over
   */
  async runUntil(over, warm = () => true) {
    const [world, info] = await Promise.all([this.#call('world.get'), this.#call('sandbox.info')]);
    const line = { issuer: info.issuer, apis: world.apis, personas: world.personas };
    let turn = 0;
    while (!over()) {
      turn += 1;
      try {
        await this.#machine(line);
        if (turn % 20 === 0) await this.#person(line, PERSONAS[(turn / 20) % PERSONAS.length] ?? 'alice');
        if (turn % 200 === 0) await this.#operator(turn / 200);
      } catch (error) {
        // An hour is not lost over one answer; the report says how many there were.
        this.#count('failed turns');
        this.failures.push(
          error instanceof Error ? `${error.message} ${error.cause ?? ''}`.trim() : String(error),
        );
      }
      await new Promise((resolve) => {
        setTimeout(resolve, warm() ? PAUSE_MS : WARM_UP_PAUSE_MS);
      });
    }
  }

  /** @param {{ issuer: string, apis: any[] }} line */
  async #machine({ issuer, apis }) {
    const api = apis[0];
    const { access_token: token } = await this.#token(issuer, {
      grant_type: 'client_credentials',
      client_id: 'statement-job',
      client_secret: 'statement-job-sandbox-secret',
      scope: 'accounts:list',
      resource: api.resource,
    });
    await this.#callApi(api, token, 200);
    await this.#callApi(api, token, 200);
    // One refusal in each turn: explanations cost memory too.
    await this.#callApi(api, 'no-token-at-all', 401);
  }

  /**
   * @param {any} line
   * @param {string} persona
   */
  async #person(line, persona) {
    let tokens = await signInWithCode(line, persona);
    this.#count('sign-ins');
    for (let time = 0; time < 3; time += 1) {
      tokens = await this.#token(line.issuer, {
        grant_type: 'refresh_token',
        client_id: 'workbench',
        client_secret: 'workbench-sandbox-secret',
        refresh_token: tokens.refresh_token,
      });
      await this.#callApi(line.apis[0], tokens.access_token, 200);
    }
  }

  /** @param {number} round */
  async #operator(round) {
    await this.#call('clock.advance', { ms: 31_000 });
    this.#count('clock jumps');
    const snapshots = await this.#call('snapshots.list');
    if (round % 2 === 0 && snapshots[0]) {
      await this.#call('snapshots.restore', { id: snapshots[0].id });
      this.#count('snapshots restored');
    }
    if (snapshots.length < 5) await this.#call('snapshots.take', { name: `Round ${round}` });
  }

  /**
   * @param {any} api
   * @param {string} token
   * @param {number} expected
   */
  async #callApi(api, token, expected) {
    const operation = api.operations.find(
      (/** @type {any} */ { method, path }) => method === 'GET' && !path.includes('{'),
    );
    const response = await fetch(`${api.url}${operation.path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await response.text();
    if (response.status !== expected) throw new Error(`the gateway answered ${response.status}`);
    this.#count('gateway calls');
  }

  /**
   * @param {string} issuer
   * @param {Record<string, string>} form
   */
  async #token(issuer, form) {
    const response = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(form) });
    const body = /** @type {any} */ (await response.json());
    if (response.status !== 200) throw new Error(`${form.grant_type}: ${response.status} ${body.error}`);
    this.#count('tokens');
    return body;
  }

  /** @param {string} kind */
  #count(kind) {
    this.counts[kind] = (this.counts[kind] ?? 0) + 1;
  }
}
