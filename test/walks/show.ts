import type { CodeStep } from '../../src-main/contract/codes.ts';
import { short, type WalkGround } from './ground.ts';
import { choosing, confirming } from './law-shown.ts';
import {
  addCode,
  type Code,
  carryOut,
  countWrong,
  type Expected,
  end,
  type Model,
  newCode,
  sentOnceMore,
  verify,
} from './model.ts';
import type { Place } from './steps.ts';
import { Wrong } from './wrong.ts';

export const CHOOSING: readonly CodeStep[] = ['UPDATE_PASSWORD'];
const CONFIRMING: readonly CodeStep[] = [
  'CONFIRM_SIGN_UP',
  'CONFIRM_LITE_SIGN_UP',
  'CONFIRM_PENDING_EMAIL_VERIFICATION',
  'VERIFY_EMAIL',
  'VERIFY_MOBILE_NUMBER',
];
const ACCEPTED: Readonly<Record<Place, readonly CodeStep[]>> = {
  confirm: CONFIRMING,
  password: CHOOSING,
  look: [...CONFIRMING, ...CHOOSING],
  recover: ['SEND_RECOVERY_INFORMATION'],
  again: ['RESEND_CONFIRMATION_CODE'],
  exchange: CHOOSING,
  reset: ['SET_PASSWORD'],
};
const GOVERNANCE = '/api/identity/user/v1.0';
const RECOVERY = '/api/users/v2/recovery/password';
/** Of the right length and letters; nobody is sent it, since an L never stands in one. */
export const WRONG_CODE = 'LLLLLL';
const NEW_PASSWORD = 'a password that was chosen';

/** A code is shown at a place, maybe with the user name of somebody else; without `code`, one that nobody was sent. */
export interface Shown {
  code?: number;
  place: Place;
  as?: string;
}

/** Reads messages, which must be these; adds the codes that they carry to `secrets`. */
type Receive = (expected: readonly Expected[], secrets?: string[]) => string | undefined;

/** Shows a code and holds what comes of it against the law. */
export async function show(ground: WalkGround, model: Model, shown: Shown, receive: Receive): Promise<void> {
  const { place } = shown;
  const { now } = ground;
  const known = shown.code === undefined ? undefined : model.codes[shown.code];
  const secret = known?.secret ?? WRONG_CODE;
  const accepted = ACCEPTED[place];
  const flow =
    place === 'exchange' || place === 'reset' ? flowFor(model, known?.account ?? shown.as ?? '') : undefined;
  const named = whose(place, shown, known, flow);
  const answer = await present(ground, place, secret, named, flow?.secret, known?.channelId ?? '1');
  // Where a recovery goes on, the code that began it is looked at first.
  const flowGood =
    !flow || (flow.status === 'open' && now < flow.expiresAt && hasAccount(model, flow.account));
  const withoutFlow = (place === 'exchange' || place === 'reset') && !flow;
  const found = known && belongs(known, named, model) ? known : undefined;
  const good =
    !withoutFlow &&
    flowGood &&
    found !== undefined &&
    found.status === 'open' &&
    now < found.expiresAt &&
    accepted.includes(found.step);
  const verdict = good && found ? carried(ground, model, found, place, receive) : undefined;
  if (answer.taken !== (verdict !== undefined))
    throw new Wrong(
      `a code ${short(secret)} (${found ? `${found.step} of ${found.account}, ${found.status}` : 'unknown here'}) at ${place} was ${answer.taken ? 'taken' : 'refused'}`,
    );
  if (verdict) return verdict(answer.body);
  receive([]);
  const guesser = named !== undefined && model.people[named] ? named : undefined;
  if (!found && guesser !== undefined && !withoutFlow && flowGood && TYPED.includes(place))
    countWrong(model, guesser, accepted);
}

const TYPED: readonly Place[] = ['confirm', 'password', 'look', 'exchange', 'reset'];

const hasAccount = (model: Model, id: string): boolean =>
  id.startsWith('nobody') || Boolean(model.people[id]);

/** The newest recovery of an account, as whoever began it goes on. */
const flowFor = (model: Model, account: string): Code | undefined =>
  model.codes.findLast((code) => code.account === account && code.step === 'RECOVERY_FLOW');

/** The user name that is typed beside a code: short ones need it. */
function whose(
  place: Place,
  { as }: Shown,
  known: Code | undefined,
  flow: Code | undefined,
): string | undefined {
  if (place === 'recover' || place === 'again') return undefined;
  if (flow) return flow.account.startsWith('nobody') ? undefined : flow.account;
  return as ?? (known?.format === 'otp' ? known.account : undefined);
}

/** Whether a code is found by what was typed: a short one only with its own user name, a long one not with another's. */
function belongs({ account, format }: Code, named: string | undefined, model: Model): boolean {
  if (named === undefined || !model.people[named]) return format === 'link';
  return account === named;
}

async function present(
  ground: WalkGround,
  place: Place,
  secret: string,
  named: string | undefined,
  flow: string | undefined,
  channelId: string,
): Promise<{ taken: boolean; body: Record<string, unknown> }> {
  const properties = named === undefined ? [] : [{ key: 'username', value: named }];
  const rest = async (path: string, body: object) => {
    const answer = await ground.rest(path, body);
    return { taken: answer !== undefined, body: answer ?? {} };
  };
  switch (place) {
    case 'confirm':
      return rest(`${GOVERNANCE}/validate-code`, { code: secret, properties });
    case 'look':
      return rest(`${GOVERNANCE}/introspect-code`, { code: secret, properties });
    case 'password': {
      const form = { confirmation: secret, password: NEW_PASSWORD, again: NEW_PASSWORD };
      const taken = await ground.page('/account/password', {
        ...form,
        ...(named === undefined ? {} : { username: named }),
      });
      return { taken, body: {} };
    }
    case 'recover':
      return rest(`${RECOVERY}/recover`, { recoveryCode: secret, channelId });
    case 'again':
      return rest(`${RECOVERY}/resend`, { resendCode: secret });
    case 'exchange':
      return rest(`${RECOVERY}/confirm`, { flowConfirmationCode: flow ?? 'none', confirmationCode: secret });
    default:
      return rest(`${RECOVERY}/reset`, {
        flowConfirmationCode: flow ?? 'none',
        resetCode: secret,
        password: NEW_PASSWORD,
      });
  }
}

/** What a good code does at a place; undefined where the state of the account makes nothing of it. */
function carried(
  ground: WalkGround,
  model: Model,
  code: Code,
  place: Place,
  receive: Receive,
): ((body: Record<string, unknown>) => void | Promise<void>) | undefined {
  const { now } = ground;
  const person = model.people[code.account];
  switch (place) {
    case 'look':
      return () => void receive([]);
    case 'confirm':
    case 'password':
    case 'reset': {
      if (!person) return undefined;
      const waits =
        code.address === null || [person.pendingEmail, person.pendingPhone].includes(code.address);
      const ruling =
        place === 'confirm'
          ? waits
            ? confirming(code, person.state, model.governance)
            : undefined
          : choosing(code, person.state, model.governance);
      if (!ruling) return undefined;
      return async () => {
        code.status = 'used';
        const { expected } = carryOut(model, code.account, ruling, { now });
        receive(expected);
        if (ruling.verifies) verify(person, code);
        if (place === 'confirm') return;
        // Its hash costs what a real one costs; that of the next sign-in need not.
        person.password = NEW_PASSWORD;
        if (!(await ground.knows(code.account, NEW_PASSWORD)))
          throw new Wrong('the password is not the one that was chosen');
      };
    }
    case 'exchange':
      return (body) => {
        code.status = 'used';
        receive([]);
        const secret = String(body.resetCode);
        const lifetime = model.governance.recovery.flowLifetime;
        const issue = {
          ...RECOVERING,
          step: 'SET_PASSWORD',
          format: 'link',
          channel: 'handed-over',
          lifetime,
        } as const;
        addCode(model, { ...newCode(code.account, issue, { now }), byPhone: code.byPhone, secret });
      };
    default:
      return (body) => sent(ground, model, code, code.channelId, body, receive);
  }
}

const RECOVERING = { scenario: 'NOTIFICATION_BASED_PW_RECOVERY' } as const;

/** The second step of a recovery, and its repetition: the code goes out, and another to ask for it again. */
function sent(
  ground: WalkGround,
  model: Model,
  code: Code,
  channelId: string,
  body: Record<string, unknown>,
  receive: Receive,
): void {
  const { now } = ground;
  const { recovery, notifications } = model.governance;
  const { internal } = notifications;
  code.status = 'used';
  const person = model.people[code.account];
  if (person) {
    const byPhone = internal && channelId === '2' && person.phone !== null;
    const issue = {
      ...RECOVERING,
      step: 'UPDATE_PASSWORD',
      format: byPhone ? 'otp' : 'link',
      channel: byPhone ? 'sms' : 'email',
      lifetime: recovery.confirmationLifetime,
      template: byPhone ? 'passwordresetotp' : 'passwordreset',
    } as const;
    const again = sentOnceMore(model, code.account, issue, now);
    end(model, code.account, 'superseded', { steps: CHOOSING, except: again });
    const address = byPhone ? (person.phone ?? '') : person.email;
    const came = receive(internal ? [{ account: code.account, template: issue.template, address }] : []);
    const secret = internal ? came : String(body.confirmationCode);
    if (again && secret !== again.secret) throw new Wrong('within the tolerance another code came');
    if (secret === undefined) throw new Wrong('a recovery went on without a code');
    if (!again) addCode(model, { ...newCode(code.account, issue, { now, internal }), secret });
  } else receive([]);
  const issue = {
    ...RECOVERING,
    step: 'RESEND_CONFIRMATION_CODE',
    format: 'link',
    channel: 'handed-over',
  } as const;
  const repeat = newCode(code.account, { ...issue, lifetime: recovery.resendCodeLifetime }, { now });
  addCode(model, { ...repeat, channelId, secret: String(body.resendCode) });
}
