import { expect } from 'vitest';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import { BULK, ERROR, type ScimService } from '../../integration/scim/support.ts';
import { inBulkOrder } from './bulk-model.ts';
import {
  DirectoryModel,
  folded,
  type GroupChange,
  type Request,
  type UserChange,
} from './directory-model.ts';
import { matches, written } from './filter-model.ts';
import { expectModel, expectVersions, type Listing, listing, userView, versionOf } from './listing.ts';
import type { Match, Planned, Ref, Step } from './steps.ts';
import { writtenRequest } from './written-request.ts';

const OTHERS = ['alice', 'bob'] as const;
const NO_VERSION = 'W/"0-0"';

/** Walks over a directory by SCIM, and compares it after each step with the model. */
export class ScimWalk {
  readonly #scim: ScimService;
  readonly #told: Record<string, number>;
  readonly #model = new DirectoryModel(OTHERS);
  readonly #older = new Map<string, string>();
  #shown: Listing = new Map();
  #world: ReadonlySet<string> = new Set();

  /** @param told counts how often each kind of answer came */
  constructor(scim: ScimService, told: Record<string, number>) {
    this.#scim = scim;
    this.#told = told;
  }

  async walk(steps: readonly Step[]): Promise<void> {
    this.#shown = await listing(this.#scim);
    this.#world = new Set(this.#shown.keys());
    try {
      for (const step of steps) await this.#step(step);
    } finally {
      await this.#tidy();
    }
  }

  async #step(step: Step): Promise<void> {
    if (step.kind === 'search') return this.#search(step);
    let touched: ReadonlySet<string> = new Set();
    if (step.kind === 'bulk') touched = await this.#bulk(step);
    else await this.#request(step.request);
    const now = await listing(this.#scim);
    expectVersions(this.#shown, now, touched);
    expectModel(now, this.#model, this.#world);
    for (const [address, was] of this.#shown)
      if (versionOf(now.get(address)) !== versionOf(was)) this.#older.set(address, versionOf(was));
    this.#shown = now;
  }

  async #request(plan: Planned): Promise<void> {
    const request = this.#filled(plan, (ref) => this.#id(ref));
    const { method, path, body } = writtenRequest(request);
    const version = 'match' in plan ? this.#version(plan.match, path) : undefined;
    const reply = await this.#scim.send(
      method,
      path,
      body,
      version === undefined ? {} : { 'if-match': version },
    );
    const fits = version === undefined || version === '*' || version === versionOf(this.#shown.get(path));
    const wanted = this.#model.answer(request, fits, () => String(reply.body.id));
    this.#count(request.kind, reply.status);
    expect([request, reply.status], JSON.stringify(reply.body)).toEqual([request, wanted]);
    const now = await listing(this.#scim);
    if (reply.status >= 400) {
      expect(reply.body).toMatchObject({ schemas: [ERROR], status: String(reply.status) });
      expect(now).toEqual(this.#shown);
    } else if (method !== 'DELETE') {
      const type = path.startsWith('/Users') ? '/Users' : '/Groups';
      expect(reply.body).toEqual(now.get(`${type}/${String(reply.body.id)}`));
      expect(reply.headers.get('etag')).toBe(versionOf(reply.body));
    }
  }

  /** Answers the resources that its operations changed on the way. */
  async #bulk({ requests, failOnErrors }: Extract<Step, { kind: 'bulk' }>): Promise<ReadonlySet<string>> {
    const bulkIdOf = (index: number) =>
      requests[index]?.kind.startsWith('create') ? `b${index}` : undefined;
    const plans = requests.map((plan, index) => {
      const refers = new Set<string>();
      const request = this.#filled(plan, (ref) => {
        if (typeof ref === 'string' || !('bulk' in ref) || ref.bulk >= requests.length) return this.#id(ref);
        refers.add(`b${ref.bulk}`);
        return `bulkId:b${ref.bulk}`;
      });
      const { method, path, body } = writtenRequest(request);
      const version = 'match' in plan ? this.#version(plan.match, path) : undefined;
      return { request, method, path, body, version, bulkId: bulkIdOf(index), refers: [...refers] };
    });
    const { status, body } = await this.#scim.send('POST', '/Bulk', {
      schemas: [BULK],
      ...(failOnErrors === undefined ? {} : { failOnErrors }),
      Operations: plans.map(({ method, path, body: data, version, bulkId }) => ({
        method,
        path,
        ...(bulkId === undefined ? {} : { bulkId }),
        ...(version === undefined ? {} : { version }),
        ...(data === undefined ? {} : { data }),
      })),
    });
    expect(status).toBe(200);
    const results = body.Operations ?? [];
    const wanted: (string | undefined)[] = [];
    const made = new Map<string, string>();
    const touched = new Set<string>();
    let taken = 0;
    const locationOf = (bulkId: string | undefined) =>
      String(results.find((result) => result.bulkId === bulkId)?.location ?? '')
        .split('/')
        .pop() ?? '';
    inBulkOrder(plans, failOnErrors, (index) => {
      const plan = plans[index];
      if (!plan) return false;
      taken += 1;
      let answered = 409;
      if (plan.refers.every((id) => made.has(id))) {
        const request = resolved(plan.request, made);
        const path = resolved(plan.path, made);
        const fits =
          plan.version === undefined ||
          plan.version === '*' ||
          (plan.version === versionOf(this.#shown.get(path)) && !touched.has(path));
        const before = this.#views();
        answered = this.#model.answer(request, fits, () => locationOf(plan.bulkId));
        for (const [address, view] of this.#views()) if (before.get(address) !== view) touched.add(address);
        if (answered === 201 && plan.bulkId !== undefined) made.set(plan.bulkId, locationOf(plan.bulkId));
      }
      wanted[index] = String(answered);
      this.#count(`bulk ${plan.request.kind}`, answered);
      return answered < 400;
    });
    expect(
      results.map((result) => result.status),
      JSON.stringify([plans, failOnErrors, results]),
    ).toEqual(wanted.filter((one) => one !== undefined));
    expect(results).toHaveLength(taken);
    return touched;
  }

  /** The answer of a search is what the model finds among everything, in every page, in order. */
  async #search({ filter, count, sortBy, down }: Extract<Step, { kind: 'search' }>): Promise<void> {
    const all = [...this.#shown].flatMap(([address, user]) => (address.startsWith('/Users') ? [user] : []));
    const wanted = all.filter((user) => matches(filter, user)).map(({ id }) => String(id));
    const found: JsonObject[] = [];
    for (let startIndex = 1; ; startIndex += count) {
      const query = new URLSearchParams({
        filter: written(filter),
        count: String(count),
        startIndex: String(startIndex),
        ...(sortBy === undefined ? {} : { sortBy, ...(down ? { sortOrder: 'descending' } : {}) }),
      });
      const { status, body } = await this.#scim.send('GET', `/Users?${query}`);
      expect([status, written(filter)], JSON.stringify(body)).toEqual([200, written(filter)]);
      expect(body.totalResults).toBe(wanted.length);
      expect(body.itemsPerPage).toBe(body.Resources?.length);
      found.push(...(body.Resources ?? []));
      if (startIndex + count > wanted.length) break;
    }
    expect(found.map(({ id }) => String(id)).sort(), written(filter)).toEqual(wanted.sort());
    if (sortBy !== undefined) expectSorted(found, sortBy, down);
    this.#count('search', wanted.length === 0 ? 0 : 1);
  }

  #filled(plan: Planned, id: (ref: Ref) => string): Request {
    const people = (refs: readonly Ref[]) => refs.map((ref) => id(person(ref)));
    switch (plan.kind) {
      case 'create-user':
      case 'replace-user': {
        const { manager } = plan.said;
        const said = { ...plan.said, manager: manager === null ? null : id(person(manager)) };
        if (plan.kind === 'create-user') return { kind: plan.kind, said };
        return { kind: plan.kind, id: id(target(plan.target, 'users')), said };
      }
      case 'patch-user':
        return {
          kind: plan.kind,
          id: id(target(plan.target, 'users')),
          changes: plan.changes as UserChange[],
        };
      case 'create-group':
        return { kind: plan.kind, displayName: plan.displayName, members: people(plan.members) };
      case 'replace-group':
        return {
          kind: plan.kind,
          id: id(target(plan.target, 'groups')),
          displayName: plan.displayName,
          members: people(plan.members),
        };
      case 'patch-group':
        return {
          kind: plan.kind,
          id: id(target(plan.target, 'groups')),
          changes: plan.changes.map((change): GroupChange => {
            if ('members' in change) return { kind: change.kind, members: people(change.members) };
            if (change.kind === 'remove-one') return { kind: change.kind, member: id(person(change.member)) };
            return change;
          }),
        };
      default:
        return {
          kind: plan.kind,
          id: id(target(plan.target, plan.kind === 'delete-user' ? 'users' : 'groups')),
        };
    }
  }

  #id(ref: Ref | Aimed): string {
    if (ref === 'nobody') return 'nobody-of-this-name';
    const { users, groups } = this.#model;
    if (ref === 'a-group') return [...groups.keys()][0] ?? 'no-group';
    const pool =
      'pool' in ref && ref.pool !== undefined
        ? [...(ref.pool === 'groups' ? groups : users).keys()]
        : [...users.keys(), ...OTHERS];
    const pick = 'pick' in ref ? ref.pick : ref.bulk;
    return pool[pick % Math.max(1, pool.length)] ?? 'nobody-of-this-name';
  }

  #version(match: Match, path: string): string | undefined {
    if (match === 'none') return undefined;
    if (match === 'any') return '*';
    const current = this.#shown.get(path);
    if (match === 'current') return current ? versionOf(current) : NO_VERSION;
    return this.#older.get(path) ?? NO_VERSION;
  }

  #views(): Map<string, string> {
    const { users, groups } = this.#model;
    const nameOf = (id: string) => users.get(id)?.displayName ?? id;
    const ofOthers = (id: string) =>
      [...this.#model.groups.values()].flatMap((group) =>
        group.members.has(id) ? [`${group.id} ${group.displayName}`] : [],
      );
    return new Map([
      ...OTHERS.map((id) => [`/Users/${id}`, JSON.stringify(ofOthers(id).sort())] as const),
      ...[...users.values()].map(
        (user) => [`/Users/${user.id}`, JSON.stringify(userView(user, this.#model))] as const,
      ),
      ...[...groups.values()].map(
        (group) =>
          [
            `/Groups/${group.id}`,
            JSON.stringify([group.displayName, [...group.members].map((id) => [id, nameOf(id)]).sort()]),
          ] as const,
      ),
    ]);
  }

  #count(kind: string, status: number): void {
    const name = `${kind} ${status}`;
    this.#told[name] = (this.#told[name] ?? 0) + 1;
  }

  /** Takes away what the walk made, so that the next one finds the world as it was. */
  async #tidy(): Promise<void> {
    for (const address of (await listing(this.#scim)).keys())
      if (!this.#world.has(address)) await this.#scim.send('DELETE', address);
  }
}

type Aimed = (Exclude<Ref, string> & { pool?: 'users' | 'groups' }) | Extract<Ref, string>;
const person = (ref: Ref): Ref => ref;
const target = (ref: Ref, pool: 'users' | 'groups'): Ref =>
  typeof ref === 'string' ? ref : ({ ...ref, pool } as Aimed as Ref);

/** Puts the ids that were made in place of the bulkIds. */
function resolved<T>(value: T, made: ReadonlyMap<string, string>): T {
  return JSON.parse(
    JSON.stringify(value).replace(/bulkId:(b\d+)/g, (_, id: string) => made.get(id) ?? ''),
  ) as T;
}

/** Ascending order has missing values last, descending first (RFC 7644 §3.4.2.3); text has no letter case. */
function expectSorted(found: readonly JsonObject[], by: 'userName' | 'title', down: boolean): void {
  const keys = found.map((user) => (user[by] === undefined ? undefined : folded(String(user[by]))));
  const present = keys.filter((key) => key !== undefined);
  const sorted = [...present].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  const missing = keys.filter((key) => key === undefined);
  expect(keys).toEqual(down ? [...missing, ...sorted.reverse()] : [...sorted, ...missing]);
}
