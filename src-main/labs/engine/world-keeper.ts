import type { VerbResult } from '../../contract/labs.ts';
import { ANSWER_VERB } from '../format/answer-steps.ts';
import type { Lab, Step } from '../format/pack.ts';
import type { LabPorts } from '../ports.ts';
import { type PlayedBy, playVerb, type VerbCall } from '../verbs/verb-call.ts';
import { Answers, isSettled } from './answers.ts';
import { verbFailed } from './errors.ts';
import type { LabProgress } from './progress.ts';

/** Keeps the world right for a lab: set-up, snapshots before steps, solutions of steps that are skipped. */
export class WorldKeeper {
  readonly #lab: Lab;
  readonly #progress: LabProgress;
  readonly #ports: LabPorts;
  readonly #answers: Answers;

  constructor(lab: Lab, progress: LabProgress, ports: LabPorts) {
    this.#lab = lab;
    this.#progress = progress;
    this.#ports = ports;
    this.#answers = new Answers(lab, progress, ports);
  }

  /** Makes the lab's start world out of the world as it was first made: whatever was done before is no part of it. */
  async #setUp(): Promise<void> {
    if (!(await this.#ports.verbs.isWorldFresh())) await this.#ports.verbs.resetWorld();
    if (this.#lab.startTime !== undefined) await this.#ports.verbs.moveClockTo(this.#lab.startTime);
    await this.play(this.#lab.setup, { by: 'setup' });
  }

  /** Makes the start world and takes the snapshot of it. */
  async begin(): Promise<void> {
    await this.#setUp();
    const { id } = await this.#ports.snapshots.take(`Start of “${this.#lab.title}”`);
    this.#progress.start = id;
  }

  /** Keeps the world as it is, because another lab is about to have it. Answers the name under which it is kept. */
  async leave(): Promise<string> {
    const name = `“${this.#lab.title}” as you left it`;
    await this.#ports.recorder.committed();
    const { id } = await this.#ports.snapshots.take(name);
    await this.#ports.recorder.committed();
    this.#progress.left = { snapshot: id, at: this.#ports.feed.last() };
    return name;
  }

  /** Brings back the world as it was left. Answers whether that is still kept. What happened since does not count. */
  async comeBack(): Promise<boolean> {
    const { left } = this.#progress;
    this.#progress.left = undefined;
    if (left === undefined || !this.#ports.snapshots.has(left.snapshot)) return false;
    await this.#ports.snapshots.restore(left.snapshot);
    this.#progress.away.push([left.at, this.#ports.feed.last()]);
    return true;
  }

  /** Puts the world back to how the lab began: by its snapshot, or by making it anew. */
  async returnToStart(): Promise<void> {
    const { start } = this.#progress;
    if (start !== undefined && this.#ports.snapshots.has(start)) await this.#ports.snapshots.restore(start);
    else await this.begin();
  }

  /** Takes the snapshot to which a reset of this step will return. */
  async snapshotBefore(step: Step): Promise<string | undefined> {
    if (step.snapshot === 'off') return undefined;
    const { id } = await this.#ports.snapshots.take(`Before “${step.title}”`);
    return id;
  }

  /** Puts the world back to how it was before a step: by its snapshot, or by playing what led there. */
  async returnTo(step: Step): Promise<void> {
    const snapshot = this.#progress.steps[step.id]?.snapshot;
    if (snapshot !== undefined && this.#ports.snapshots.has(snapshot)) {
      await this.#ports.snapshots.restore(snapshot);
      return;
    }
    await this.returnToStart();
    for (const earlier of this.#lab.steps.slice(0, this.#lab.steps.indexOf(step))) {
      await this.play(earlier.setup, { by: 'setup', step: earlier.id });
      await this.replaySolution(earlier);
    }
  }

  /** Plays the solution of a step; a question that is settled is not answered again. */
  async playSolution(step: Step): Promise<void> {
    if (isSettled(step, this.#progress.steps[step.id]?.answers ?? [])) await this.replaySolution(step);
    else await this.play(this.#lab.solution.steps[step.id] ?? [], { by: 'solution', step: step.id });
  }

  /** Plays what the solution of a step does to the world; its question stays as it is. */
  async replaySolution(step: Step): Promise<void> {
    const verbs = (this.#lab.solution.steps[step.id] ?? []).filter(({ verb }) => verb !== ANSWER_VERB);
    await this.play(verbs, { by: 'solution', step: step.id });
  }

  /** Answers the question of a step. */
  async answer(step: string, options: readonly string[]): Promise<void> {
    await this.#answers.give(step, options);
  }

  /** Plays one verb. Answers what came of it, and throws what the verb throws. */
  async perform(call: VerbCall, by: Pick<PlayedBy, 'by' | 'step'>): Promise<VerbResult> {
    const { step } = by;
    return playVerb(
      call,
      { pack: this.#lab.pack, lab: this.#lab.id, ...by },
      {
        ...this.#ports,
        storyOf: (check) => this.#storyOf(check),
        ...(step === undefined ? {} : { answer: (options) => this.#answers.give(step, options) }),
      },
    );
  }

  /** The newest story that made a check of the lab pass. */
  #storyOf(check: string): string | undefined {
    const passed = Object.values(this.#progress.steps).map((step) => step.checks[check]);
    const flow = passed.find(Boolean)?.flows.at(-1);
    return flow === undefined ? undefined : this.#ports.feed.rootOf(flow);
  }

  /** Plays verbs one after another. Throws when one cannot be played, naming it. */
  async play(calls: readonly VerbCall[], by: Pick<PlayedBy, 'by' | 'step'>): Promise<void> {
    for (const call of calls) {
      const result = await this.perform(call, by);
      if (!result.ok) throw verbFailed(call.verb, result.message);
    }
    await this.#ports.recorder.committed();
  }
}
