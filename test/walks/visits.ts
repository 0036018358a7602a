import type { WalkGround } from './ground.ts';
import { ruled } from './law.ts';
import { countsFailure, entering } from './law-entering.ts';
import { countWrong, type Model, type Person } from './model.ts';
import type { Ruling } from './ruling.ts';
import { CHOOSING, WRONG_CODE } from './show.ts';
import type { Step } from './steps.ts';
import { Wrong } from './wrong.ts';

const MINUTE = 60_000;
const LIFE_OF_A_CODE = MINUTE;
const LIFE_OF_A_SESSION = 12 * 60 * MINUTE;

/** What a visit at the provider is held against. */
export interface Visited {
  ground: WalkGround;
  readonly model: Model;
  /** Carries a ruling out in the model, and reads what came by mail. */
  done(id: string, ruling: Ruling): void;
  /** No mail may have come. */
  nothingCame(): void;
}

/** Signs somebody in, or fails to, and holds what comes of it against the law. */
export async function signIn(
  visited: Visited,
  { account: id, typed, exchanges }: Omit<Step & { kind: 'sign-in' }, 'kind'>,
): Promise<void> {
  const { ground, model } = visited;
  const { now } = ground;
  const person = model.people[id];
  const otp = model.codes.findLast((code) => code.account === id && code.format === 'otp');
  const password =
    typed === 'right'
      ? (person?.password ?? 'none')
      : typed === 'code'
        ? (otp?.secret ?? WRONG_CODE)
        : WRONG_CODE;
  const before = new Set(ground.sessions(id));
  const entered = await ground.signIn(id, password);
  const ruling = person && typed === 'right' ? entering(person.state, model.governance, now) : undefined;
  if ((entered.at === 'application') !== (ruling !== undefined))
    throw new Wrong(`${id} in ${JSON.stringify(person?.state)} with the ${typed} password: ${entered.at}`);
  if (entered.at === 'application' && ruling) {
    visited.done(id, ruling);
    model.grants += 1;
    for (const uid of ground.sessions(id))
      if (!before.has(uid))
        model.sessions.push({ uid, account: id, dead: false, until: now + LIFE_OF_A_SESSION });
    model.onTheWay.push({
      value: entered.code,
      account: id,
      grant: model.grants,
      dead: false,
      expiresAt: now + LIFE_OF_A_CODE,
    });
    if (exchanges) await exchange(visited, model.onTheWay.length - 1);
    return;
  }
  if (!person) return;
  const failed = typed === 'right' ? undefined : failure(visited, person, now);
  // A code in place of a password is looked at wherever one is open (row 17), but not for who is disabled.
  const waits = model.codes.some(
    (code) =>
      code.account === id &&
      code.status === 'open' &&
      code.format === 'otp' &&
      code.step === 'UPDATE_PASSWORD',
  );
  const shown = model.codes.findLast((code) => code.account === id && code.secret === password);
  const opens =
    waits &&
    !person.state.disabled &&
    shown?.step === 'UPDATE_PASSWORD' &&
    shown.status === 'open' &&
    now < shown.expiresAt;
  if ((entered.at === 'new password') !== opens)
    throw new Wrong(`a ${typed} one-time password: ${entered.at}`);
  if (waits && !person.state.disabled && !shown) countWrong(model, id, CHOOSING);
  if (failed && !opens) visited.done(id, failed);
  else visited.nothingCame();
}

function failure({ model }: Visited, person: Person, now: number): Ruling | undefined {
  return countsFailure(person.state, now) ? ruled('fail', person.state, model.governance, now) : undefined;
}

/** Redeems an authorization code. */
export async function exchange({ ground, model }: Visited, at: number): Promise<void> {
  const { now } = ground;
  const code = model.onTheWay[at];
  if (!code) return;
  const given = await ground.tokens({ code: code.value });
  const person = model.people[code.account];
  const usable = person && !person.state.disabled && !person.state.locked;
  const good = !code.dead && now < code.expiresAt && Boolean(usable);
  if ((given !== undefined) !== good)
    throw new Wrong(`an authorization code of ${code.account} was ${given ? 'taken' : 'refused'}`);
  // One that comes back ends all that was issued by it (RFC 6749 §4.1.2).
  if (code.dead && now < code.expiresAt) endGrant(model, code.grant);
  code.dead = true;
  if (given) keep(model, given, code, now);
}

/** Exchanges a refresh token. */
export async function refresh({ ground, model }: Visited, at: number): Promise<void> {
  const { now } = ground;
  const token = model.tokens[at];
  if (!token) return;
  const given = await ground.tokens({ refresh: token.value });
  const person = model.people[token.account];
  const usable = person && !person.state.disabled && !person.state.locked;
  const good = !token.dead && now < token.expiresAt && Boolean(usable);
  if ((given !== undefined) !== good)
    throw new Wrong(`a refresh token of ${token.account} was ${given ? 'taken' : 'refused'}`);
  // One that was exchanged and comes back ends its family (RFC 9700 §4.14.2).
  if (token.dead) endGrant(model, token.grant);
  if (!given) return;
  token.dead = true;
  keep(model, given, token, now);
}

function endGrant(model: Model, grant: number): void {
  for (const token of model.tokens) if (token.grant === grant) token.dead = true;
}

function keep(
  { tokens }: Model,
  given: { access: string; refresh: string | undefined; seconds: number },
  { account, grant }: { account: string; grant: number },
  now: number,
): void {
  const base = { account, grant, dead: false };
  tokens.push({ ...base, value: given.access, kind: 'access', expiresAt: now + given.seconds * 1000 });
  if (given.refresh !== undefined)
    tokens.push({ ...base, value: given.refresh, kind: 'refresh', expiresAt: now + 14 * 24 * 60 * MINUTE });
}
