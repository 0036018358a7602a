import type { IncomingMessage, ServerResponse } from 'node:http';
import { GatehouseError } from '../../contract/errors.ts';
import type { Extension, ScriptOutcome, ScriptProblem } from '../../contract/extensions.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { Core } from '../../events/core.ts';
import { sendProblem } from '../../events/problem.ts';
import { ExtensionStore } from '../../store/extensions.ts';
import type { OutboxRow } from '../../store/outbox.ts';
import type { CommittedFact } from '../lifecycle/handler-events.ts';
import type { AskBefore, Deciding } from '../lifecycle/hooks.ts';
import type { IdentityParts } from '../parts.ts';
import { askBefore, runBefore } from './ask-before.ts';
import { Decisions } from './decisions.ts';
import { Depth } from './depth.ts';
import { answerEndpoint, type Endpoint, EXTENSION_PATH, runEndpoint } from './endpoints.ts';
import { byEvent, type HandlerPorts, isBefore } from './handlers.ts';
import { hostFor } from './runner.ts';
import { tell, tellAfter } from './tell-after.ts';

/** What is on now. */
interface Active {
  handlers: ReturnType<typeof byEvent>;
  /** Whether there is one that is asked before its event. */
  asksBefore: boolean;
  /** By method and path. */
  endpoints: ReadonlyMap<string, Endpoint>;
}

/** The scripts of the learner: kept in the state, served as endpoints, asked and told as handlers. */
export class Extensions {
  readonly #core: Core;
  readonly #store: ExtensionStore;
  readonly #ports: HandlerPorts;
  readonly #depth = new Depth();
  readonly #decisions: Decisions;
  #active: Active | undefined;

  constructor(core: Core, issuer: string, sandboxToken: () => string) {
    this.#core = core;
    this.#store = new ExtensionStore(core.store);
    this.#ports = { core, issuer, sandboxToken, depth: this.#depth };
    this.#decisions = new Decisions((handlers, occasion) => askBefore(this.#ports, handlers, occasion));
    core.store.onReplaced(() => {
      this.#active = undefined;
    });
    core.store.onCommitted((rows) => this.#committed(rows));
  }

  list(): Extension[] {
    return this.#store.all();
  }

  /** Throws `extension.unknown`. */
  get(id: string): Extension {
    const found = this.#store.get(id);
    if (!found) throw unknown(id);
    return found;
  }

  /** What keeps a script from being read; nothing: it can run. */
  async check(source: string): Promise<ScriptProblem[]> {
    const problem = await hostFor('endpoint').check(source);
    if (!problem) return [];
    const { message, line, column } = problem;
    return [{ message, line, column }];
  }

  /** Keeps a script. One that is on must be readable, and its address must be its own. */
  async save(extension: Extension): Promise<Extension> {
    if (extension.enabled) {
      const [problem] = await this.check(extension.source);
      if (problem) throw unreadable(extension.id, problem);
    }
    this.#core.store.transaction(() => {
      this.#requireFree(extension);
      const before = this.#store.get(extension.id);
      this.#store.save(extension);
      this.#core.recorder.record({
        type: 'extension.saved',
        outcome: 'ok',
        data: { ...described(extension), isNew: before === undefined },
      });
    });
    this.#active = undefined;
    return extension;
  }

  /** Throws `extension.unknown`. */
  remove(id: string): void {
    const extension = this.get(id);
    this.#core.store.transaction(() => {
      this.#store.remove(id);
      this.#core.recorder.record({ type: 'extension.removed', outcome: 'ok', data: described(extension) });
    });
    this.#active = undefined;
  }

  enable(id: string, enabled: boolean): Promise<Extension> {
    return this.save({ ...this.get(id), enabled });
  }

  /** Runs a script once with this input, kept or not. Its calls are real: use a fork. */
  async try(extension: Extension, input: JsonObject): Promise<ScriptOutcome> {
    if (extension.kind === 'endpoint')
      return (await runEndpoint(this.#ports, extension, input, undefined)).outcome;
    if (isBefore(extension.event)) {
      const occasion = { subject: undefined, payload: input, rewritable: true };
      return (await runBefore(this.#ports, extension, occasion, true)).outcome;
    }
    const { account = null, ...data } = input;
    const fact = { type: 'account.changed', outcome: 'ok', data } as const;
    return tell(this.#ports, extension, extension.event, fact, account);
  }

  /** Does work that may ask handlers before it writes. */
  readonly deciding: Deciding = async (work) =>
    this.#now().asksBefore ? this.#decisions.decide(work) : work();

  /** What the handlers say before something is written. */
  readonly before: AskBefore = (events, occasion) => {
    const { handlers, asksBefore } = this.#now();
    const asked = asksBefore ? events.flatMap((event) => handlers.get(event) ?? []) : [];
    return asked.length === 0 ? undefined : this.#decisions.verdict(asked, occasion());
  };

  /** Answers a request at the depth of the script that sent it, if one did. */
  within(request: IncomingMessage, work: () => void): void {
    this.#depth.within(request, work);
  }

  /** Whether a request is for an endpoint of one's own; if so, it is answered. */
  handle(parts: IdentityParts, request: IncomingMessage, response: ServerResponse): boolean {
    const target = request.url ?? '/';
    if (!target.startsWith(EXTENSION_PATH)) return false;
    const path = target.slice(EXTENSION_PATH.length).split('?')[0];
    const endpoint = this.#now().endpoints.get(`${request.method} ${path}`);
    if (!endpoint) return false;
    answerEndpoint(parts, this.#ports, endpoint, request, response).catch((error: unknown) => {
      this.#core.recorder.record({
        type: 'idp.request.refused',
        outcome: 'failed',
        data: { endpoint: target, detail: String(error), status: 500 },
      });
      if (!response.headersSent)
        sendProblem(response, 500, 'Something went wrong in the sandbox', 'Try again.');
    });
    return true;
  }

  #now(): Active {
    this.#active ??= activeOf(this.#store.all());
    return this.#active;
  }

  #committed(rows: readonly OutboxRow[]): void {
    const { handlers } = this.#now();
    if (handlers.size === 0) return;
    for (const { facts = [] } of rows)
      for (const fact of facts) tellAfter(this.#ports, handlers, fact as CommittedFact);
  }

  #requireFree(extension: Extension): void {
    if (extension.kind !== 'endpoint') return;
    const address = addressOf(extension);
    const other = this.#store
      .all()
      .find((one) => one.id !== extension.id && one.kind === 'endpoint' && addressOf(one) === address);
    if (other) throw taken(address, other);
  }
}

const addressOf = ({ method, path }: Endpoint): string => `${method} ${path}`;

function activeOf(all: readonly Extension[]): Active {
  const endpoints = all.filter((one): one is Endpoint => one.kind === 'endpoint' && one.enabled);
  const handlers = byEvent(all);
  return {
    handlers,
    asksBefore: [...handlers.keys()].some(isBefore),
    endpoints: new Map(endpoints.map((endpoint) => [addressOf(endpoint), endpoint])),
  };
}

function described(extension: Extension): JsonObject {
  const { id, kind, title, enabled } = extension;
  const place: JsonObject =
    extension.kind === 'endpoint'
      ? { endpoint: `${extension.method} ${EXTENSION_PATH}${extension.path}`, access: extension.access }
      : { event: extension.event, priority: extension.priority };
  return { extension: id, kind, title, enabled, ...place };
}

function unknown(id: string): GatehouseError {
  return new GatehouseError({
    code: 'extension.unknown',
    what: 'This script was not found.',
    why: `There is no script with the id ${id}.`,
    next: 'Look at the list again: it may have been removed, or a snapshot may have been restored.',
    status: 404,
  });
}

function unreadable(id: string, { message, line }: ScriptProblem): GatehouseError {
  return new GatehouseError({
    code: 'extension.unreadable',
    what: `The script ${id} was not saved.`,
    why: `It is to be on, and cannot be read: ${message}${line === null ? '' : `, line ${line}`}.`,
    next: 'Mend the line, or switch the script off to keep it as it is.',
  });
}

function taken(address: string, other: Extension): GatehouseError {
  return new GatehouseError({
    code: 'extension.address-taken',
    what: 'The script was not saved.',
    why: `“${other.title}” answers ${address} already.`,
    next: 'Choose another method or path.',
    status: 409,
  });
}
