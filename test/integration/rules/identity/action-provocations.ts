import type { ACTION_RULES } from '../../../../src-main/identity/rules/action-rules.ts';
import { type OwnService, ownService } from '../../../support/action-service.ts';
import { RECOVERY } from '../../../support/workflow-api.ts';
import { begin, call, codesOf, send } from '../../../support/workflow-chain.ts';
import type { Answer, Kit, Provocation } from './kit.ts';

/** Asks for a signed access token while a service is asked first. */
async function tokens(kit: Kit, { url }: Pick<OwnService, 'url'>, timeoutMs = 2000): Promise<Answer> {
  kit.identity.provider.governance.set({ preIssueAccessToken: { service: 'own', url, timeoutMs } });
  return kit.send('/token', kit.exchange(await kit.code({ scope: 'openid accounts:list' })));
}

/** A way to fail by each rule of the services that are asked. */
export const actionProvocations: Record<keyof typeof ACTION_RULES, Provocation> = {
  'idp.action.reachable': async (kit) => {
    const gone = await ownService({});
    await gone.close();
    return tokens(kit, gone);
  },
  'idp.action.in-time': async (kit) => tokens(kit, await ownService(() => undefined), 50),
  'idp.action.well-formed': async (kit) => tokens(kit, await ownService('no JSON')),
  'idp.action.no-error': async (kit) =>
    tokens(kit, await ownService({ actionStatus: 'ERROR', errorMessage: 'out of order' }, 500)),
  'idp.action.operations': async (kit) =>
    tokens(
      kit,
      await ownService({
        actionStatus: 'SUCCESS',
        operations: [{ op: 'replace', path: '/accessToken/claims/sub', value: 'bob' }],
      }),
    ),
  'idp.action.token': async (kit) =>
    tokens(kit, await ownService({ actionStatus: 'FAILED', failureReason: 'no_reason' })),
  'idp.action.password': async ({ identity }) => {
    const { url } = await ownService({ actionStatus: 'FAILED', failureReason: 'breached_password' });
    identity.provider.governance.set({
      notifications: { internal: false },
      preUpdatePassword: { service: 'own', url },
    });
    const trusted = { trusted: true };
    const begun = await begin(identity, 'alice', trusted);
    const sent = await send(identity, begun, trusted);
    const { flowConfirmationCode } = codesOf(begun);
    const confirmed = await call(
      identity,
      `${RECOVERY}/confirm`,
      { confirmationCode: sent.body.confirmationCode, flowConfirmationCode },
      trusted,
    );
    const { status, code } = await call(
      identity,
      `${RECOVERY}/reset`,
      { resetCode: confirmed.body.resetCode, flowConfirmationCode, password: 'a long enough one' },
      trusted,
    );
    return { status, error: code };
  },
};
