import { z } from 'zod';
import { GatehouseError } from '../contract/errors.ts';
import type { Json, JsonObject } from '../contract/json.ts';
import type { Core } from '../events/core.ts';
import { workAs } from '../events/work.ts';
import { StateSettings } from '../store/settings.ts';

interface Input {
  persona: string;
  method: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: JsonObject;
  authorization: 'none' | 'service' | 'token';
  keep: Readonly<Record<string, string>>;
}

/** Sends a request to the provider as a persona; answers in one line what came of it. */
export type ProviderRequests = (input: Input) => Promise<{ summary: string; flow: string; status: number }>;

/** What was noted of answers belongs to the state, so that a step that is put back finds what it had. */
const KEY = 'requests.noted';
const notesSchema = z.record(z.string(), z.string());

/** Members of answers that a workflow goes on with. */
const CODES = ['flowConfirmationCode', 'recoveryCode', 'resendCode', 'confirmationCode', 'resetCode'];
const CODE_HEADER = 'one-time-authorization-code';
const NOTED_HEADER = 'one-time-code';
/** Before the name of a header, in `keep`. */
const IN_HEADER = 'header:';
/** How deep an answer is looked through. */
const DEPTH = 6;

/** Answers are looked at up to this size, bytes. */
const SHOWN = 64 * 1024;

/** A hand-made client of the provider, as an attacker or a developer has one: it fills in what earlier answers gave. */
export function createProviderRequests(
  core: Core,
  issuer: string,
  serviceToken: () => string,
): ProviderRequests {
  const settings = new StateSettings(core.store);
  return async ({ persona, method, path, headers, body, authorization, keep }) => {
    const notes = settings.get(KEY, notesSchema) ?? {};
    const sent: Record<string, string> = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, filled(value, notes)]),
    );
    if (authorization === 'service') sent.authorization = `Bearer ${serviceToken()}`;
    if (authorization === 'token') sent.authorization = `Bearer ${ownToken(core, persona)}`;
    if (body !== undefined) sent['content-type'] ??= 'application/json';
    const url = `${issuer}${filled(path, notes)}`;
    const from = `browser:${persona}`;
    const { result, flow } = await workAs(core, `persona:${persona}`, from, async () => {
      const response = await core.dispatcher.fetchAs(from)(url, {
        method,
        headers: sent,
        body: body === undefined ? null : filled(JSON.stringify(body), notes),
        // A redirect may lead off this machine: to wherever a client has registered one. It is an answer like any other.
        redirect: 'manual',
      });
      const text = (await response.text()).slice(0, SHOWN);
      return { status: response.status, header: response.headers, text };
    });
    const { status, header, text } = result;
    const code = header.get(CODE_HEADER);
    const answer = parsed(text);
    settings.set(KEY, {
      ...notes,
      ...codesIn(answer, DEPTH),
      ...(code === null ? {} : { [NOTED_HEADER]: code }),
      ...kept(answer, header, keep),
    });
    return {
      status,
      flow,
      summary: `The provider answered ${status} to ${method} ${path.replaceAll(/\{[\w-]+\}/g, '…')}.`,
    };
  };
}

/** Puts what was noted in the place of `{name}`. Throws `request.nothing-noted` where there is no such note. */
function filled(text: string, notes: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{([\w-]+)\}/g, (_, name: string) => {
    const value = notes[name];
    if (value === undefined)
      throw new GatehouseError({
        code: 'request.nothing-noted',
        what: 'The request was not sent.',
        why: `No answer so far has given “${name}”.`,
        next: 'Make the call before this one first, and look at its answer.',
      });
    return value;
  });
}

function codesIn(answer: Json | undefined, depth: number): Record<string, string> {
  if (typeof answer !== 'object' || answer === null || depth === 0) return {};
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer)) {
    if (typeof value === 'string' && CODES.includes(name)) found[name] = value;
    else Object.assign(found, codesIn(value, depth - 1));
  }
  return found;
}

function kept(
  answer: Json | undefined,
  header: Headers,
  keep: Readonly<Record<string, string>>,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, path] of Object.entries(keep)) {
    const value = path.startsWith(IN_HEADER)
      ? header.get(path.slice(IN_HEADER.length))
      : memberAt(answer, path);
    if (typeof value === 'string') found[name] = value;
  }
  return found;
}

function memberAt(answer: Json | undefined, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, member) =>
        typeof inner === 'object' && inner !== null
          ? (inner as Readonly<Record<string, unknown>>)[member]
          : undefined,
      answer,
    );
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // An answer that is no JSON has nothing to note.
    return undefined;
  }
}

function ownToken(core: Core, persona: string): string {
  const row = core.store
    .prepare<{ handle: string }>(
      `SELECT handle FROM issued_token WHERE kind = 'access' AND account_id = ? ORDER BY issued_at DESC, rowid DESC LIMIT 1`,
    )
    .get(persona);
  const value = row && core.vault.reveal(row.handle)?.value;
  if (value) return value;
  throw new GatehouseError({
    code: 'request.no-token',
    what: 'There is no token to send.',
    why: `No application has received one of ${persona} yet.`,
    next: 'Sign in to an application first.',
  });
}
