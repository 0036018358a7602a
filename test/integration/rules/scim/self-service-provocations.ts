import type { SELF_SERVICE_RULES } from '../../../../src-main/identity/rules/self-service-rules.ts';
import { joins, selfService } from '../../../support/self-service.ts';
import type { Reply, ScimService } from '../../scim/support.ts';

/** A way to be refused by each rule of self-service, as somebody without any scope. */
export const selfServiceProvocations: Record<
  keyof typeof SELF_SERVICE_RULES,
  (scim: ScimService) => Promise<Reply>
> = {
  'scim.self.filter': async (scim) => (await selfService('sound', scim)).send('alice', 'GET', '/Groups'),
  'scim.self.group': async (scim) => {
    const { patch } = await selfService('sound', scim);
    return patch('alice', [joins('alice')], String((await scim.group('secret')).id));
  },
  'scim.self.path': async (scim) =>
    (await selfService('sound', scim)).patch('alice', [
      { op: 'replace', path: 'displayName', value: 'APP_mine' },
    ]),
  'scim.self.single': async (scim) =>
    (await selfService('sound', scim)).patch('alice', [joins('alice'), joins('mallory')]),
  'scim.self.own': async (scim) => (await selfService('sound', scim)).patch('alice', [joins('mallory')]),
};
