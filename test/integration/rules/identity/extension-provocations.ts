import type { EXTENSION_RULES } from '../../../../src-main/identity/rules/extension-rules.ts';
import type { TestIdentity } from '../../../support/identity.ts';
import { callOwn, endpoint, handler, renameAlice } from '../../../support/scripts.ts';
import { registerErin } from '../../../support/workflow-api.ts';
import { Kit } from './kit.ts';

/** The status that came back. */
type Provocation = (identity: TestIdentity) => Promise<{ status: number }>;

const running =
  (source: string): Provocation =>
  async (identity) => {
    await endpoint(identity, source);
    return callOwn(identity);
  };

/** A way to be refused over HTTP by each rule of the learner's own scripts. */
export const extensionProvocations: Record<keyof typeof EXTENSION_RULES, Provocation> = {
  'idp.extension.token': async (identity) => {
    await endpoint(identity, 'export default () => ({})', { access: 'bearer' });
    return callOwn(identity, { headers: { authorization: 'Bearer of-nothing' } });
  },
  'idp.extension.audience': async (identity) => {
    await endpoint(identity, 'export default () => ({})', { access: 'bearer' });
    const kit = new Kit(identity);
    const { access_token: token } = await kit.tokens({ scope: 'openid accounts:list' });
    return callOwn(identity, { headers: { authorization: `Bearer ${token}` } });
  },
  'idp.extension.request': async (identity) => {
    await endpoint(identity, 'export default () => ({})');
    return fetch(`${identity.issuer}/ext/own`, { method: 'POST', body: 'no JSON' });
  },
  'idp.extension.depth': running(`export default async () => {
    const { status, body } = await call('POST', '/ext/own');
    return { status, body };
  }`),
  'idp.extension.sound': running('export default () => { throw new Error("no") }'),
  'idp.extension.time': running('export default () => { for (;;); }'),
  'idp.extension.memory': running(
    'export default () => { const all = []; for (;;) all.push(String(all.length)); }',
  ),
  'idp.extension.answer': running('export default () => ({ status: "fine" })'),
  // Four changes of one account at a time: the handler is asked about each as it was before the first.
  'idp.extension.changed': async (identity) => {
    await handler(
      identity,
      'PRE_SET_USER_CLAIMS',
      'export default () => { const until = Date.now() + 50; while (Date.now() < until); }',
    );
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((name) => renameAlice(identity, name)));
    return answers.find(({ status }) => status !== 200) ?? { status: 200 };
  },
  'idp.extension.veto': async (identity) => {
    await handler(identity, 'PRE_ADD_USER', 'export default () => veto("no")');
    return registerErin(identity);
  },
};
