import type { ONE_TIME_CODE_RULES } from '../../../../src-main/identity/rules/one-time-code-rules.ts';
import type { TestIdentity } from '../../../support/identity.ts';
import { RECOVERY } from '../../../support/workflow-api.ts';
import { begin, type ChainAnswer, call, send } from '../../../support/workflow-chain.ts';

const soundly = ({ provider }: TestIdentity): void => {
  provider.governance.set({ oneTimeCode: { mode: 'sound', lifetime: 60_000 } });
};

/** A way to be refused over HTTP by each rule of the one-time authorization code. */
export const oneTimeCodeProvocations: Record<
  keyof typeof ONE_TIME_CODE_RULES,
  (identity: TestIdentity) => Promise<ChainAnswer>
> = {
  'idp.otac.given': async (identity) => {
    soundly(identity);
    return send(identity, await begin(identity, 'alice'));
  },
  'idp.otac.known': async (identity) => {
    soundly(identity);
    return send(identity, await begin(identity, 'alice'), { otac: 'made up' });
  },
  'idp.otac.unexpired': async (identity) => {
    soundly(identity);
    identity.provider.governance.set({ recovery: { recoveryCodeLifetime: 600_000 } });
    const begun = await begin(identity, 'alice');
    await identity.core.scheduler.advance(61_000);
    return send(identity, begun, begun);
  },
  'idp.otac.unused': async (identity) => {
    soundly(identity);
    const begun = await begin(identity, 'alice');
    await send(identity, begun, begun);
    return send(identity, begun, begun);
  },
  'idp.otac.operation': async (identity) => {
    soundly(identity);
    const { otac } = await begin(identity, 'alice');
    const body = { resetCode: 'any', flowConfirmationCode: 'any', password: 'a long enough one' };
    return call(identity, `${RECOVERY}/reset`, body, { otac });
  },
  'idp.otac.account': async (identity) => {
    soundly(identity);
    const { otac } = await begin(identity, 'mallory');
    return send(identity, await begin(identity, 'alice'), { otac });
  },
};
