import type { Request, Response } from 'express';
import { emptySession } from './session.ts';
import type { SessionStore, StoredSession } from './session-store.ts';

/**
 * Ties a visitor's browser to its session by one cookie. The cookie has no expiry of its own: the browser's clock is not
 * the sandbox's, so the server alone decides when a session is over. Cookies ignore ports, hence a name for each
 * application.
 */
export class Visitors {
  readonly #sessions: SessionStore;
  readonly #cookieName: string;

  constructor(sessions: SessionStore, clientId: string) {
    this.#sessions = sessions;
    this.#cookieName = sessionCookieName(clientId);
  }

  current(req: Request): StoredSession | undefined {
    const value = cookie(req, this.#cookieName);
    return value === undefined ? undefined : this.#sessions.find(value);
  }

  /** The visitor's session, begun now if there is none. */
  ensure(req: Request, res: Response): StoredSession {
    return this.current(req) ?? this.begin(res, { id: '', session: emptySession() });
  }

  /** Puts the session under a new key, so that a key that was known before the sign-in is worth nothing after it. */
  renew(res: Response, old: StoredSession): StoredSession {
    this.#sessions.end(old.id);
    return this.begin(res, old);
  }

  /** Ends the session and takes its cookie away. */
  leave(res: Response, stored: StoredSession): void {
    this.#sessions.end(stored.id);
    res.append('Set-Cookie', `${this.#cookieName}=; Path=/; Max-Age=0`);
  }

  begin(res: Response, { session }: StoredSession): StoredSession {
    const { cookie: value, id } = this.#sessions.create(session);
    res.append('Set-Cookie', `${this.#cookieName}=${value}; Path=/; HttpOnly; SameSite=Lax`);
    return { id, session };
  }
}

/** `online-banking` keeps its session in `online_banking_sid`. */
export const sessionCookieName = (clientId: string): string => `${clientId.replaceAll('-', '_')}_sid`;

function cookie(req: Request, name: string): string | undefined {
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
