import type { SIGNIN_RULES } from '../../../../src-main/identity/rules/signin-rules.ts';
import { answerOf, BANKING, type Kit, POCKET, type Provocation } from './kit.ts';

const type =
  (username: string, password: string): Provocation =>
  async (kit) => {
    const page = await kit.browser.open(kit.url());
    return answerOf(await kit.browser.submit(page, { username, password }, 'allow'));
  };

async function atConsent(kit: Kit) {
  const page = await kit.browser.open(kit.url());
  return kit.browser.submit(page, { username: 'alice', password: 'alice-sandbox-1' }, 'allow');
}

const claims = (value: object): string => JSON.stringify(value);

export const signinProvocations: Record<keyof typeof SIGNIN_RULES, Provocation> = {
  'idp.signin.credentials-given': type('', ''),
  'idp.signin.account-known': type('zoe', 'alice-sandbox-1'),
  'idp.signin.password': type('alice', 'wrong'),
  'idp.signin.account-enabled': async (kit) => {
    kit.identity.disable('alice');
    return type('alice', 'alice-sandbox-1')(kit);
  },
  'idp.signin.account-unlocked': async (kit) => {
    await kit.identity.provider.administration.act('alice', { kind: 'lock' });
    return type('alice', 'alice-sandbox-1')(kit);
  },
  'idp.signin.reset-done': async (kit) => {
    await kit.identity.provider.administration.act('alice', { kind: 'force-reset', mode: 'link' });
    return type('alice', 'alice-sandbox-1')(kit);
  },
  'idp.signin.confirmed': async (kit) => {
    kit.identity.change('alice', {
      label: 'PENDING_SR',
      locked: true,
      lockReason: 'PENDING_SELF_REGISTRATION',
    });
    return type('alice', 'alice-sandbox-1')(kit);
  },
  'idp.signin.password-fresh': async (kit) => {
    kit.identity.provider.governance.set({ password: { expiryEnabled: true, expiryDays: 30 } });
    await kit.identity.core.scheduler.advance(31 * 24 * 3600 * 1000);
    const page = await kit.browser.open(kit.url());
    const after = await kit.browser.submit(page, { username: 'alice', password: 'alice-sandbox-1' }, 'allow');
    const led = after.visited.some((address) => address.includes('/account/password?confirmation='));
    return { status: led ? 303 : after.status, error: undefined };
  },
  'idp.signin.not-cancelled': async (kit) =>
    answerOf(await kit.browser.submit(await kit.browser.open(kit.url()), {}, 'deny')),
  'idp.signin.acr-reachable': (kit) =>
    kit.ask({ claims: claims({ id_token: { acr: { essential: true, values: ['gold'] } } }) }),
  'idp.interaction.known': async (kit) => {
    const page = await kit.browser.open(kit.url());
    return answerOf(await kit.identity.browser().open(page.url));
  },
  'idp.interaction.same-session': async (kit) => {
    await kit.enter();
    // The consent page of one session, answered in another.
    const page = await kit.browser.open(kit.url({ prompt: 'consent' }));
    const other = kit.identity.browser();
    await kit.enter({}, 'bob', other);
    for (const cookie of await other.jar.getCookies(kit.issuer))
      if (cookie.key.includes('session')) await kit.browser.jar.setCookie(cookie, kit.issuer);
    return answerOf(await kit.browser.submit(page, {}, 'allow'));
  },
  'idp.interaction.same-origin': async (kit) => {
    const page = await kit.browser.open(kit.url());
    const response = await fetch(page.url, {
      method: 'POST',
      headers: { cookie: await kit.browser.jar.getCookieString(page.url), origin: 'http://localhost:1' },
      body: new URLSearchParams({ username: 'alice', password: 'alice-sandbox-1' }),
    });
    return { status: response.status, error: undefined };
  },
  'idp.interaction.form': async (kit) => answerOf(await kit.browser.submit(await atConsent(kit), {})),
  'idp.consent.allowed': async (kit) => answerOf(await kit.browser.submit(await atConsent(kit), {}, 'deny')),
  'idp.prompt.login-prompt': async (kit) => {
    await kit.enter();
    return kit.ask({ prompt: 'login' });
  },
  'idp.prompt.no-session': (kit) => kit.silently(),
  'idp.prompt.account-usable': async (kit) => {
    await kit.enter();
    kit.identity.disable('alice');
    return kit.silently();
  },
  'idp.prompt.max-age': async (kit) => {
    await kit.enter();
    await kit.later(100);
    return kit.silently({ max_age: '10' });
  },
  'idp.prompt.id-token-hint': async (kit) => {
    const { id_token } = await kit.tokens();
    const other = kit.identity.browser();
    await kit.enter({}, 'bob', other);
    return answerOf(await other.open(kit.url({ prompt: 'none', id_token_hint: id_token })));
  },
  'idp.prompt.claims-id-token-sub-value': async (kit) => {
    await kit.enter();
    return kit.silently({ claims: claims({ id_token: { sub: { value: 'bob' } } }) });
  },
  'idp.prompt.essential-acrs': async (kit) => {
    await kit.enter();
    return kit.silently({ claims: claims({ id_token: { acr: { essential: true, values: ['gold'] } } }) });
  },
  'idp.prompt.essential-acr': async (kit) => {
    await kit.enter();
    return kit.silently({ claims: claims({ id_token: { acr: { essential: true, value: 'gold' } } }) });
  },
  'idp.prompt.consent-prompt': async (kit) => {
    await kit.enter();
    return kit.ask({ prompt: 'consent' });
  },
  'idp.prompt.native-client-prompt': async (kit) => {
    await kit.enter(POCKET);
    return kit.silently(POCKET);
  },
  'idp.prompt.op-scopes-missing': async (kit) => {
    await kit.enter();
    return kit.silently({ scope: 'openid email' });
  },
  'idp.prompt.op-claims-missing': async (kit) => {
    await kit.enter();
    return kit.silently({ claims: claims({ userinfo: { email: null } }) });
  },
  'idp.prompt.rs-scopes-missing': async (kit) => {
    await kit.enter(BANKING);
    return kit.silently({ ...BANKING, scope: 'openid accounts:read' });
  },
};
