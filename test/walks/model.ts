import type { AccountState, Channel } from '../../src-main/contract/account-state.ts';
import type { CodeFormat, CodeStatus, CodeStep, Scenario } from '../../src-main/contract/codes.ts';
import type { Governance } from '../../src-main/contract/governance.ts';
import type { Issue } from './law-codes.ts';
import type { Ruling } from './ruling.ts';

/** A person of a walk, as she has to be. */
export interface Person {
  state: AccountState;
  email: string;
  phone: string | null;
  pendingEmail: string | null;
  pendingPhone: string | null;
  emailVerified: boolean;
  phoneVerified: boolean;
  password: string;
}

/** A code that was once made. None is ever forgotten. Times are virtual, ms. */
export interface Code {
  secret: string;
  account: string;
  scenario: Scenario;
  step: CodeStep;
  format: CodeFormat;
  byPhone: boolean;
  status: CodeStatus;
  createdAt: number;
  expiresAt: number;
  attempts: number;
  /** The new address that it confirms. */
  address: string | null;
  /** It was made while there was a time of tolerance: then the code itself is kept, so that it can be sent once more. */
  kept: boolean;
  /** The channel that a recovery was begun with. */
  channelId: string;
}

/** A token that was once given. */
export interface Token {
  value: string;
  kind: 'access' | 'refresh';
  account: string;
  grant: number;
  dead: boolean;
  expiresAt: number;
}

/** An authorization code on its way to the application (RFC 6749 §4.1.2). */
export interface AuthorizationCode {
  value: string;
  account: string;
  grant: number;
  dead: boolean;
  expiresAt: number;
}

export interface Session {
  uid: string;
  account: string;
  dead: boolean;
  /** Until when it lives if nothing ends it. */
  until: number;
}

/** All that a walk knows: how the directory has to be. Pure data, so that a snapshot of it is a copy. */
export interface Model {
  governance: Governance;
  people: Record<string, Person | null>;
  codes: Code[];
  tokens: Token[];
  onTheWay: AuthorizationCode[];
  sessions: Session[];
  /** Up to which row messages were read. */
  read: number;
  grants: number;
  addresses: number;
}

/** A message that has to come. */
export interface Expected {
  account: string;
  template: string;
  address: string;
}

export const openCodes = (model: Model, account: string): Code[] =>
  model.codes.filter((code) => code.account === account && code.status === 'open');

/** The code that a request to send it again gives once more: within the time of tolerance. */
export function sentOnceMore(model: Model, account: string, issue: Issue, now: number): Code | undefined {
  const code = openCodes(model, account).findLast(
    ({ scenario, step, format }) =>
      scenario === issue.scenario && step === issue.step && format === issue.format,
  );
  const fresh = code?.kept && now - code.createdAt < model.governance.codes.tolerance && now < code.expiresAt;
  return fresh ? code : undefined;
}

/** From now on this code is known, for good. */
export const addCode = (model: Model, code: Omit<Code, 'kept'>): void =>
  void model.codes.push({ ...code, kept: model.governance.codes.tolerance > 0 });

/** Ends open codes of an account. */
export function end(
  model: Model,
  account: string,
  status: CodeStatus,
  { steps, except }: { steps?: readonly CodeStep[]; except?: Code | undefined } = {},
): void {
  for (const code of openCodes(model, account))
    if (code !== except && (steps === undefined || steps.includes(code.step))) code.status = status;
}

/** A wrong code was typed: it counts against the short ones that it could have been. */
export function countWrong(model: Model, account: string, accepted: readonly CodeStep[]): void {
  for (const code of openCodes(model, account)) {
    if (code.format !== 'otp' || !accepted.includes(code.step)) continue;
    code.attempts += 1;
    if (code.attempts >= model.governance.codes.maxTries) code.status = 'worn-out';
  }
}

export interface CarriedOut {
  /** What is known of the code that was made, all but its secret. */
  made: Omit<Code, 'secret' | 'kept'> | undefined;
  /** The code that is sent once more. */
  again: Code | undefined;
  expected: Expected[];
}

/** Carries out what the law says, in the model. `before` is the person as she was. */
export function carryOut(
  model: Model,
  id: string,
  ruling: Ruling,
  { now, resends = false, address = null }: { now: number; resends?: boolean; address?: string | null },
): CarriedOut {
  const before = model.people[id] ?? null;
  const { next, issue } = ruling;
  const internal = model.governance.notifications.internal;
  const again = resends && issue ? sentOnceMore(model, id, issue, now) : undefined;
  if (ruling.ends) end(model, id, ruling.ends, { except: again });
  if (ruling.endsStep) end(model, id, 'superseded', { steps: [ruling.endsStep] });
  cutAt(model, id, before?.state ?? null, ruling);
  if (before && next) before.state = next;
  if (next === null) model.people[id] = null;
  const expected: Expected[] = [];
  const person = model.people[id];
  const mail = (template: string) => {
    if (internal && person) expected.push({ account: id, template, address: person.email });
  };
  if (issue && issue.channel !== 'handed-over' && internal && person) {
    const own = issue.channel === 'sms' ? person.phone : person.email;
    const to = address ?? own;
    if (to !== null) expected.push({ account: id, template: issue.template, address: to });
  }
  for (const template of ruling.mails ?? []) mail(template);
  const made = issue && !again ? newCode(id, issue, { now, address, internal }) : undefined;
  return { made, again, expected };
}

export function newCode(
  account: string,
  issue: Pick<Issue, 'scenario' | 'step' | 'format' | 'channel' | 'lifetime'>,
  { now, address = null, internal = true }: { now: number; address?: string | null; internal?: boolean },
): Omit<Code, 'secret' | 'kept'> {
  const { scenario, step, format, channel, lifetime } = issue;
  return {
    account,
    scenario,
    step,
    format,
    byPhone: channel === 'sms' && internal,
    status: 'open',
    createdAt: now,
    expiresAt: now + lifetime,
    attempts: 0,
    address,
    channelId: '',
  };
}

/** What section 1.8 of the facts cuts: the edges of lock and disable flag, passwords, the end of an account. */
function cutAt(model: Model, id: string, before: AccountState | null, ruling: Ruling): void {
  const { next, cuts, password } = ruling;
  const { sessions } = model.governance;
  const locks = next?.locked === true && before?.locked === false;
  const disables = next?.disabled === true && before?.disabled === false;
  const mine = (one: { account: string }) => one.account === id;
  if (cuts || locks || disables) for (const token of model.tokens.filter(mine)) token.dead = true;
  if (cuts || locks) for (const code of model.onTheWay.filter(mine)) code.dead = true;
  const ends =
    (locks && sessions.endOnLock) ||
    (disables && sessions.endOnDisable) ||
    (next === null && sessions.endOnDelete) ||
    (password && sessions.endOnPasswordChange);
  if (ends) for (const session of model.sessions.filter(mine)) session.dead = true;
}

/** A code proves that its channel is the person's own; a parked address takes its place. */
export function verify(person: Person, code: Pick<Code, 'byPhone' | 'step' | 'address'>): void {
  const channel: Channel = code.byPhone || code.step === 'VERIFY_MOBILE_NUMBER' ? 'sms' : 'email';
  if (code.address !== null) {
    const parked = channel === 'email' ? person.pendingEmail : person.pendingPhone;
    if (parked !== code.address) return;
    if (channel === 'email') {
      person.email = parked;
      person.pendingEmail = null;
    } else {
      person.phone = parked;
      person.pendingPhone = null;
    }
  }
  if (channel === 'email') person.emailVerified = true;
  else person.phoneVerified = true;
}
