import type { WORKFLOW_RULES } from '../../../../src-main/identity/rules/workflow-rules.ts';
import { Accounts } from '../../../../src-main/store/accounts.ts';
import type { TestIdentity } from '../../../support/identity.ts';
import { type ApiAnswer, claims, init, post, RECOVERY, registerErin } from '../../../support/workflow-api.ts';

/** Lets the directory say why it refuses a recovery. */
function outspoken({ provider }: TestIdentity): void {
  provider.governance.set({ enumeration: { notifyUserExistence: true, notifyEmailExistence: true } });
}

/** A way to be refused over HTTP by each rule of the workflows. */
export const workflowProvocations: Record<
  Exclude<keyof typeof WORKFLOW_RULES, 'idp.workflow.delivered'>,
  (identity: TestIdentity) => Promise<ApiAnswer>
> = {
  'idp.workflow.caller': (identity) => {
    identity.provider.governance.set({ notifications: { internal: false } });
    return post(identity, `${RECOVERY}/init`, { claims: claims({ username: 'alice' }) }, 'anybody');
  },
  'idp.registration.complete': (identity) => registerErin(identity, { email: 'no address' }),
  'idp.password.length': (identity) => registerErin(identity, { password: 'short' }),
  'idp.password.history': async (identity) => {
    identity.provider.governance.set({ password: { history: 2 } });
    const begun = await begin(identity);
    const [flowConfirmationCode, resetCode] = await confirmed(identity, begun);
    return post(identity, `${RECOVERY}/reset`, {
      resetCode,
      flowConfirmationCode,
      password: 'alice-sandbox-1',
    });
  },
  'idp.recovery.enabled': (identity) => {
    identity.provider.governance.set({ recovery: { passwordEnabled: false } });
    return init(identity, 'alice');
  },
  'idp.recovery.account-known': (identity) => {
    outspoken(identity);
    return init(identity, 'nobody');
  },
  'idp.recovery.address-known': (identity) => {
    outspoken(identity);
    const accounts = new Accounts(identity.core.store);
    const alice = accounts.get('alice');
    if (alice) accounts.save({ ...alice, email: '' });
    return init(identity, 'alice');
  },
  'idp.recovery.local-credential': (identity) => {
    const accounts = new Accounts(identity.core.store);
    const alice = accounts.get('alice');
    if (alice) accounts.save({ ...alice, passwordHash: '' });
    return init(identity, 'alice');
  },
  'idp.recovery.account-enabled': (identity) => {
    identity.disable('alice');
    return init(identity, 'alice');
  },
  'idp.recovery.registration-confirmed': async (identity) => {
    await registerErin(identity);
    return init(identity, 'erin');
  },
  'idp.recovery.invitation-accepted': (identity) => {
    identity.change('alice', { label: 'PENDING_AP', locked: true, lockReason: 'PENDING_ASK_PASSWORD' });
    return init(identity, 'alice');
  },
  'idp.recovery.account-unlocked': (identity) => {
    identity.change('alice', { label: 'LOCKED', locked: true, lockReason: 'ADMIN_INITIATED' });
    return init(identity, 'alice');
  },
  'idp.recovery.flow': (identity) =>
    post(identity, `${RECOVERY}/reset`, {
      resetCode: 'of no flow',
      flowConfirmationCode: 'no flow',
      password: 'a long enough one',
    }),
};

interface Begun {
  flowConfirmationCode: string;
  channelInfo: { recoveryCode: string };
}

async function begin(identity: TestIdentity): Promise<Begun> {
  identity.provider.governance.set({ notifications: { internal: false } });
  const { body } = await init(identity, 'alice');
  return (body as unknown as Begun[])[0] as Begun;
}

/** Goes through the recovery as a caller that delivers the codes itself. */
async function confirmed(identity: TestIdentity, begun: Begun): Promise<[flow: string, reset: string]> {
  const { flowConfirmationCode, channelInfo } = begun;
  const sent = await post(identity, `${RECOVERY}/recover`, {
    recoveryCode: channelInfo.recoveryCode,
    channelId: '1',
  });
  const { body } = await post(identity, `${RECOVERY}/confirm`, {
    confirmationCode: sent.body.confirmationCode,
    flowConfirmationCode,
  });
  return [flowConfirmationCode, String(body.resetCode)];
}
