import { performance } from 'node:perf_hooks';
import type { StrangerAnswers, StrangerSubject } from '../contract/answers.ts';
import type { Json } from '../contract/json.ts';
import { postJson, type Reply, signIn, wso2Claims } from './ask.ts';
import type { AskedSandbox, OpenAsked } from './ports.ts';
import { seenIn } from './state-answers.ts';
import { WRONG_PASSWORD } from './states.ts';

type Question = StrangerAnswers['rows'][number]['question'];
interface Subject {
  id: StrangerSubject;
  username: string;
  email: string;
}
/** An answer as a stranger has it in hand. */
interface Held {
  request: string;
  status: number | null;
  seen: string;
  /** The answer without what is random in it. */
  look: string;
  rule: string | null;
}

const SUBJECTS: readonly Subject[] = [
  { id: 'known', username: 'stranger.known', email: 'stranger.known@mail.example' },
  { id: 'no-address', username: 'stranger.plain', email: '' },
  { id: 'locked', username: 'stranger.locked', email: 'stranger.locked@mail.example' },
  { id: 'disabled', username: 'stranger.disabled', email: 'stranger.disabled@mail.example' },
  { id: 'unknown', username: 'stranger.unknown', email: 'stranger.unknown@mail.example' },
];

/** What a stranger can try. Registering comes last: afterwards the unknown one is known. */
const QUESTIONS: Record<Question, (fork: AskedSandbox, subject: Subject) => Promise<Held>> = {
  'recover-password': async (fork, { username }) =>
    held(await stranger(fork, '/api/users/v2/recovery/password/init', { claims: wso2Claims({ username }) })),
  'recover-username': async (fork, { username, email }) => {
    // Who has no address cannot be asked about by one: the stranger guesses it.
    const emailaddress = email === '' ? `${username}@mail.example` : email;
    const claims = wso2Claims({ emailaddress });
    return held(await stranger(fork, '/api/users/v2/recovery/username/init', { claims }));
  },
  resend: async (fork, { username }) =>
    held(await stranger(fork, '/api/identity/user/v1.0/resend-code', { user: { username } })),
  'sign-in': async (fork, { username }) => {
    const { request, seen, decision } = await signIn(fork, username, WRONG_PASSWORD);
    return { request, status: null, seen, look: seen, rule: ruleIn({ decision }) };
  },
  register: async (fork, { id, username }) => {
    const claims = wso2Claims({ emailaddress: `another.${id}@mail.example` });
    const user = { username, password: 'a long enough stranger', claims };
    return held(await stranger(fork, '/api/identity/user/v1.0/me', { user }));
  },
};

/** Asks the endpoints of a fork what anybody may ask, about people who exist and one who does not. */
export async function strangerAnswers(open: OpenAsked): Promise<StrangerAnswers> {
  const began = performance.now();
  const fork = await open();
  try {
    const rows = await fork.run(async () => {
      await settle(fork);
      const found: StrangerAnswers['rows'] = [];
      for (const [question, ask] of Object.entries(QUESTIONS)) {
        const all: (Held & { subject: StrangerSubject })[] = [];
        for (const subject of SUBJECTS) all.push({ subject: subject.id, ...(await ask(fork, subject)) });
        found.push({
          question: question as Question,
          request: all[0]?.request ?? '',
          answers: numbered(all),
        });
      }
      return found;
    });
    return { rows, ms: Math.round(performance.now() - began) };
  } finally {
    await fork.close();
  }
}

/** Makes those who exist, and locks and disables the ones that are to be. */
async function settle(fork: AskedSandbox): Promise<void> {
  const { disabling } = await fork.handlers['governance.get']({});
  await fork.handlers['governance.set']({ disabling: { enabled: true } });
  for (const { id, username, email } of SUBJECTS) {
    if (id === 'unknown') continue;
    const draft = { username, name: 'Somebody', email, phone: '', groups: [], by: 'password' as const };
    const made = await fork.handlers['accounts.create']({ ...draft, password: 'a long enough password' });
    if (id === 'locked') await fork.handlers['accounts.act']({ id: made.id, action: { kind: 'lock' } });
    if (id === 'disabled') await fork.handlers['accounts.act']({ id: made.id, action: { kind: 'disable' } });
  }
  await fork.handlers['governance.set']({ disabling });
}

/** Gives answers that look the same the same number, in the order in which they first came. */
function numbered(all: readonly (Held & { subject: StrangerSubject })[]) {
  const looks = [...new Set(all.map(({ status, look }) => `${status} ${look}`))];
  return all.map(({ subject, status, seen, look, rule }) => ({
    subject,
    status,
    seen,
    rule,
    look: looks.indexOf(`${status} ${look}`),
  }));
}

const stranger = (fork: AskedSandbox, path: string, body: Parameters<typeof postJson>[2]): Promise<Reply> =>
  postJson(fork, path, body, false);

function held({ request, status, body, decision, refused }: Reply): Held {
  const options = Array.isArray(body) ? body.length : 0;
  const seen =
    options > 0
      ? 'Ways to go on, with the address half hidden.'
      : seenIn(body, status !== null && status < 400);
  return {
    request,
    status,
    seen,
    look: JSON.stringify(withoutRandom(body)),
    rule: refused ? ruleIn({ decision }) : null,
  };
}

function ruleIn({ decision }: Pick<Reply, 'decision'>): string | null {
  return decision?.reasons.findLast(({ outcome }) => outcome === 'fail')?.rule ?? null;
}

/** Members that differ in every answer, or that only repeat what the stranger typed. */
const RANDOM = /^(?:recoveryCode|flowConfirmationCode|confirmationCode|resendCode|traceId|value)$/;

function withoutRandom(body: Json): Json {
  if (Array.isArray(body)) return body.map(withoutRandom);
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, member]) => [name, RANDOM.test(name) ? '' : withoutRandom(member)]),
  );
}
