import { GatehouseError } from '../contract/errors.ts';
import type { MethodOutput, MethodParams } from '../contract/methods.ts';
import type { Core } from '../events/core.ts';
import type { Snapshots } from '../events/snapshots.ts';
import { Accounts } from '../store/accounts.ts';
import { updateApplication } from './applications.ts';
import type { ClockControl } from './clock.ts';
import type { DirectoryTokens } from './directory-tokens.ts';
import type { Keyboard } from './persona-identity.ts';
import type { ProviderRequests } from './provider-requests.ts';
import { settledAfter, type WorkflowParts, workflowVerbs } from './workflow-verbs.ts';

/** What a persona's browser did. */
interface Deed {
  ok: boolean;
  summary: string;
  flow: string;
  status?: number;
}

interface Agent {
  signIn(input: {
    persona: string;
    app: string;
    username?: string;
    password?: string;
    consent?: 'allow' | 'deny';
  }): Promise<Deed>;
  signOut(input: { persona: string; app: string }): Promise<Deed>;
  callApi(input: {
    persona: string;
    app: string;
    api: string;
    method: string;
    path: string;
    body?: string;
  }): Promise<Deed>;
  readMessage(input: ReadMessage): Promise<Deed>;
  press(input: Press): Promise<Deed>;
  startDevice(input: { persona: string; app: string }): Promise<Deed>;
  approveDevice(input: { persona: string; app: string; decision: 'allow' | 'deny' }): Promise<Deed>;
}

interface ReadMessage {
  persona: string;
  channel: 'email' | 'sms';
  subject: string;
  username?: string;
  password?: string;
}

type Press = { persona: string; app: string; path: string; fields?: Record<string, string> };

/** What administrators do with accounts. */
interface Administration {
  create(input: MethodParams<'accounts.create'>): Promise<MethodOutput<'accounts.create'>>;
  act(id: string, action: MethodParams<'accounts.act'>['action']): Promise<MethodOutput<'accounts.act'>>;
  forget(id: string): Promise<void>;
}

export interface VerbHostDeps {
  extensions: {
    list(): MethodOutput<'extensions.list'>;
    save(extension: MethodParams<'extensions.save'>): Promise<unknown>;
    remove(id: string): void;
  };
  administration: Administration;
  workflows: WorkflowParts;
  governance: { set(change: MethodParams<'governance.set'>): unknown };
  resetAttacks: () => void;
  core: Core;
  agent: Agent;
  keyboard: Keyboard;
  clock: ClockControl;
  snapshots: Snapshots;
  /** The snapshot of the world as it began. */
  pristine: string;
  providerRequest: ProviderRequests;
  directoryToken: DirectoryTokens;
  send: (input: MethodParams<'requests.send'>) => Promise<MethodOutput<'requests.send'>>;
}

/** Ties the verbs of labs to the parts that do them. The same for a button, a solution and the prover. */
export function createVerbHost(deps: VerbHostDeps) {
  const { core, agent, keyboard, clock, snapshots, pristine, send } = deps;
  const accounts = new Accounts(core.store);
  /** Packs name an account by its id, or by its user name where the directory has made the id up. */
  const idOf = (account: string): string =>
    (accounts.get(account) ?? accounts.byUsername(account))?.id ?? account;
  const verbs = {
    ...workflowVerbs(deps.workflows),
    switchPersona: async (persona: string) => keyboard.switchTo(persona),
    signIn: (input: Parameters<Agent['signIn']>[0]) => agent.signIn(input),
    signOut: (input: Parameters<Agent['signOut']>[0]) => agent.signOut(input),
    callApi: (input: Parameters<Agent['callApi']>[0]) => agent.callApi(input),
    readMessage: (input: ReadMessage) => agent.readMessage(input),
    press: (input: Press) => agent.press(input),
    startDevice: (input: Parameters<Agent['startDevice']>[0]) => agent.startDevice(input),
    approveDevice: (input: Parameters<Agent['approveDevice']>[0]) => agent.approveDevice(input),
    resetAttacks: async () => deps.resetAttacks(),
    gatewayRequest: async (input: MethodParams<'requests.send'>) => {
      const { status, flow } = await send(input);
      return { status, flow, summary: `The gateway answered ${status} to ${input.method} ${input.path}.` };
    },
    directoryToken: (input: Parameters<DirectoryTokens>[0]) => deps.directoryToken(input),
    providerRequest: (input: Parameters<ProviderRequests>[0]) => deps.providerRequest(input),
    setClient: async ({
      client,
      ...change
    }: {
      client: string;
      requestedScopes?: string[];
      rotateRefreshTokens?: boolean;
      pkce?: boolean;
    }) => updateApplication(core, { clientId: client, ...change }),
    createAccount: (input: Omit<MethodParams<'accounts.create'>, 'groups'>) =>
      asResult(() => deps.administration.create({ ...input, groups: ['customers'] })),
    actOnAccount: (account: string, action: MethodParams<'accounts.act'>['action']) =>
      asResult(() => deps.administration.act(idOf(account), action)),
    openAccount: async (account: string) => {
      const id = idOf(account);
      if (accounts.get(id)?.state.disabled) await deps.administration.act(id, { kind: 'enable' });
      if (accounts.get(id)?.state.locked) await deps.administration.act(id, { kind: 'unlock' });
    },
    forgetAccount: (account: string) => deps.administration.forget(idOf(account)),
    setGovernance: async (change: MethodParams<'governance.set'>) => {
      deps.governance.set(change);
    },
    saveExtension: async (extension: MethodParams<'extensions.save'>) => {
      await deps.extensions.save(extension);
    },
    removeExtension: async (id: string) => {
      if (deps.extensions.list().some((script) => script.id === id)) deps.extensions.remove(id);
    },
    advanceClock: async (ms: number) => {
      await clock.advance(ms);
    },
    moveClockTo: async (time: number) => {
      await clock.advance(time - core.clock.now());
    },
    takeSnapshot: async (name: string) => {
      await snapshots.take(name);
    },
    isWorldFresh: async () => snapshots.isStateOf(pristine),
    resetWorld: async () => {
      await snapshots.restore(pristine);
    },
  };
  return settledAfter(verbs, deps.workflows.settled);
}

/** A refusal by a rule of the directory is told, as one by the provider is. */
async function asResult(work: () => Promise<{ title: string; flow: string }>) {
  try {
    const { title, flow } = await work();
    return { summary: `Done. Its history says “${title}”.`, flow };
  } catch (error) {
    if (error instanceof GatehouseError) return { summary: `${error.what} ${error.why}` };
    throw error;
  }
}
