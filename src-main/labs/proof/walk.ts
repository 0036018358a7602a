import type { SandboxEvent } from '../../contract/events.ts';
import { LabSession } from '../engine/lab-session.ts';
import type { LabProgress } from '../engine/progress.ts';
import { WorldKeeper } from '../engine/world-keeper.ts';
import type { Lab } from '../format/pack.ts';
import type { LabPorts } from '../ports.ts';
import { normalisedLog, normalisedState } from './normalise.ts';

const PAGE = 1000;

/** A lab that is played in a sandbox as in the app, without an app. */
export class Walk {
  readonly session: LabSession;
  readonly world: WorldKeeper;
  readonly progress: LabProgress;
  readonly #lab: Lab;
  readonly #ports: LabPorts;
  readonly #unsubscribe: () => void;

  constructor(lab: Lab, ports: LabPorts) {
    this.#lab = lab;
    this.#ports = ports;
    this.progress = { current: lab.steps[0]?.id ?? '', startedAt: ports.feed.last(), away: [], steps: {} };
    const ignore = (): void => undefined;
    this.session = new LabSession(lab, this.progress, ports, { changed: ignore, save: ignore });
    this.world = new WorldKeeper(lab, this.progress, ports);
    // As in the app: checks are judged while things happen, not only at the end.
    this.#unsubscribe = ports.feed.subscribe((events) => this.session.heard(events));
  }

  close(): void {
    this.#unsubscribe();
    this.session.close();
  }

  /**
   * Plays the lab from its first step to its last, as a learner who does all right, or who has everything done for her.
   * Answers the state, normalised, as each step was opened.
   */
  async through(how: 'solved' | 'skipped'): Promise<Map<string, string[]>> {
    const states = new Map<string, string[]>();
    for (const step of this.#lab.steps) {
      await this.session.goto(step.id);
      states.set(step.id, normalisedState(this.#ports.snapshots.contents()));
      if (step.type === 'read') await this.session.markRead(step.id);
      else if (how === 'skipped') await this.session.skip(step.id);
      else {
        await this.world.playSolution(step);
        await this.session.check(step.id);
      }
    }
    return states;
  }

  /** Everything that was recorded after `after`, normalised. */
  async logSince(after: number): Promise<string[]> {
    await this.#ports.recorder.committed();
    const events: SandboxEvent[] = [];
    for (;;) {
      const page = this.#ports.feed.query({ after: events.at(-1)?.seq ?? after, limit: PAGE });
      events.push(...page);
      if (page.length < PAGE) break;
    }
    return normalisedLog(events);
  }
}
