import { z } from 'zod';
import { GatehouseError } from '../../../contract/errors.ts';
import type { WorkflowDefinition } from '../../../contract/workflow-definition.ts';
import { WORKFLOW_LIMITS } from '../../../contract/workflow-limits.ts';
import type { WorkflowDetail, WorkflowSummary } from '../../../contract/workflows.ts';
import type { Core } from '../../../events/core.ts';
import { StateSettings } from '../../../store/settings.ts';
import type { CustomWorkflowStore } from '../../../store/workflows/custom-workflow-store.ts';
import type { StoredWorkflow } from '../../../store/workflows/workflows.ts';
import { readDefinition } from './definition/read-definition.ts';
import { SHIPPED } from './shipped/shipped.ts';

/** Below it lie the addresses at which workflows start. */
export const WORKFLOWS_PATH = '/api/workflows';
const SEEDED = 'identity.workflows-shipped';

/** The definitions that the sandbox holds. */
export class Definitions {
  readonly #core: Core;
  readonly #store: CustomWorkflowStore;

  constructor(core: Core, store: CustomWorkflowStore) {
    this.#core = core;
    this.#store = store;
  }

  /** Puts the shipped workflows into a state that never had them. */
  seed(): void {
    const settings = new StateSettings(this.#core.store);
    if (settings.get(SEEDED, z.boolean())) return;
    this.#core.store.transaction(() => {
      for (const yaml of SHIPPED.values()) this.#keep(yaml, this.#read(yaml));
      settings.set(SEEDED, true);
    });
  }

  /**
   * Reads those anew that are damaged, from what people wrote; one that came with the sandbox comes again where that is gone
   * as well. What cannot be read at all is left alone, starts nothing, and is told.
   */
  mend(): void {
    for (const { id, yaml } of this.#store.workflows.damaged()) {
      const text = readDefinition(yaml).definition?.workflow === id ? yaml : SHIPPED.get(id);
      this.#core.store.transaction(() => {
        if (text !== undefined) this.#keep(text, this.#read(text));
        this.#core.recorder.record({
          type: text === undefined ? 'workflow.failed' : 'workflow.defined',
          outcome: text === undefined ? 'failed' : 'ok',
          data: {
            workflow: id,
            why:
              text === undefined
                ? 'its definition is damaged and cannot be read'
                : text === yaml
                  ? 'its definition was damaged; it was read anew from its YAML'
                  : 'its definition was damaged; it is as it came with the sandbox',
          },
        });
      });
    }
  }

  list(): WorkflowSummary[] {
    return this.#store.workflows.all().map((workflow) => this.#summary(workflow));
  }

  /** Throws `workflow.unknown`. */
  get(id: string): WorkflowDetail {
    const found = this.known(id);
    return { ...this.#summary(found), yaml: found.yaml, definition: found.definition };
  }

  /** Throws `workflow.unknown`. */
  known(id: string): StoredWorkflow {
    const found = this.#store.workflows.get(id);
    if (!found) throw unknown(id);
    return found;
  }

  /** The workflow that starts at a path below {@link WORKFLOWS_PATH}. */
  at(path: string): StoredWorkflow | undefined {
    return this.#store.workflows
      .all()
      .find(({ definition: { start } }) => 'endpoint' in start && start.endpoint.path === path);
  }

  /** The workflows that an event starts. */
  startedBy(event: string): StoredWorkflow[] {
    return this.#store.workflows
      .all()
      .filter(({ definition: { start } }) => 'event' in start && start.event === event);
  }

  /** Throws `workflow.invalid`, `workflow.path-taken`, `workflow.room`. */
  save(yaml: string): WorkflowDetail {
    const definition = this.#read(yaml);
    return this.#core.store.transaction(() => {
      const { workflow: id, start } = definition;
      const other = 'endpoint' in start ? this.at(start.endpoint.path) : undefined;
      if (other && other.id !== id && 'endpoint' in start) throw pathTaken(start.endpoint.path, other);
      if (!this.#store.workflows.get(id) && this.#store.workflows.count() >= WORKFLOW_LIMITS.workflows)
        throw noRoom();
      const before = this.#store.workflows.get(id);
      if (before?.yaml !== yaml) {
        this.#keep(yaml, definition);
        this.#core.recorder.record({
          type: 'workflow.defined',
          outcome: 'ok',
          data: {
            workflow: id,
            title: definition.title,
            steps: definition.steps.map((step) => step.id),
            changed: before !== undefined,
          },
        });
      }
      return this.get(id);
    });
  }

  /** Throws `workflow.unknown` for one that did not come with the sandbox. */
  reset(id: string): WorkflowDetail {
    const yaml = SHIPPED.get(id);
    if (yaml === undefined) throw unknown(id);
    return this.save(yaml);
  }

  /** Throws `workflow.unknown`. */
  remove(id: string): void {
    this.#core.store.transaction(() => {
      if (!this.#store.workflows.remove(id)) throw unknown(id);
      this.#core.recorder.record({ type: 'workflow.removed', outcome: 'ok', data: { workflow: id } });
    });
  }

  #keep(yaml: string, definition: WorkflowDefinition): void {
    this.#store.workflows.save({
      id: definition.workflow,
      yaml,
      definition,
      updatedAt: this.#core.clock.now(),
    });
  }

  #read(yaml: string): WorkflowDefinition {
    const { definition, problems } = readDefinition(yaml);
    if (definition) return definition;
    const [first] = problems;
    throw new GatehouseError({
      code: 'workflow.invalid',
      what: 'The workflow was not kept.',
      why: first ? `Line ${first.line}, column ${first.column}: ${first.message}` : 'It cannot be read.',
      next: first?.next ?? 'Correct it.',
    });
  }

  #summary({ id, yaml, definition, updatedAt }: StoredWorkflow): WorkflowSummary {
    const { title, about, start, steps } = definition;
    const shipped = SHIPPED.get(id);
    return {
      id,
      title,
      about,
      startsAt: startsAt(definition),
      access: 'endpoint' in start ? start.endpoint.access : 'event',
      input: 'endpoint' in start ? start.endpoint.input : {},
      steps: steps.length,
      shipped: shipped !== undefined,
      changed: shipped !== undefined && shipped !== yaml,
      ...this.#store.runs.counts(id),
      updatedAt,
    };
  }
}

/** What starts a workflow, in words. */
export const startsAt = ({ start }: WorkflowDefinition): string =>
  'endpoint' in start ? `POST ${WORKFLOWS_PATH}/${start.endpoint.path}` : start.event;

function unknown(id: string): GatehouseError {
  return new GatehouseError({
    code: 'workflow.unknown',
    what: 'This workflow was not found.',
    why: `No workflow is called “${id.slice(0, 60)}”.`,
    next: 'Choose one of the list.',
    status: 404,
  });
}

function pathTaken(path: string, other: StoredWorkflow): GatehouseError {
  return new GatehouseError({
    code: 'workflow.path-taken',
    what: 'The workflow was not kept.',
    why: `“${other.definition.title}” starts at ${WORKFLOWS_PATH}/${path} already.`,
    next: 'Give it another path.',
    status: 409,
  });
}

function noRoom(): GatehouseError {
  return new GatehouseError({
    code: 'workflow.room',
    what: 'The workflow was not kept.',
    why: `The sandbox holds ${WORKFLOW_LIMITS.workflows} workflows at most.`,
    next: 'Remove one that you do not need.',
    status: 409,
  });
}
