import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { GatehouseError } from '../contract/errors.ts';
import { type Snapshot, snapshotSchema } from '../contract/status.ts';
import { type PersonaProfile, personaProfileSchema } from '../contract/worker.ts';
import { checkForeignState } from '../store/foreign-state.ts';
import { STATE_MIGRATIONS } from '../store/migrations/state.ts';
import { digestOfCopy } from '../store/state-contents.ts';
import { removeDrafts, writeWhole } from '../store/whole-file.ts';
import { realNow } from './clock.ts';
import type { Core } from './core.ts';
import { packSnapshot, unpackSnapshot } from './snapshot-file.ts';

/** Requests that are under way when the state is put back have this long to end, ms of real time. */
const GRACE_MS = 40;
/** Automatic snapshots beyond this many are removed, oldest first. */
const KEEP_AUTOMATIC = 60;

const fileSchema = z.object({
  schema: z.number().int(),
  snapshot: snapshotSchema,
  profiles: z.array(personaProfileSchema),
});

/** The browsers of the personas, which a snapshot takes along. */
export interface ProfileKeeper {
  readAll(): Promise<PersonaProfile[]>;
  /** Answers what could not be put back, in plain words. */
  replaceAll(profiles: PersonaProfile[]): Promise<string[]>;
}

/** Where a state is copied from: the live sandbox, or a fork of it. */
export interface StateOwner {
  core: Core;
  profiles: ProfileKeeper;
}

/** The copy that a snapshot holds, for whoever opens another sandbox on it. */
export interface StateSource {
  name: string;
  /** Path of the database; it is read, never written. */
  file: string;
  profiles: PersonaProfile[];
}

/** Copies of the whole state, kept as files beside it. The event log is no part of them. */
export class Snapshots {
  readonly #core: Core;
  readonly #folder: string;
  readonly #profiles: ProfileKeeper;
  readonly #kept = new Set<string>();

  constructor(core: Core, folder: string, profiles: ProfileKeeper) {
    this.#core = core;
    this.#folder = folder;
    this.#profiles = profiles;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#removeUnfinished();
  }

  /** Every snapshot that this version can restore, newest first. */
  list(): Snapshot[] {
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => this.#read(name.slice(0, -'.json'.length))?.snapshot ?? [])
      .map((snapshot) => (this.#kept.has(snapshot.id) ? { ...snapshot, kept: true } : snapshot))
      .sort((one, other) => other.wtime - one.wtime || other.seq - one.seq);
  }

  /** From now on this snapshot is neither renamed nor deleted. */
  keep(id: string): void {
    this.#kept.add(id);
  }

  has(id: string): boolean {
    return /^[0-9a-f]{16}$/.test(id) && existsSync(this.#database(id));
  }

  take(name: string, automatic = false): Promise<Snapshot> {
    return this.takeOf({ core: this.#core, profiles: this.#profiles }, name, automatic);
  }

  /** Takes a snapshot of another sandbox's state, to be restored here. */
  async takeOf(owner: StateOwner, name: string, automatic = false): Promise<Snapshot> {
    const profiles = await owner.profiles.readAll();
    const id = randomBytes(8).toString('hex');
    this.#core.log.flush();
    owner.core.store.copyTo(this.#database(id));
    const snapshot: Snapshot = {
      id,
      name,
      automatic,
      vtime: owner.core.clock.now(),
      wtime: realNow(),
      seq: this.#core.log.last,
      bytes: statSync(this.#database(id)).size,
    };
    this.#describe(snapshot, profiles);
    this.#core.recorder.record({ type: 'snapshot.taken', outcome: 'ok', data: { id, name, automatic } });
    this.#removeOld();
    return snapshot;
  }

  /** The copy that a snapshot holds. Throws `snapshot.unknown`. */
  source(id: string): StateSource {
    const { snapshot, profiles } = this.#known(id);
    return { name: snapshot.name, file: this.#database(id), profiles };
  }

  /**
   * Puts the state, the clock and the persona browsers back. Requests under way end or are aborted; what they still try
   * to write is refused. Answers what could not be put back. Throws `snapshot.unknown`.
   */
  async restore(id: string): Promise<string[]> {
    const file = this.#known(id);
    const { result: notes } = await this.#core.inFlight.exclusively(GRACE_MS, async (aborted) => {
      this.#core.log.flush();
      this.#core.store.replaceWith(this.#database(id), (generation) =>
        this.#core.recorder.record({
          type: 'snapshot.restored',
          outcome: 'ok',
          data: { id, name: file.snapshot.name, aborted, generation },
        }),
      );
      return this.#profiles.replaceAll(file.profiles);
    });
    await this.#core.recorder.committed();
    return notes;
  }

  /** Gives a snapshot another name. One that was taken by itself is kept from then on. Throws `snapshot.unknown`, `snapshot.kept`. */
  rename(id: string, name: string): Snapshot {
    const { snapshot, profiles } = this.#changeable(id);
    const renamed = { ...snapshot, name, automatic: false };
    this.#describe(renamed, profiles);
    return renamed;
  }

  /** Removes a snapshot. Throws `snapshot.unknown`, `snapshot.kept`. */
  remove(id: string): void {
    this.#changeable(id);
    rmSync(this.#description(id), { force: true });
    rmSync(this.#database(id), { force: true });
  }

  /** Packs a snapshot into one file, for another sandbox. Throws `snapshot.unknown`. */
  pack(id: string): Buffer {
    const { snapshot, profiles } = this.#known(id);
    return packSnapshot({ snapshot, profiles, state: readFileSync(this.#database(id)) });
  }

  /** Adds a snapshot from a file that another sandbox packed. Throws `snapshot.unfit`, and adds nothing then. */
  add(file: Buffer): Snapshot {
    const { snapshot: given, profiles, state } = unpackSnapshot(file);
    const id = randomBytes(8).toString('hex');
    const draft = `${this.#database(id)}.next`;
    try {
      writeFileSync(draft, state, { mode: 0o600 });
      checkForeignState(draft);
      renameSync(draft, this.#database(id));
    } finally {
      rmSync(draft, { force: true });
    }
    const snapshot = {
      ...given,
      id,
      automatic: false,
      kept: undefined,
      wtime: realNow(),
      seq: this.#core.log.last,
    };
    this.#describe(snapshot, profiles);
    return snapshot;
  }

  digest(): string {
    return this.#core.store.digest();
  }

  /** Whether the state is, to the byte, the one that a snapshot holds. Throws `snapshot.unknown`. */
  isStateOf(id: string): boolean {
    this.#known(id);
    return digestOfCopy(this.#database(id)) === this.digest();
  }

  #known(id: string): z.infer<typeof fileSchema> {
    const file = this.has(id) ? this.#read(id) : undefined;
    if (!file) throw unknownSnapshot();
    return file;
  }

  #changeable(id: string): z.infer<typeof fileSchema> {
    const file = this.#known(id);
    if (this.#kept.has(id)) throw keptSnapshot(file.snapshot.name);
    return file;
  }

  #describe(snapshot: Snapshot, profiles: PersonaProfile[]): void {
    const content = JSON.stringify({ schema: STATE_MIGRATIONS.length, snapshot, profiles });
    writeWhole(this.#description(snapshot.id), content);
  }

  #read(id: string): z.infer<typeof fileSchema> | undefined {
    const parsed = fileSchema.safeParse(parseJson(readFileSync(this.#description(id), 'utf8')));
    return parsed.success && parsed.data.schema === STATE_MIGRATIONS.length ? parsed.data : undefined;
  }

  /** A process that was killed while it took a snapshot leaves a copy without its description. */
  #removeUnfinished(): void {
    removeDrafts(this.#folder);
    for (const name of readdirSync(this.#folder)) {
      const id = /^([0-9a-f]{16})\.db/.exec(name)?.[1];
      if (id && !existsSync(this.#description(id))) rmSync(join(this.#folder, name), { force: true });
    }
  }

  #removeOld(): void {
    const automatic = this.list().filter((snapshot) => snapshot.automatic);
    for (const { id } of automatic.slice(KEEP_AUTOMATIC)) {
      rmSync(this.#description(id), { force: true });
      rmSync(this.#database(id), { force: true });
    }
  }

  #database(id: string): string {
    return join(this.#folder, `${id}.db`);
  }

  #description(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

function keptSnapshot(name: string): GatehouseError {
  return new GatehouseError({
    code: 'snapshot.kept',
    what: 'This snapshot stays as it is.',
    why: `“${name}” is what “Reset everything” goes back to.`,
    next: 'Take a snapshot of your own, and rename or delete that one.',
    status: 409,
  });
}

function unknownSnapshot(): GatehouseError {
  return new GatehouseError({
    code: 'snapshot.unknown',
    what: 'This snapshot cannot be restored.',
    why: 'It does not exist any more, or another version of the app took it.',
    next: 'Choose another one from the list.',
    status: 404,
  });
}

/** A description that was damaged from outside is no snapshot; it must not hide the others. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
