import type { LabReset } from '../contract/lab-reset.ts';
import type { LabState, LabSummary } from '../contract/labs.ts';
import type { SandboxHandlers } from '../contract/methods.ts';
import { labNotOpen, labUnavailable, unknownLab } from './engine/errors.ts';
import { LabSession } from './engine/lab-session.ts';
import type { LabProgress } from './engine/progress.ts';
import { ProgressFile } from './engine/progress-file.ts';
import type { Lab } from './format/pack.ts';
import { PackLibrary } from './library.ts';
import type { LabPorts } from './ports.ts';

export type LabHandlers = Pick<SandboxHandlers, Extract<keyof SandboxHandlers, `labs.${string}`>>;

/** The labs of a running sandbox. */
export interface Labs {
  handlers: LabHandlers;
  /** Hears the open lab each time it changes, null when none is open. Answers the function that unsubscribes. */
  onState(listener: (lab: LabState | null) => void): () => void;
  /** What a person should know, e.g. that saved progress could not be read. */
  notices: readonly string[];
  close(): void;
}

/** Makes the labs of a sandbox: packs are read, progress is loaded, a lab that was open is open again. */
export function createLabs(ports: LabPorts): Labs {
  const library = new PackLibrary(ports.packDirs, { version: ports.version, names: ports.names() });
  const file = new ProgressFile(ports.dataDir);
  const { progress } = file;
  const listeners = new Set<(lab: LabState | null) => void>();
  let session: LabSession | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const tell = (): void => {
    const state = session?.view() ?? null;
    for (const listener of listeners) listener(state);
  };
  const listener = { changed: tell, save: () => file.save() };
  const leave = (): void => {
    session?.close();
    session = undefined;
  };
  /** One command after another: opening a lab and resetting a step must not mix. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work).then((value) => {
      file.assertSaved();
      return value;
    });
    turn = result.catch(() => undefined);
    return result;
  };
  const start = (lab: Lab): LabSession => {
    const key = keyOf(lab.pack, lab.id);
    const known = progress.labs[key];
    const own: LabProgress =
      known && lab.steps.some((step) => step.id === known.current) ? known : newLab(lab, known);
    progress.labs[key] = own;
    return new LabSession(lab, own, ports, listener);
  };
  /** Keeps the world before a lab takes it over. Answers the name of its snapshot; a world just made is not worth one. */
  const keepWorld = async (coming: Lab): Promise<string | undefined> => {
    const { world } = progress;
    const lab = world ? library.find(world.pack, world.lab) : undefined;
    if (lab && progress.labs[keyOf(lab.pack, lab.id)]) {
      return (session?.lab === lab ? session : start(lab)).keepWorld();
    }
    if (await ports.verbs.isWorldFresh()) return undefined;
    const name = `Before the lab “${coming.title}”`;
    await ports.snapshots.take(name);
    return name;
  };
  const current = (ref: { pack: string; lab: string }): LabSession => {
    if (session?.lab.pack !== ref.pack || session.lab.id !== ref.lab) throw labNotOpen();
    return session;
  };
  const command =
    <P extends { pack: string; lab: string }>(work: (session: LabSession, params: P) => Promise<void>) =>
    (params: P) =>
      inTurn(async () => {
        const open = current(params);
        await work(open, params);
        tell();
        return open.view();
      });

  /** Forgets progress and puts the world back, as far as `what` says. Labs that are not open have no world of their own. */
  const reset = async (what: LabReset): Promise<void> => {
    if (what.scope === 'everything') {
      leave();
      progress.labs = {};
      progress.open = progress.world = null;
      await ports.verbs.resetWorld();
      recordReset(ports, what);
      return;
    }
    const isMeant = (lab: { pack: string; id: string }): boolean =>
      lab.pack === what.pack && (what.scope === 'pack' || lab.id === what.lab);
    for (const lab of library.labs().filter((one) => isMeant(one) && one !== session?.lab)) {
      delete progress.labs[keyOf(lab.pack, lab.id)];
    }
    if (session && isMeant(session.lab)) await session.restart();
    if (what.scope === 'pack') recordReset(ports, what);
  };

  if (progress.open) {
    const lab = library.find(progress.open.pack, progress.open.lab);
    if (lab && progress.labs[keyOf(lab.pack, lab.id)]) {
      session = start(lab);
      session.resume();
    }
  }
  const unsubscribe = ports.feed.subscribe((events) => session?.heard(events));

  return {
    handlers: {
      'labs.list': () => ({
        labs: library.labs().map((lab) => summaryOf(lab, progress.labs[keyOf(lab.pack, lab.id)])),
        problems: library.problems(),
      }),
      'labs.current': () => session?.view() ?? null,
      'labs.open': (ref) =>
        inTurn(async () => {
          const lab = library.find(ref.pack, ref.lab);
          if (!lab) throw unknownLab(ref.pack, ref.lab);
          if (lab.unavailable !== undefined) throw labUnavailable(lab.unavailable);
          if (session?.lab !== lab) {
            const worldIsRight = progress.world?.pack === lab.pack && progress.world.lab === lab.id;
            const kept = worldIsRight ? undefined : await keepWorld(lab);
            const next = start(lab);
            leave();
            // Until it is set up, the world is that of no lab.
            progress.open = progress.world = null;
            try {
              await next.open(worldIsRight, kept);
            } catch (error) {
              next.close();
              tell();
              throw error;
            }
            progress.open = progress.world = { pack: lab.pack, lab: lab.id };
            session = next;
            file.save();
          }
          tell();
          return session.view();
        }),
      'labs.close': () =>
        inTurn(async () => {
          leave();
          progress.open = null;
          file.save();
          tell();
          return {};
        }),
      'labs.goto': command((open, { step }) => open.goto(step)),
      'labs.done': command((open, { step }) => open.markRead(step)),
      'labs.act': (params) =>
        inTurn(async () => {
          const result = await current(params).act(params.step, params.action);
          tell();
          return result;
        }),
      'labs.answer': command((open, { step, options }) => open.answer(step, options)),
      'labs.hint': command((open, { step }) => open.hint(step)),
      'labs.check': command((open, { step }) => open.check(step)),
      'labs.reset-step': command((open, { step }) => open.reset(step)),
      'labs.skip': command((open, { step }) => open.skip(step)),
      'labs.reveal': command((open, { step }) => open.reveal(step)),
      'labs.unsolve': command((open, { step }) => open.unsolve(step)),
      'labs.play-solution': (params) =>
        inTurn(async () => {
          const result = await current(params).playSolution(params.step, params.index);
          tell();
          return result;
        }),
      'labs.reset': (what) =>
        inTurn(async () => {
          await reset(what);
          file.save();
          tell();
          return session?.view() ?? null;
        }),
    },
    onState(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    notices: file.notice === undefined ? [] : [file.notice],
    close() {
      unsubscribe();
      listeners.clear();
      leave();
    },
  };
}

const keyOf = (pack: string, lab: string): string => `${pack}/${lab}`;

function recordReset({ recorder }: LabPorts, { scope, ...what }: LabReset): void {
  recorder.record({
    type: 'lab.reset',
    outcome: 'ok',
    actor: 'sandbox',
    node: 'sandbox',
    data: { scope, ...what },
  });
}

/** Progress of a lab that begins, or whose step at which it stood is gone. */
function newLab(lab: Lab, known: LabProgress | undefined): LabProgress {
  const { startedAt = 0, away = [], steps = {} } = known ?? {};
  return { current: lab.steps[0]?.id ?? '', startedAt, away, steps };
}

function summaryOf(lab: Lab, progress: LabProgress | undefined): LabSummary {
  return {
    pack: lab.pack,
    packTitle: lab.packTitle,
    id: lab.id,
    title: lab.title,
    summary: lab.summary,
    difficulty: lab.listing.difficulty,
    minutes: lab.listing.minutes,
    concepts: lab.listing.concepts,
    steps: lab.steps.map(({ id, title }) => ({ id, title, done: progress?.steps[id]?.everDone === true })),
    begun: progress !== undefined && Object.keys(progress.steps).length > 0,
    unavailable: lab.unavailable,
  };
}
