import { toPublicError } from '../../contract/errors.ts';
import type { SandboxEvent } from '../../contract/events.ts';
import type { LabArrival, LabState, VerbResult } from '../../contract/labs.ts';
import type { Check } from '../format/check-schema.ts';
import type { Lab, Step } from '../format/pack.ts';
import type { LabPorts } from '../ports.ts';
import { onlyShows } from '../verbs/registry.ts';
import type { VerbCall } from '../verbs/verb-call.ts';
import { awaitsPrediction } from './answers.ts';
import {
  hintsFirst,
  notForReading,
  predictFirst,
  solutionNotShown,
  stepGated,
  unknownAction,
} from './errors.ts';
import { nextHint } from './hint-offer.ts';
import { HintTimer } from './hint-timer.ts';
import type { LabProgress } from './progress.ts';
import { Referee } from './referee.ts';
import { recordSession } from './session-log.ts';
import { mayReveal } from './solution-view.ts';
import { Standing } from './standing.ts';
import { StepBook } from './step-book.ts';
import { viewOf } from './view.ts';
import { WorldKeeper } from './world-keeper.ts';

/** What a session tells its owner. */
export interface SessionListener {
  /** Something that the learner sees has changed. */
  changed(): void;
  /** Progress has changed and wants to be saved. */
  save(): void;
}

/** A lab that is open: its steps, its checks, its place in the world. */
export class LabSession {
  readonly lab: Lab;
  readonly #progress: LabProgress;
  readonly #ports: LabPorts;
  readonly #listener: SessionListener;
  readonly #world: WorldKeeper;
  readonly #referee: Referee;
  readonly #standing: Standing;
  readonly #steps: StepBook;
  readonly #hints: HintTimer;
  /** How the world was found when the lab was opened; told until one goes to another step. */
  #arrival: LabArrival | undefined;

  constructor(lab: Lab, progress: LabProgress, ports: LabPorts, listener: SessionListener) {
    this.lab = lab;
    this.#progress = progress;
    this.#ports = ports;
    this.#listener = listener;
    this.#steps = new StepBook(lab, progress, ports);
    this.#hints = new HintTimer(() => listener.changed());
    this.#world = new WorldKeeper(lab, progress, ports);
    this.#referee = new Referee(lab, progress, ports, () => {
      listener.save();
      listener.changed();
    });
    this.#standing = new Standing(lab, progress, ports, {
      lost: (step, check) => this.#lost(step, check),
      regained: (step) => this.#referee.markDone(step, 'passed'),
    });
  }

  /**
   * Begins the lab, or goes on with it. `worldIsRight`: no other lab was played since. `kept`: the snapshot in which the
   * world that was there before is kept.
   */
  async open(worldIsRight: boolean, kept?: string): Promise<void> {
    const current = this.#steps.step(this.#progress.current);
    recordSession(this.#ports, this.lab, 'lab.opened');
    if (Object.keys(this.#progress.steps).length === 0) {
      await this.#world.begin();
      this.#progress.startedAt = this.#ports.feed.last();
      this.#arrival = { world: 'new', kept };
    } else if (!worldIsRight) {
      this.#arrival = { world: await this.#comeBackTo(current), kept };
    }
    await this.#enter(current);
  }

  /** Brings back the world as it was left, or where that is not kept any more, as it was when the step began. */
  async #comeBackTo(current: Step): Promise<LabArrival['world']> {
    if (await this.#world.comeBack()) return 'as-left';
    await this.#world.returnTo(current);
    await this.#world.play(current.setup, { by: 'setup', step: current.id });
    if (this.#progress.steps[current.id]?.status === 'open') this.#steps.rearm(current);
    else await this.#world.replaySolution(current);
    return 'step-start';
  }

  /** Keeps the world for when one comes back. Answers the name of the snapshot. */
  async keepWorld(): Promise<string> {
    return this.#world.leave();
  }

  /** Goes on watching after a restart of the sandbox, whose state was kept. */
  resume(): void {
    this.#watch(this.#steps.step(this.#progress.current));
  }

  /** Hears of committed events. */
  heard(events: readonly SandboxEvent[]): void {
    this.#referee.heard(events);
    if (this.#standing.concerns(events)) this.#lookAgain();
  }

  /** Stops watching. */
  close(): void {
    this.#referee.stop();
    this.#hints.stop();
  }

  view(): LabState {
    const { verdicts, asked } = this.#referee;
    const seen = { verdicts, asked, changed: this.#standing.changed };
    return { ...viewOf(this.lab, this.#progress, seen), arrival: this.#arrival };
  }

  /** Opens a step. Throws `lab.step.gated` when a step before it must be done first. */
  async goto(id: string): Promise<void> {
    const step = this.#steps.step(id);
    for (const earlier of this.lab.steps.slice(0, this.lab.steps.indexOf(step))) {
      if (earlier.gate === 'hard' && !this.#progress.steps[earlier.id]?.everDone)
        throw stepGated(earlier.title);
    }
    await this.#enter(step);
  }

  /** Marks a step of type `read` as read. */
  async markRead(id: string): Promise<void> {
    const step = this.#steps.step(id);
    if (step.type !== 'read') throw notForReading(step.title);
    await this.#enter(step);
    this.#referee.markDone(step, 'passed');
  }

  /** Plays a button. What goes wrong while it plays is told in the result. */
  async act(id: string, action: string): Promise<VerbResult> {
    const step = this.#steps.step(id);
    const block = step.content.find((candidate) => candidate.kind === 'action' && candidate.id === action);
    if (block?.kind !== 'action') throw unknownAction(action);
    await this.#enter(step);
    if (!onlyShows(block.verb) && awaitsPrediction(step, this.#steps.of(step))) {
      throw predictFirst(step.title);
    }
    return this.#perform({ verb: block.verb, input: block.input }, { by: 'button', step: id });
  }

  /** Plays one line of a solution that was shown. What it brings about counts: the learner has read how. */
  async playSolution(id: string, index: number): Promise<VerbResult> {
    const step = this.#steps.step(id);
    await this.#enter(step);
    const call = this.lab.solution.steps[id]?.[index];
    if (!call || !this.#steps.of(step).revealed) throw solutionNotShown();
    return this.#perform(call, { by: 'solution', step: id });
  }

  /** Shows the solution. Throws `lab.solution.hints-first` while there is a hint to read. */
  async reveal(id: string): Promise<void> {
    const step = this.#steps.step(id);
    await this.#enter(step);
    const progress = this.#steps.of(step);
    if (progress.revealed) return;
    if (!mayReveal(this.lab, step, progress)) throw hintsFirst(step.hints.length - progress.hints.length);
    progress.revealed = true;
    recordSession(this.#ports, this.lab, 'lab.solution.shown', { step: id });
    this.#listener.save();
  }

  /** Takes the pass of a step away, so that it can be solved anew. The world stays as it is. */
  async unsolve(id: string): Promise<void> {
    const step = this.#steps.step(id);
    await this.#enter(step);
    await this.#ports.recorder.committed();
    recordSession(this.#ports, this.lab, 'lab.step.unsolved', { step: id, by: 'person' });
    const { snapshot } = this.#steps.of(step);
    this.#steps.begin(step, snapshot);
    this.#watch(step);
    this.#listener.save();
  }

  /** Puts the world back to how the lab began and forgets all its progress. */
  async restart(): Promise<void> {
    this.#referee.stop();
    await this.#world.returnToStart();
    this.#progress.steps = {};
    this.#progress.left = undefined;
    this.#progress.away = [];
    this.#arrival = undefined;
    recordSession(this.#ports, this.lab, 'lab.reset', { scope: 'lab' });
    await this.#ports.recorder.committed();
    this.#progress.startedAt = this.#ports.feed.last();
    await this.#enter(this.#steps.step(this.lab.steps[0]?.id ?? ''));
  }

  /** Answers the question of a step, or makes its prediction. */
  async answer(id: string, options: readonly string[]): Promise<void> {
    const step = this.#steps.step(id);
    await this.#enter(step);
    await this.#world.answer(id, options);
    this.#watch(step);
    this.#listener.save();
  }

  /** Shows the next hint. */
  async hint(id: string): Promise<void> {
    const step = this.#steps.step(id);
    await this.#enter(step);
    const progress = this.#steps.of(step);
    const next = nextHint(step, progress);
    if (!next) return;
    progress.hints.push(next.id);
    this.#hints.await(step, this.#progress.steps[step.id]);
    recordSession(this.#ports, this.lab, 'lab.hint.shown', { step: id, hint: next.id });
    this.#listener.save();
  }

  /** Judges the step now, and answers silence too. */
  async check(id: string): Promise<void> {
    await this.#enter(this.#steps.step(id));
    this.#referee.asked = true;
    await this.#settle();
  }

  /** Puts the world back to how it was before the step and lets it be played anew. What was done once stays done. */
  async reset(id: string): Promise<void> {
    const step = this.#steps.step(id);
    await this.#enter(step);
    await this.#world.returnTo(step);
    await this.#world.play(step.setup, { by: 'setup', step: id });
    await this.#ports.recorder.committed();
    recordSession(this.#ports, this.lab, 'lab.step.reset', { step: id });
    this.#steps.rearm(step);
    this.#watch(step);
    this.#listener.save();
  }

  /** Plays the step's solution and marks it as skipped. Throws when the solution cannot be played. */
  async skip(id: string): Promise<void> {
    const step = this.#steps.step(id);
    await this.#enter(step);
    if (this.#steps.of(step).everDone) return;
    this.#referee.paused = true;
    try {
      await this.#world.playSolution(step);
    } finally {
      this.#referee.paused = false;
    }
    this.#referee.markDone(step, 'skipped');
    await this.#settle();
  }

  async #enter(step: Step): Promise<void> {
    if (this.#progress.current !== step.id) this.#arrival = undefined;
    this.#progress.current = step.id;
    if (!this.#progress.steps[step.id]) await this.#openFirst(step);
    this.#watch(step);
    this.#listener.save();
  }

  async #openFirst(step: Step): Promise<void> {
    const snapshot = await this.#world.snapshotBefore(step);
    await this.#world.play(step.setup, { by: 'setup', step: step.id });
    recordSession(this.#ports, this.lab, 'lab.step.opened', {
      step: step.id,
      ...(snapshot === undefined ? {} : { snapshot }),
    });
    await this.#ports.recorder.committed();
    this.#steps.begin(step, snapshot);
  }

  async #perform(call: VerbCall, by: { by: 'button' | 'solution'; step: string }): Promise<VerbResult> {
    let result: VerbResult;
    try {
      result = await this.#world.perform(call, by);
    } catch (error) {
      const { what, why, next } = toPublicError(error);
      result = { ok: false, message: `${what} ${why} ${next}` };
    }
    // An answer may have begun the step's window anew.
    this.#referee.watch(this.#steps.step(by.step));
    await this.#settle();
    return result;
  }

  /** Watches a step, and what the steps before it have achieved. */
  #watch(step: Step): void {
    this.#referee.watch(step);
    this.#hints.await(step, this.#progress.steps[step.id]);
    this.#lookAgain();
  }

  #lookAgain(): void {
    if (!this.#standing.look()) return;
    this.#listener.save();
    this.#listener.changed();
  }

  #lost(step: Step, check: Check): void {
    const progress = this.#steps.of(step);
    progress.status = 'open';
    progress.unsolved = true;
    delete progress.checks[check.id];
    recordSession(this.#ports, this.lab, 'lab.step.unsolved', {
      step: step.id,
      check: check.id,
      by: 'sandbox',
    });
  }

  async #settle(): Promise<void> {
    await this.#ports.recorder.committed();
    await this.#referee.settle();
    this.#listener.save();
  }
}
