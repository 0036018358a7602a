import type { JSONWebKeySet } from 'jose';
import type { ForkMethod } from '../contract/fork-limits.ts';
import type { MethodOutput, MethodParams, SandboxHandlers } from '../contract/methods.ts';
import type { PublishedRule } from '../contract/rules.ts';
import type { SandboxInfo } from '../contract/status.ts';
import type { World } from '../contract/world.ts';
import type { Core } from '../events/core.ts';
import type { Snapshots } from '../events/snapshots.ts';
import type { AppSettings } from './app-settings.ts';
import { connectApplication, updateApplication } from './applications.ts';
import type { ClockControl } from './clock.ts';
import { createTokenInspector } from './token-inspector.ts';

/** What the parts of a sandbox, live or a fork, offer to a user interface. The composition root hands them in. */
export interface WorldParts {
  core: Core;
  clock: ClockControl;
  info: () => SandboxInfo;
  identity: {
    jwks(): JSONWebKeySet;
    rotateKeys(): Promise<{ kid: string }>;
    /** Revokes a token by its handle. */
    revoke(handle: string): Promise<void>;
    administration: {
      list: SandboxHandlers['accounts.list'];
      get(id: string): MethodOutput<'accounts.get'>;
      create(input: MethodParams<'accounts.create'>): Promise<MethodOutput<'accounts.create'>>;
      act(id: string, action: MethodParams<'accounts.act'>['action']): Promise<MethodOutput<'accounts.act'>>;
      groups(): MethodOutput<'groups.list'>;
      definition(): MethodOutput<'lifecycle.definition'>;
    };
    groups: {
      get(id: string): MethodOutput<'groups.get'>;
      create(input: MethodParams<'groups.create'>): Promise<MethodOutput<'groups.create'>>;
      rename(input: MethodParams<'groups.rename'>): Promise<void>;
      remove(id: string): Promise<number>;
      change(input: MethodParams<'groups.change'>): Promise<number>;
    };
    extensions: {
      list(): MethodOutput<'extensions.list'>;
      get(id: string): MethodOutput<'extensions.get'>;
      check(source: string): Promise<MethodOutput<'extensions.check'>['problems']>;
      save(extension: MethodParams<'extensions.save'>): Promise<MethodOutput<'extensions.save'>>;
      remove(id: string): void;
      enable(id: string, enabled: boolean): Promise<MethodOutput<'extensions.enable'>>;
      try(
        extension: MethodParams<'extensions.save'>,
        input: MethodParams<'extensions.try'>['input'],
      ): Promise<MethodOutput<'extensions.try'>>;
    };
    governance: {
      get(): MethodOutput<'governance.get'>;
      set(change: MethodParams<'governance.set'>): MethodOutput<'governance.set'>;
      defaults(): MethodOutput<'governance.defaults'>;
      /** ms, the first lock first. */
      locks(): number[];
    };
    workflows: { handlers: WorkflowHandlers };
  };
  world: {
    view(): World;
    switchPersona(persona: string): Promise<void>;
  };
  traces: Pick<
    TraceQueries,
    'list' | 'page' | 'count' | 'view' | 'state' | 'export' | 'pin' | 'claimOrigins'
  >;
  /** The identity workflows that are built in. */
  workflows: {
    list: SandboxHandlers['account-workflows.list'];
    story: SandboxHandlers['account-workflows.story'];
    run: SandboxHandlers['account-workflows.run'];
  };
  rules: () => PublishedRule[];
  send(input: MethodParams<'requests.send'>): Promise<MethodOutput<'requests.send'>>;
  fixes: {
    find(input: MethodParams<'fixes.find'>): Promise<MethodOutput<'fixes.find'>>;
    stop(input: MethodParams<'fixes.stop'>): MethodOutput<'fixes.stop'>;
    try(input: MethodParams<'fixes.try'>): Promise<MethodOutput<'fixes.try'>>;
  };
}

/** What the live sandbox offers beyond that. */
export interface Parts extends WorldParts {
  settings: AppSettings;
  snapshots: Snapshots;
  labs: LabHandlers;
  forks: ForkHandlers;
  /** What the engine answers, asked in forks that are thrown away. */
  answers: Pick<SandboxHandlers, 'lifecycle.answers' | 'governance.strangers'>;
  /** Types a user name and a password into the pages of the provider. */
  trySignIn: SandboxHandlers['personas.sign-in'];
  /** Runs a script once on a fork. */
  tryExtension(input: MethodParams<'extensions.try'>): Promise<MethodOutput<'extensions.try'>>;
  /** An address that works once: swaps the cookies of a person's own browser, then goes to `to`. */
  personaLink(persona: string, to: string): Promise<string>;
}

type TraceQueries = {
  list: SandboxHandlers['traces.list'];
  page: SandboxHandlers['traces.page'];
  count: SandboxHandlers['traces.count'];
  view: (flow: string) => Awaited<ReturnType<SandboxHandlers['traces.flow']>>;
  state: SandboxHandlers['traces.state'];
  export: SandboxHandlers['traces.export'];
  pin: SandboxHandlers['traces.pin'];
  claimOrigins: SandboxHandlers['claims.origins'];
};

type ForkHandlers = { [M in Extract<keyof SandboxHandlers, `forks.${string}`>]: SandboxHandlers[M] };
type WorkflowHandlers = {
  [M in Extract<
    keyof SandboxHandlers,
    `workflows.${string}` | `approvals.${string}` | `outcomes.${string}`
  >]: SandboxHandlers[M];
};
type LabHandlers = { [M in Extract<keyof SandboxHandlers, `labs.${string}`>]: SandboxHandlers[M] };

/** One handler for each method that a fork answers as the live sandbox does. */
export function createWorldHandlers(parts: WorldParts): Pick<SandboxHandlers, ForkMethod> {
  const { core, clock, identity, world, traces } = parts;
  const inspect = createTokenInspector(core, () => identity.jwks());
  return {
    'sandbox.info': () => parts.info(),
    'clock.get': () => clock.state(),
    'clock.advance': ({ ms }) => clock.advance(ms),
    'clock.reset': () => clock.reset(),
    'events.list': ({ flow, ...filter }) => ({
      events: core.log.list({ ...filter, ...(flow ? { flows: core.correlator.members(flow) } : {}) }),
      last: core.log.last,
      total: core.log.count(),
    }),
    'secrets.reveal': ({ handle }) => reveal(core, handle),
    'rules.list': () => parts.rules(),
    'traces.list': (params) => traces.list(params),
    'traces.page': (params) => traces.page(params),
    'traces.count': (params) => traces.count(params),
    'traces.flow': ({ flow }) => traces.view(flow),
    'traces.state': (params) => traces.state(params),
    'traces.export': (params) => traces.export(params),
    'traces.pin': (params) => traces.pin(params),
    'fixes.find': (input) => parts.fixes.find(input),
    'fixes.stop': (input) => parts.fixes.stop(input),
    'fixes.try': (input) => parts.fixes.try(input),
    'tokens.inspect': ({ token }) => inspect(token),
    'claims.origins': (params) => traces.claimOrigins(params),
    'tokens.revoke': async ({ handle }) => {
      await identity.revoke(handle);
      return {};
    },
    'world.get': () => world.view(),
    'persona.switch': async ({ persona }) => {
      await world.switchPersona(persona);
      return {};
    },
    'apps.update': (change) => {
      updateApplication(core, change);
      return {};
    },
    'apps.connect': (input) => connectApplication(core, parts.info(), input),
    'keys.rotate': () => identity.rotateKeys(),
    'requests.send': (input) => parts.send(input),
    'accounts.list': (query) => identity.administration.list(query),
    'accounts.get': ({ id }) => identity.administration.get(id),
    'accounts.create': (input) => identity.administration.create(input),
    'accounts.act': ({ id, action }) => identity.administration.act(id, action),
    'governance.get': () => identity.governance.get(),
    'governance.set': (change) => identity.governance.set(change),
    'governance.defaults': () => identity.governance.defaults(),
    'governance.locks': () => ({ locks: identity.governance.locks() }),
    'groups.list': () => identity.administration.groups(),
    'groups.get': ({ id }) => identity.groups.get(id),
    'groups.create': (input) => identity.groups.create(input),
    'groups.rename': async (input) => {
      await identity.groups.rename(input);
      return {};
    },
    'groups.delete': async ({ id }) => ({ tokens: await identity.groups.remove(id) }),
    'groups.change': async (input) => ({ tokens: await identity.groups.change(input) }),
    'lifecycle.definition': () => identity.administration.definition(),
    ...identity.workflows.handlers,
    'account-workflows.list': (filter) => parts.workflows.list(filter),
    'account-workflows.story': (ref) => parts.workflows.story(ref),
    'extensions.list': () => identity.extensions.list(),
    'extensions.get': ({ id }) => identity.extensions.get(id),
    'extensions.check': async ({ source }) => ({ problems: await identity.extensions.check(source) }),
    'extensions.save': (extension) => identity.extensions.save(extension),
    'extensions.remove': ({ id }) => {
      identity.extensions.remove(id);
      return {};
    },
    'extensions.enable': ({ id, enabled }) => identity.extensions.enable(id, enabled),
    'extensions.try': ({ extension, input }) => identity.extensions.try(extension, input),
    'account-workflows.run': (ref) => parts.workflows.run(ref),
  };
}

/** One handler for each method of the contract. */
export function createHandlers(parts: Parts): SandboxHandlers {
  const { core, settings, snapshots } = parts;
  return {
    ...createWorldHandlers(parts),
    'sandbox.memory': () => {
      const { heapUsed, external } = process.memoryUsage();
      return { heapUsed, external };
    },
    'events.clear': () => ({ removed: core.log.clear() }),
    'snapshots.list': () => snapshots.list(),
    'snapshots.take': ({ name }) => snapshots.take(name),
    'snapshots.rename': ({ id, name }) => snapshots.rename(id, name),
    'snapshots.delete': ({ id }) => {
      snapshots.remove(id);
      return {};
    },
    'snapshots.export': ({ id }) => ({
      name: fileNameOf(snapshots.list().find((snapshot) => snapshot.id === id)?.name ?? id),
      base64: snapshots.pack(id).toString('base64'),
    }),
    'snapshots.import': ({ base64 }) => snapshots.add(Buffer.from(base64, 'base64')),
    'snapshots.restore': async ({ id }) => ({ notes: await snapshots.restore(id) }),
    'persona.link': async ({ persona, to }) => ({ url: await parts.personaLink(persona, to) }),
    'personas.sign-in': (input) => parts.trySignIn(input),
    'extensions.try': (input) => parts.tryExtension(input),
    'settings.get': () => settings.get(),
    'settings.set': (change) => settings.set(change),
    ...parts.labs,
    ...parts.forks,
    ...parts.answers,
  };
}

/** A name that every file system takes. */
const fileNameOf = (name: string): string =>
  `${
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'snapshot'
  }.gatehouse`;

function reveal(core: Core, handle: string): Awaited<ReturnType<SandboxHandlers['secrets.reveal']>> {
  const secret = core.vault.reveal(handle);
  if (!secret) return { kind: 'unknown', value: null, note: 'The log that held this secret was cleared.' };
  if (secret.value === null)
    return { ...secret, note: 'Secrets of this kind are never kept, so nobody can see them again.' };
  return secret;
}
