import type { AccountState } from '../../src-main/contract/account-state.ts';
import { short, type WalkGround } from './ground.ts';
import { type Model, openCodes, type Person } from './model.ts';
import { PEOPLE } from './steps.ts';
import { Wrong } from './wrong.ts';

/** What holds after every step: the directory is as the model. Tokens are tried of those whom the step touched. */
export async function holds(ground: WalkGround, model: Model, touched: readonly string[]): Promise<void> {
  for (const id of PEOPLE) people(ground, model, id);
  codes(ground, model);
  sessions(ground, model);
  for (const token of model.tokens.filter(({ account }) => touched.includes(account))) {
    const works = await ground.works(token.value);
    const wanted = !token.dead && ground.now < token.expiresAt;
    if (works !== wanted)
      throw new Wrong(
        `the ${token.kind} token ${short(token.value)} of ${token.account} ${works ? 'works' : 'does not work'}`,
      );
  }
}

function people(ground: WalkGround, model: Model, id: string): void {
  const account = ground.account(id);
  const person = model.people[id] ?? null;
  if (!account || !person) {
    if (account || person) throw new Wrong(`the account of ${id} is ${account ? 'there' : 'gone'}`);
    return;
  }
  if (!sameState(account.state, person.state))
    throw new Wrong(
      `${id} is ${JSON.stringify(account.state)}; the law says ${JSON.stringify(person.state)}`,
    );
  const { claims } = account;
  const seen: Omit<Person, 'state' | 'password'> = {
    email: account.email,
    phone: typeof claims.phone_number === 'string' ? claims.phone_number : null,
    pendingEmail: account.pendingEmail,
    pendingPhone: account.pendingPhone,
    emailVerified: claims.email_verified === true,
    phoneVerified: claims.phone_number_verified === true,
  };
  for (const [name, value] of Object.entries(seen))
    if (value !== person[name as keyof Person])
      throw new Wrong(`${name} of ${id} is ${value}, not ${person[name as keyof Person]}`);
}

/** Every code ever sent stands as it has to, and there is no open one beside them. */
function codes(ground: WalkGround, model: Model): void {
  const book = ground.lifecycle.codes;
  for (const code of model.codes) {
    if (code.account.startsWith('nobody')) continue;
    const found = book.find(code.secret, code.account);
    if (
      found?.status !== code.status ||
      found.attempts !== code.attempts ||
      found.expiresAt !== code.expiresAt
    )
      throw new Wrong(
        `the code ${short(code.secret)} (${code.step} of ${code.account}) is ${found?.status}, tried ${found?.attempts} times, until ${found?.expiresAt}; it has to be ${code.status}, ${code.attempts}, ${code.expiresAt}`,
      );
  }
  for (const id of PEOPLE) {
    const [open, wanted] = [book.open(id).length, openCodes(model, id).length];
    if (open !== wanted) throw new Wrong(`${id} has ${open} open codes, not ${wanted}`);
  }
}

function sessions(ground: WalkGround, model: Model): void {
  const live = new Set(PEOPLE.flatMap((id) => ground.sessions(id)));
  for (const { uid, account, dead, until } of model.sessions) {
    if (dead && live.has(uid)) throw new Wrong(`a session of ${account} that ended is there`);
    if (!dead && ground.now < until && !live.has(uid)) throw new Wrong(`a session of ${account} ended`);
  }
}

/** Whether two states are the same, all members. */
export const sameState = (one: AccountState, other: AccountState): boolean =>
  (Object.keys(one) as (keyof AccountState)[]).every((name) => one[name] === other[name]);
