import { assertOffset, type VirtualClock } from './clock.ts';

interface Task {
  readonly name: string;
  readonly order: number;
  due: number;
  readonly every: number | undefined;
  readonly run: () => void | Promise<void>;
}

/** The longest sleep, ms: timers overflow beyond 2^31 - 1. */
const MAX_SLEEP_MS = 24 * 3600 * 1000;

/** Carries out a change of the clock, with what has to happen together with it. */
export type ClockChange = (move: () => void) => void;

const unaccompanied: ClockChange = (move) => move();

/**
 * All work that depends on virtual time. When the clock is advanced, what falls due runs in order, each task at its own
 * virtual time, before the advance returns; while time flows by itself, one real timer waits for the next task.
 */
export class Scheduler {
  readonly #clock: VirtualClock;
  readonly #tasks = new Set<Task>();
  readonly #failed: (name: string, error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #order = 0;
  #turn: Promise<void> = Promise.resolve();

  /** `failed` hears of tasks that threw; one failing task does not stop the others. */
  constructor(clock: VirtualClock, failed: (name: string, error: unknown) => void) {
    this.#clock = clock;
    this.#failed = failed;
  }

  /** Runs `run` once at virtual time `due`, ms. Answers the function that cancels it. */
  at(name: string, due: number, run: () => void | Promise<void>): () => void {
    return this.#add({ name, due, every: undefined, run, order: this.#order++ });
  }

  /** Runs `run` each `every` ms of virtual time. Answers the function that stops it. */
  every(name: string, every: number, run: () => void | Promise<void>): () => void {
    return this.#add({ name, due: this.#clock.now() + every, every, run, order: this.#order++ });
  }

  /**
   * Moves the clock by `ms`. Forwards, it runs what falls due on the way; a task that repeats runs once for the whole
   * jump if it would run more than a hundred times. Backwards, nothing runs. `change` may do more in the same moment; when
   * it fails, the clock is where it was. Rejects with `clock.out-of-range` before anything runs.
   */
  advance(ms: number, change: ClockChange = unaccompanied): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.#clock.offset;
      const target = Math.round(before + ms);
      assertOffset(target);
      if (ms > 0) await this.#runUntil(this.#clock.now() + ms);
      try {
        change(() => this.#clock.setOffset(target));
      } catch (error) {
        this.#clock.setOffset(before);
        throw error;
      } finally {
        this.#rebase();
      }
    });
  }

  /** Sets the offset of the clock, ms, without running what lies between. */
  jump(offset: number, change: ClockChange = unaccompanied): Promise<void> {
    return this.#inTurn(async () => {
      change(() => this.#clock.setOffset(offset));
      this.#rebase();
    });
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#tasks.clear();
  }

  #add(task: Task): () => void {
    this.#tasks.add(task);
    this.#arm();
    return () => this.#tasks.delete(task);
  }

  async #runUntil(end: number): Promise<void> {
    for (const task of this.#tasks) {
      if (task.every && (end - task.due) / task.every > 100) task.due = end;
    }
    for (let task = this.#next(); task && task.due <= end; task = this.#next()) {
      this.#clock.slideTo(Math.max(task.due, this.#clock.now()));
      await this.#run(task);
    }
  }

  async #run(task: Task): Promise<void> {
    if (task.every) task.due += task.every;
    else this.#tasks.delete(task);
    try {
      await task.run();
    } catch (error) {
      this.#failed(task.name, error);
    }
  }

  /** After a jump back, a task that repeats must not wait for the far future. */
  #rebase(): void {
    for (const task of this.#tasks) {
      if (task.every) task.due = Math.min(task.due, this.#clock.now() + task.every);
    }
    this.#arm();
  }

  #next(): Task | undefined {
    let next: Task | undefined;
    for (const task of this.#tasks) {
      if (!next || task.due < next.due || (task.due === next.due && task.order < next.order)) next = task;
    }
    return next;
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const next = this.#next();
    if (!next) return;
    const sleep = Math.min(Math.max(next.due - this.#clock.now(), 0), MAX_SLEEP_MS);
    this.#timer = setTimeout(() => void this.#inTurn(() => this.#runDue()), sleep);
    this.#timer.unref();
  }

  async #runDue(): Promise<void> {
    for (let task = this.#next(); task && task.due <= this.#clock.now(); task = this.#next())
      await this.#run(task);
    this.#arm();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
