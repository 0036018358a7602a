import { GatehouseError } from '../../../src-main/contract/errors.ts';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import type { ApprovalAction, ApprovalTask } from '../../../src-main/contract/workflows.ts';
import { ACCOUNTS_API } from '../../support/identity.ts';
import { Workflows } from '../../support/workflows.ts';
import { Wrong } from '../wrong.ts';
import {
  act,
  begin,
  cancel,
  isOpen,
  type Model,
  PEOPLE,
  refusal,
  sees,
  timePassed,
  type Who,
} from './law.ts';
import type { ApprovalStep } from './steps.ts';

/** A token is asked for anew after so long, ms of virtual time. */
const TOKEN_LIFE = 4 * 60_000;
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const RULE = 'urn:gatehouse:error:';

/** Walks over decisions that runs of a workflow ask people for: the real engine, and the model of it. */
export class ApprovalWalk {
  readonly #real: Workflows;
  readonly #told: Record<string, number>;
  readonly #walk: number;
  readonly #tokens = new Map<string, { token: string; at: number }>();
  readonly #model: Model = {
    runs: [],
    tasks: [],
    administrators: new Set(),
    helpDesk: new Set(),
    lost: new Set(),
    told: {},
    keys: new Map(),
  };
  readonly #before = new Set<string>();
  #read = 0;

  /** `walk`: its number, so that keys of another walk are others. */
  constructor(real: Workflows, walk: number, told: Record<string, number>) {
    this.#real = real;
    this.#walk = walk;
    this.#told = told;
  }

  async walk(steps: readonly ApprovalStep[]): Promise<void> {
    const trail: string[] = [];
    for (const { id } of await this.#real.handlers['workflows.runs']({ workflow: 'walked', limit: 500 }))
      this.#before.add(id);
    this.#read = this.#messages().at(-1)?.row ?? 0;
    await this.#members('administrators', 'replace', ['carol', 'alice']);
    await this.#members('help-desk', 'replace', []);
    this.#model.administrators = new Set(['carol', 'alice']);
    try {
      for (const step of steps) {
        trail.push(JSON.stringify(step));
        await this.#take(step);
        await this.#real.control.settled();
        await this.#tokensEnd();
        await this.#holds();
      }
    } catch (error) {
      if (error instanceof Wrong) throw new Wrong(`${error.message}\n${trail.join('\n')}`);
      throw error;
    } finally {
      // What is still asked for would run out in the middle of the next walk.
      for (const { id, status } of this.#model.runs)
        if (status === 'waiting') await this.#real.handlers['workflows.cancel']({ id, undo: true });
    }
  }

  get #now(): number {
    return this.#real.identity.core.clock.now();
  }

  async #take(step: ApprovalStep): Promise<void> {
    const model = this.#model;
    switch (step.kind) {
      case 'start':
        return this.#start(step);
      case 'start-for-an-api': {
        const token = await this.#token(step.who, 'openid accounts:list', ACCOUNTS_API);
        const { body } = await this.#real.send('POST', '/api/workflows/walked', {}, token);
        return this.#expect(step, ruleIn(body), 'idp.custom.audience');
      }
      case 'act':
        return this.#act(step);
      case 'administrator': {
        await this.#members('administrators', step.is ? 'add' : 'remove', [step.who]);
        if (!step.is && model.administrators.has(step.who)) model.lost.add(step.who);
        model.administrators[step.is ? 'add' : 'delete'](step.who);
        return;
      }
      case 'edge': {
        const open = model.tasks.filter(isOpen);
        const until = open[step.pick % Math.max(1, open.length)]?.until ?? this.#now;
        const ms = until - this.#now - step.but;
        if (ms <= 0) return;
        await this.#real.later(ms);
        timePassed(model, this.#now);
        return;
      }
      default: {
        const run = model.runs[step.pick % Math.max(1, model.runs.length)];
        if (run?.status !== 'waiting') return;
        await this.#real.handlers['workflows.cancel']({ id: run.id, undo: true });
        cancel(model, run);
      }
    }
  }

  async #start(step: ApprovalStep & { kind: 'start' }): Promise<void> {
    const { who, key, tag } = step;
    const model = this.#model;
    const headers: Record<string, string> =
      key === undefined ? {} : { 'idempotency-key': `"${this.#walk} ${key}"` };
    const token = await this.#token(who, 'openid');
    const { status, body, ...answer } = await this.#real.send(
      'POST',
      '/api/workflows/walked',
      { tag },
      token,
      headers,
    );
    const known = key === undefined ? undefined : model.keys.get(`${who} ${key}`);
    if (known && known.tag !== tag) return this.#expect(step, ruleIn(body), 'idp.custom.key');
    const runs = await this.#real.handlers['workflows.runs']({ workflow: 'walked', limit: 500 });
    const fresh = runs.filter(({ id }) => !this.#before.has(id));
    for (const { id } of fresh) this.#before.add(id);
    if (known) {
      this.#expect(step, `${fresh.length} more runs`, '0 more runs');
      const shown = answer.headers.get('location')?.split('/').at(-1);
      return this.#expect('the run of a request that came again', shown, known.run);
    }
    this.#expect(step, `${fresh.length} runs`, '1 runs');
    const id = fresh[0]?.id ?? '';
    begin(model, id, who, this.#now);
    if (key !== undefined) model.keys.set(`${who} ${key}`, { run: id, tag });
    this.#count(`start ${status}`);
  }

  async #act({ pick, open, action, byRest, ...drawn }: ApprovalStep & { kind: 'act' }): Promise<void> {
    const model = this.#model;
    const { tasks } = model;
    const waiting = tasks.filter(isOpen);
    const among = open && waiting.length > 0 ? waiting : tasks;
    const task = among[pick % Math.max(1, among.length)];
    const fit = PEOPLE.filter((one) => refusal(model, task, one, this.#now) === undefined);
    const who = drawn.who === 'who may' ? (fit[pick % Math.max(1, fit.length)] ?? 'carol') : drawn.who;
    const id = task ? ((await this.#shown()).find((one) => isShown(one, task))?.id ?? 'gone') : 'none';
    const wanted = refusal(model, task, who, this.#now);
    const refused = byRest ? await this.#byRest(id, who, action) : await this.#byHand(id, who, action);
    this.#expect({ action, who, task, byRest }, refused, wanted);
    if (task && wanted === undefined) act(model, task, who, action, this.#now);
    this.#count(wanted ?? action);
  }

  async #byRest(id: string, who: Who, action: string): Promise<string | undefined> {
    const path = `/api/users/v2/me/approval-tasks/${id}/state`;
    const { status, body } = await this.#real.send('PUT', path, { action }, await this.#token(who, 'openid'));
    return status === 200 ? undefined : ruleIn(body);
  }

  async #byHand(task: string, account: Who, action: ApprovalAction): Promise<string | undefined> {
    try {
      await this.#real.handlers['approvals.decide']({ task, account, action, comment: '' });
      return undefined;
    } catch (error) {
      if (error instanceof GatehouseError) return error.code;
      throw error;
    }
  }

  /** Whoever loses a group loses her tokens: they may say that she has it. */
  async #tokensEnd(): Promise<void> {
    for (const who of this.#model.lost) {
      for (const [key, { token }] of this.#tokens) {
        if (!key.startsWith(`${who} `)) continue;
        this.#tokens.delete(key);
        const { body } = await this.#real.send('GET', '/api/users/v2/me/approval-tasks', undefined, token);
        this.#expect(`a token of ${who}, who lost a group`, ruleIn(body), 'idp.approval.token');
      }
    }
    this.#model.lost.clear();
  }

  /** After every step: runs, decisions, who sees which, the group, and the mails. */
  async #holds(): Promise<void> {
    const model = this.#model;
    const runs = await this.#real.handlers['workflows.runs']({ workflow: 'walked', limit: 500 });
    for (const { id, status, starter } of model.runs)
      this.#expect(`the run of ${starter}`, runs.find((run) => run.id === id)?.status, status);
    const shown = await this.#shown();
    const mine = shown.filter(({ run }) => model.runs.some(({ id }) => id === run));
    this.#expect('how many decisions there are', mine.length, model.tasks.length);
    for (const task of model.tasks) {
      const found = shown.find((one) => isShown(one, task));
      const seen = [found?.status, found?.claimedBy, found?.decidedBy, found?.until];
      this.#expect(
        `a decision (${task.step})`,
        JSON.stringify(seen),
        JSON.stringify([task.status, task.claimedBy, task.decidedBy, task.until]),
      );
    }
    for (const who of PEOPLE) {
      const list = await this.#real.handlers['approvals.list']({ account: who });
      const own = list.filter(({ run }) => model.runs.some(({ id }) => id === run)).length;
      this.#expect(`decisions of ${who}`, own, model.tasks.filter((task) => sees(model, task, who)).length);
      const told = this.#messages().filter(({ row, account }) => row > this.#read && account === who).length;
      this.#expect(`mails to ${who}`, told, model.told[who] ?? 0);
      const inside = this.#real.account(who)?.groups.includes('help-desk') ?? false;
      this.#expect(`whether ${who} is in the group`, inside, model.helpDesk.has(who));
    }
  }

  #shown(): Promise<ApprovalTask[]> | ApprovalTask[] {
    return this.#real.handlers['approvals.list']({});
  }

  #messages(): { row: number; account: string }[] {
    return this.#real.identity.core.store
      .prepare<{ row: number; account: string }>(
        "SELECT rowid AS row, account_id AS account FROM message WHERE subject = 'walked' ORDER BY rowid",
      )
      .all();
  }

  async #members(group: string, op: string, ids: readonly string[]): Promise<void> {
    const Operations = [{ op, path: 'members', value: ids.map((value) => ({ value })) }];
    const { token } = this.#real.identity.provider.scim();
    const path = `/scim2/Groups/${group}`;
    const { status } = await this.#real.send('PATCH', path, { schemas: [PATCH], Operations }, token);
    if (status >= 300) throw new Error(`the members of ${group} were not changed: ${status}`);
  }

  async #token(who: Who, scope: string, resource?: string): Promise<string> {
    const key = `${who} ${scope}`;
    const known = this.#tokens.get(key);
    if (known && this.#now - known.at < TOKEN_LIFE) return known.token;
    const token = await new Workflows(this.#real.identity).token(who, scope, resource);
    this.#tokens.set(key, { token, at: this.#now });
    return token;
  }

  #expect(about: unknown, seen: unknown, wanted: unknown): void {
    if (seen === wanted) return;
    const what = typeof about === 'string' ? about : JSON.stringify(about);
    throw new Wrong(`${what}: ${seen ?? 'taken'}; it has to be ${wanted ?? 'taken'}`);
  }

  #count(what: string): void {
    this.#told[what] = (this.#told[what] ?? 0) + 1;
  }
}

const isShown = (shown: ApprovalTask, task: { run: string; step: string }): boolean =>
  shown.run === task.run && shown.step === task.step;

const ruleIn = ({ type }: JsonObject): string => String(type).replace(RULE, '');
