import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { GatehouseError, toPublicError } from '../../contract/errors.ts';
import type { PersonaCookie, PersonaProfile } from '../../contract/worker.ts';
import type { Core } from '../../events/core.ts';
import { sendProblem } from '../../events/problem.ts';
import type { PersonaProfiles } from '../agent/profile-jar.ts';
import { lent } from '../apps/online-banking/page/bank-client.js';
import { escapeHtml } from '../apps/shared/html.js';
import { sentCookies, swapLines, withCookies } from './browser-cookies.ts';
import { LINK_RULES } from './link-rules.ts';
import script from './swap-storage.js?raw';
import { Tickets } from './tickets.ts';

export interface PersonaSwitchDeps {
  core: Core;
  profiles: PersonaProfiles;
  issuer: string;
  /** Where the page lives that keeps something in the tab's storage. */
  storageOrigin: () => string;
  /** Origins to which a link may lead. */
  ownOrigins: () => string[];
  /** The persona at the keyboard, and how to seat another. */
  current: () => string;
  switchTo: (persona: string) => Promise<void>;
}

interface Move {
  stage: 'provider' | 'applications' | 'storage';
  from: string;
  persona: string;
  to: string;
  /** The browser knows better than the profile how `from` left; otherwise the profile was changed since. */
  keep: boolean;
}

const PATH = /^\/persona-switch\/([\w-]+)$/;
const SCRIPT_PATH = '/persona-switch/swap-storage.js';
const STORAGE_LIMIT = 256 * 1024;

/**
 * Seats another persona at a person's own browser, which has no partitions: its cookies of the provider (`localhost`)
 * and of the applications (`127.0.0.1`) are put aside and those of the other persona set in their place; likewise what
 * Online Banking keeps in the tab. One persona at a time.
 */
export class PersonaSwitch {
  readonly #deps: PersonaSwitchDeps;
  readonly #tickets: Tickets<Move>;
  /** The profile of each persona as it was when browser and profile were last the same. */
  readonly #inStep = new Map<string, string>();

  constructor(deps: PersonaSwitchDeps) {
    this.#deps = deps;
    this.#tickets = new Tickets(deps.core.clock);
  }

  /** An address that works once. Throws `persona.foreign-address` when `to` is none of the sandbox's own. */
  async link(persona: string, to: string): Promise<string> {
    const target = URL.canParse(to) ? new URL(to) : undefined;
    if (!target || !this.#deps.ownOrigins().includes(target.origin)) throw foreignAddress(to);
    const from = this.#deps.current();
    const keep = await this.#isInStep(from);
    const ticket = this.#tickets.issue({ stage: 'provider', from, persona, to: target.href, keep });
    return `${this.#deps.issuer}/persona-switch/${ticket}`;
  }

  /** Answers requests for the addresses that {@link link} hands out; false for all others. */
  handle(req: IncomingMessage, res: ServerResponse): boolean {
    const path = (req.url ?? '').split('?')[0] ?? '';
    if (path === SCRIPT_PATH) {
      res.writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'no-store' }).end(script);
      return true;
    }
    const ticket = PATH.exec(path)?.[1];
    if (ticket === undefined) return false;
    this.#answer(ticket, req, res).catch((error: unknown) => {
      const { what, why } = toPublicError(error);
      sendProblem(res, 500, what, why);
    });
    return true;
  }

  async #answer(ticket: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const move = this.#tickets.redeem(ticket);
    if (!move || (move.stage === 'storage') !== (req.method === 'POST')) {
      req.resume();
      this.#deps.core.recorder.record({
        type: 'http.refused',
        outcome: 'denied',
        reasons: [
          {
            rule: 'persona.link.unused',
            outcome: 'fail',
            path: 'path',
            seen: move ? req.method : null,
            standard: LINK_RULES['persona.link.unused'].standard,
          },
        ],
      });
      return sendProblem(res, 410, 'This link has been used', 'Choose the persona again to get a new one.');
    }
    if (move.stage === 'provider') {
      await this.#swapCookies(move, 'localhost', req, res);
      const next = this.#tickets.issue({ ...move, stage: 'applications' });
      res.writeHead(303, { location: `${this.#deps.storageOrigin()}/persona-switch/${next}` }).end();
    } else if (move.stage === 'applications') {
      await this.#swapCookies(move, '127.0.0.1', req, res);
      await this.#deps.switchTo(move.persona);
      this.#inStep.set(move.persona, fingerprint(await this.#deps.profiles.read(move.persona)));
      // The same persona in the same browser: what her tabs keep is right already.
      if (move.keep && move.from === move.persona) res.writeHead(303, { location: move.to }).end();
      else this.#sendStoragePage(res, move);
    } else {
      await this.#swapStorage(move, req, res);
    }
  }

  async #swapCookies(move: Move, host: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { profiles } = this.#deps;
    const sent = sentCookies(req.headers.cookie, host);
    if (move.keep) await profiles.replace(withCookies(await profiles.read(move.from), host, sent));
    const next = await profiles.read(move.persona);
    const wanted: PersonaCookie[] = next.cookies.filter((cookie) => cookie.host === host);
    res.setHeader('set-cookie', swapLines(sent, wanted));
    res.setHeader('cache-control', 'no-store');
    res.setHeader('referrer-policy', 'no-referrer');
  }

  #sendStoragePage(res: ServerResponse, move: Move): void {
    const ticket = this.#tickets.issue({ ...move, stage: 'storage' });
    const to = escapeHtml(move.to);
    res
      .writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy':
          "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      })
      .end(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Changing personas</title>
<noscript><meta http-equiv="refresh" content="0; url=${to}"></noscript>
<script type="module" src="${SCRIPT_PATH}"></script></head>
<body data-ticket="${ticket}" data-to="${to}" data-leaving="${move.from === move.persona ? 'no' : 'yes'}"><p>Changing personas… <a href="${to}">Go on</a></p></body></html>
`);
  }

  async #swapStorage(move: Move, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { profiles, storageOrigin } = this.#deps;
    const origin = storageOrigin();
    const kept = z.record(z.string(), z.string()).parse(JSON.parse(await readBody(req)));
    // A new tab has nothing to hand in; that says nothing of how the persona left.
    const handedIn = Object.keys(kept).length > 0 && move.from !== move.persona;
    if (move.keep && handedIn)
      await profiles.replace(withSession(await profiles.read(move.from), origin, kept));
    const next = await profiles.read(move.persona);
    this.#inStep.set(move.persona, fingerprint(next));
    const session = next.storage.find((area) => area.origin === origin)?.session ?? {};
    res.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    res.end(
      JSON.stringify(Object.fromEntries(Object.entries(session).map(([key, value]) => [key, lent(value)]))),
    );
  }

  /** Whether nobody but the browser has changed what the persona keeps since the last switch. */
  async #isInStep(persona: string): Promise<boolean> {
    const profile = await this.#deps.profiles.read(persona);
    const known = this.#inStep.get(persona) ?? fingerprint({ persona, cookies: [], storage: [] });
    return fingerprint(profile) === known;
  }
}

const fingerprint = ({ cookies, storage }: PersonaProfile): string => JSON.stringify([cookies, storage]);

function withSession(
  profile: PersonaProfile,
  origin: string,
  session: Record<string, string>,
): PersonaProfile {
  const others = profile.storage.filter((area) => area.origin !== origin);
  const local = profile.storage.find((area) => area.origin === origin)?.local ?? {};
  return { ...profile, storage: [...others, { origin, local, session }] };
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > STORAGE_LIMIT) throw new Error('the storage of the tab is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function foreignAddress(to: string): GatehouseError {
  return new GatehouseError({
    code: 'persona.foreign-address',
    what: 'The persona was not changed.',
    why: `${to} is no address of this sandbox.`,
    next: 'Choose one of its applications.',
  });
}
