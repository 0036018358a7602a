import type { PROFILE_RULES } from '../../../../src-main/identity/rules/profile-rules.ts';
import type { Page } from '../../../support/browser.ts';
import { Workflows } from '../../../support/workflows.ts';
import type { Answer, Kit } from './kit.ts';

const ME = '/api/identity/user/v1.0/me';

/** Alice opens the page of her account, and acts on it after something has happened. */
async function onPage(kit: Kit, act: (page: Page) => Promise<Page>): Promise<Answer> {
  await kit.enter();
  const { status } = await act(await kit.browser.open(`${kit.issuer}/account/profile`));
  return { status, error: undefined };
}

async function byToken(
  { identity }: Kit,
  token: { scope: string; resource?: string } | undefined,
  body: object = {},
): Promise<Answer> {
  const workflows = new Workflows(identity);
  const shown = token && (await workflows.token('alice', token.scope, token.resource));
  const reply = await workflows.send('POST', `${ME}/resend-code`, body as never, shown);
  return { status: reply.status, error: reply.body.code };
}

/** A way to be turned away by each rule of the page, and of the endpoints, of one's own account. */
export const profileProvocations: Record<keyof typeof PROFILE_RULES, (kit: Kit) => Promise<Answer>> = {
  'idp.profile.signed-in': (kit) =>
    onPage(kit, async (page) => {
      await kit.identity.provider.administration.act('alice', { kind: 'end-sessions' });
      return kit.browser.submit(page, {}, 'names');
    }),
  'idp.profile.account-usable': (kit) =>
    onPage(kit, async (page) => {
      kit.identity.provider.lifecycle.apply('alice', { kind: 'admin-lock' });
      return kit.browser.submit(page, {}, 'names');
    }),
  'idp.profile.act': (kit) => onPage(kit, (page) => kit.browser.submit(page, {})),
  'idp.profile.fresh': (kit) =>
    onPage(kit, async (page) => {
      await kit.browser.submit(page, { name: 'Alice the First' }, 'names');
      return kit.browser.submit(page, { name: 'Alice the Second' }, 'names');
    }),
  'idp.profile.complete': (kit) =>
    onPage(kit, (page) => kit.browser.submit(page, { email: 'no address' }, 'email')),
  'idp.profile.token': (kit) => byToken(kit, undefined),
  'idp.profile.audience': (kit) => byToken(kit, { scope: 'accounts:list' }),
  'idp.profile.scope': (kit) => byToken(kit, { scope: 'profile' }),
  'idp.profile.body': (kit) => byToken(kit, { scope: 'openid' }, { properties: [] }),
};
