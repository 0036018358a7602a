import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../../events/clock.ts';
import type { StateStore } from '../../../store/state-store.ts';
import { type AppSession, appSessionSchema } from './session.ts';

/** A session unused for this long is over, ms of virtual time. */
export const SESSION_IDLE_MS = 8 * 3600 * 1000;

interface Row {
  sid: string;
  payload: string;
}

/** A session with the key under which it lies. */
export interface StoredSession {
  id: string;
  session: AppSession;
}

/**
 * The sessions of one application, in the state: they survive a restart, and a restore gives them back. The table holds
 * only the hash of a cookie's value, so reading it does not let anybody in.
 */
export class SessionStore {
  readonly #store: StateStore;
  readonly #clock: Clock;
  readonly #app: string;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(store: StateStore, clock: Clock, app: string) {
    this.#store = store;
    this.#clock = clock;
    this.#app = app;
  }

  /** The session behind a cookie's value; absent when there is none or it has expired. */
  find(cookie: string): StoredSession | undefined {
    const id = hash(cookie);
    const session = this.get(id);
    return session && { id, session };
  }

  /** The session with an id; absent when it has ended or expired. */
  get(id: string): AppSession | undefined {
    const row = this.#store
      .prepare<Row>('SELECT sid, payload FROM app_session WHERE app = ? AND sid = ? AND expires_at > ?')
      .get(this.#app, id, this.#clock.now());
    return row && parse(row).session;
  }

  /** Begins a session. Answers the cookie's value, which is nowhere else. */
  create(session: AppSession): { cookie: string; id: string } {
    const cookie = randomBytes(32).toString('base64url');
    const id = hash(cookie);
    this.#store.transaction(() => {
      this.#store
        .prepare('INSERT INTO app_session (app, sid, payload, expires_at) VALUES (?, ?, ?, ?)')
        .run(this.#app, id, JSON.stringify(session), this.#expiry());
    });
    return { cookie, id };
  }

  /** Keeps a changed session; one that has ended meanwhile stays ended. */
  save(id: string, session: AppSession): void {
    this.#store.transaction(() =>
      this.#store
        .prepare('UPDATE app_session SET payload = ?, expires_at = ? WHERE app = ? AND sid = ?')
        .run(JSON.stringify(session), this.#expiry(), this.#app, id),
    );
  }

  /** Removes the sessions whose time is over. Answers those in which somebody was signed in. */
  expire(): StoredSession[] {
    return this.#store.transaction(() =>
      this.#store
        .prepare<Row>('DELETE FROM app_session WHERE app = ? AND expires_at <= ? RETURNING sid, payload')
        .all(this.#app, this.#clock.now())
        .map(parse)
        .filter(({ session }) => session.user !== undefined),
    );
  }

  end(id: string): void {
    this.#store.transaction(() =>
      this.#store.prepare('DELETE FROM app_session WHERE app = ? AND sid = ?').run(this.#app, id),
    );
  }

  /** All live sessions of this application in which somebody is signed in. */
  signedIn(): StoredSession[] {
    return this.live().filter(({ session }) => session.user !== undefined);
  }

  /** All live sessions of this application. */
  live(): StoredSession[] {
    return this.#store
      .prepare<Row>('SELECT sid, payload FROM app_session WHERE app = ? AND expires_at > ?')
      .all(this.#app, this.#clock.now())
      .map(parse);
  }

  /**
   * Runs `work` after all earlier work on the same session: two clicks at once must not spend one refresh token twice.
   */
  inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(id) ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => undefined);
    this.#turns.set(id, settled);
    void settled.then(() => {
      if (this.#turns.get(id) === settled) this.#turns.delete(id);
    });
    return turn;
  }

  #expiry(): number {
    return this.#clock.now() + SESSION_IDLE_MS;
  }
}

const hash = (cookie: string): string => createHash('sha256').update(cookie).digest('base64url');

function parse(row: Row): StoredSession {
  return { id: row.sid, session: appSessionSchema.parse(JSON.parse(row.payload)) };
}
