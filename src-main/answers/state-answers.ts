import { performance } from 'node:perf_hooks';
import type { AccountState } from '../contract/account-state.ts';
import type { MatrixAnswer, MatrixQuestion, MatrixState, StateAnswers } from '../contract/answers.ts';
import type { Json } from '../contract/json.ts';
import { postJson, type Reply, refresh, type SignedIn, signIn, textIn, wso2Claims } from './ask.ts';
import type { AskedSandbox, OpenAsked } from './ports.ts';
import { reach, type TestAccount, WRONG_PASSWORD, withRefreshToken } from './states.ts';

/** An account of a fork in the state that is asked about. */
interface Stage {
  fork: AskedSandbox;
  account: TestAccount;
  reached: AccountState;
}

type Asked = Omit<MatrixAnswer, 'question'>;
const PASSWORD_RECOVERY = '/api/users/v2/recovery/password';
const USERNAME_RECOVERY = '/api/users/v2/recovery/username';

/** What changes least is asked first: a sign-in may open a lock, or bring one. */
const QUESTIONS: Record<MatrixQuestion, (stage: Stage) => Promise<Asked>> = {
  resend: async ({ fork, account }) =>
    answered(
      await postJson(
        fork,
        '/api/identity/user/v1.0/resend-code',
        { user: { username: account.username } },
        true,
      ),
    ),
  'recover-username': ({ fork, account }) =>
    recovered(fork, USERNAME_RECOVERY, { emailaddress: account.email }),
  'recover-password': ({ fork, account }) =>
    recovered(fork, PASSWORD_RECOVERY, { username: account.username }),
  refresh: async ({ fork, account }) => {
    if (account.refreshToken === undefined && account.password === undefined)
      return notAsked('Nobody could sign in to it, so it never got a refresh token.');
    // An account that begins in its state gets its token there, if it gets one at all.
    const { refreshToken } = account.refreshToken ? account : await withRefreshToken(fork, account);
    if (refreshToken === undefined)
      return notAsked('Nobody can sign in to it, so it never gets a refresh token.');
    return answered(await refresh(fork, refreshToken));
  },
  'sign-in-wrong': async ({ fork, account }) => typed(await signIn(fork, account.username, WRONG_PASSWORD)),
  'sign-in-right': async ({ fork, account }) =>
    account.password === undefined
      ? notAsked('The directory made a random password, which nobody knows.')
      : typed(await signIn(fork, account.username, account.password)),
};
const SHOWN: readonly MatrixQuestion[] = [
  'sign-in-right',
  'sign-in-wrong',
  'recover-password',
  'recover-username',
  'resend',
  'refresh',
];

/**
 * Asks the real endpoints of a fork what an account in a state is allowed. Where an answer has moved the account on,
 * the next question is asked in a fresh fork. Nothing is left behind.
 */
export async function answersIn(open: OpenAsked, state: MatrixState): Promise<StateAnswers> {
  const began = performance.now();
  const answers: MatrixAnswer[] = [];
  let stage: Stage | undefined;
  let first: Stage | undefined;
  try {
    for (const [question, ask] of Object.entries(QUESTIONS)) {
      stage ??= await enter(open, state);
      first ??= stage;
      const { fork } = stage;
      const here = stage;
      answers.push({ question: question as MatrixQuestion, ...(await fork.run(() => ask(here))) });
      const { state: after } = await fork.run(() => fork.handlers['accounts.get']({ id: here.account.id }));
      if (!moved(stage.reached, after)) continue;
      stage = undefined;
      await fork.close();
    }
  } finally {
    await stage?.fork.close();
  }
  if (!first) throw new TypeError('no question was asked');
  return {
    state,
    reached: first.reached,
    way: first.account.way,
    answers: SHOWN.flatMap((question) => answers.filter((answer) => answer.question === question)),
    ms: Math.round(performance.now() - began),
  };
}

async function enter(open: OpenAsked, state: MatrixState): Promise<Stage> {
  const fork = await open();
  try {
    return await fork.run(async () => {
      const account = await reach(fork, state);
      const { state: reached } = await fork.handlers['accounts.get']({ id: account.id });
      return { fork, account, reached };
    });
  } catch (error) {
    await fork.close();
    throw error;
  }
}

const moved = (before: AccountState, after: AccountState): boolean =>
  (['label', 'locked', 'lockReason', 'unlockAt', 'disabled'] as const).some(
    (key) => before[key] !== after[key],
  );

/** Begins a recovery and, where that is answered, has the message sent. */
async function recovered(fork: AskedSandbox, api: string, claims: Record<string, string>): Promise<Asked> {
  const begun = await postJson(fork, `${api}/init`, { claims: wso2Claims(claims) }, true);
  const option = firstOf(begun.body);
  // A recovery that begins for nobody goes on like any other: the refusal stands at its beginning.
  if (begun.status !== 200 || option === undefined || begun.refused) return answered(begun);
  const { recoveryCode, channelId, where } = option;
  const sent = await postJson(fork, `${api}/recover`, { recoveryCode, channelId }, true);
  const told = answered(sent);
  return { ...told, seen: told.outcome === 'allowed' ? `${told.seen} It goes to ${where}.` : told.seen };
}

function firstOf(body: Json): { recoveryCode: string; channelId: string; where: string } | undefined {
  const [option] = Array.isArray(body) ? body : [];
  if (typeof option !== 'object' || option === null || Array.isArray(option)) return undefined;
  const { channelInfo } = option;
  if (typeof channelInfo !== 'object' || channelInfo === null || Array.isArray(channelInfo)) return undefined;
  const channels = Array.isArray(channelInfo.channels) ? channelInfo.channels : [];
  return {
    recoveryCode: textIn(channelInfo, 'recoveryCode') ?? '',
    channelId: textIn(channels[0] ?? null, 'id') ?? '',
    where: textIn(channels[0] ?? null, 'value') || 'the caller, who has to deliver it',
  };
}

function answered({ request, status, body, decision, refused }: Reply): Asked {
  const ok = status !== null && status < 400;
  return {
    outcome: ok ? (refused ? 'hidden' : 'allowed') : 'denied',
    seen: seenIn(body, ok),
    request,
    status,
    code: textIn(body, 'code') ?? textIn(body, 'error') ?? null,
    decision: decision ?? null,
  };
}

/** The words of an answer. */
export function seenIn(body: Json, ok: boolean): string {
  if (Array.isArray(body))
    return body.length === 0 ? 'An ordinary, empty answer: [].' : 'Ways to go on, with the address hidden.';
  const text = textIn(body, 'message') ?? textIn(body, 'error_description');
  return text ?? (ok ? 'It is done.' : JSON.stringify(body));
}

const typed = ({ ok, seen, request, decision }: SignedIn): Asked => ({
  outcome: ok ? 'allowed' : 'denied',
  seen: ok ? 'Signed in.' : seen,
  request,
  status: null,
  code: null,
  decision: decision ?? null,
});

const notAsked = (seen: string): Asked => ({
  outcome: 'not-asked',
  seen,
  request: '',
  status: null,
  code: null,
  decision: null,
});
