import { expect, test } from 'vitest';
import { EXTENSION_EVENTS, type ExtensionEvent } from '../../../../src-main/contract/extension-events.ts';
import { Accounts } from '../../../../src-main/store/accounts.ts';
import { Messages } from '../../../../src-main/store/messages.ts';
import { CALLBACK, signIn, startIdentity, type TestIdentity } from '../../../support/identity.ts';
import { handler } from '../../../support/scripts.ts';
import { init, post, RECOVERY, REGISTRATION, registerErin } from '../../../support/workflow-api.ts';

const EVENTS: readonly ExtensionEvent[] = EXTENSION_EVENTS;

/** The code of the newest message to an account: of its link, or as it stands in the text. */
function newestCode({ core }: TestIdentity, account: string): string {
  const message = new Messages(core.store)
    .of(account)
    .find(({ link, code }) => link !== null || code !== null);
  return new URL(message?.link ?? 'http://none').searchParams.get('confirmation') ?? message?.code ?? '';
}

const patch = ({ provider }: TestIdentity, id: string, path: string, value: unknown) =>
  fetch(`${provider.scim().url}/Users/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/scim+json', authorization: `Bearer ${provider.scim().token}` },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path, value }],
    }),
  });

const tries = (identity: TestIdentity, password?: string) => {
  const asked = new URLSearchParams({
    client_id: 'care-desk',
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
  return signIn(identity.browser(), `${identity.issuer}/auth?${asked}`, 'alice', password);
};

test('every event of the list happens where the list says', { timeout: 60_000 }, async () => {
  const identity = await startIdentity();
  const { administration, lifecycle, governance } = identity.provider;
  for (const { name } of EXTENSION_EVENTS)
    await handler(identity, name, 'export default () => {}', { id: name.toLowerCase().replaceAll('_', '-') });

  await registerErin(identity);
  const erin = new Accounts(identity.core.store).byUsername('erin')?.id ?? '';
  await post(identity, `${REGISTRATION}/validate-code`, { code: newestCode(identity, erin) });
  const person = { name: 'Zoe', phone: '', groups: [], password: '' };
  const invited = await administration.create({
    ...person,
    username: 'zoe',
    email: 'zoe@mail.example',
    by: 'invitation',
  });
  const browser = identity.browser();
  const page = await browser.open(
    `${identity.issuer}/account/password?confirmation=${newestCode(identity, invited.id)}`,
  );
  await browser.submit(page, { password: 'a long enough one', again: 'a long enough one' });
  await administration.create({ ...person, username: 'yan', email: 'yan@mail.example', by: 'verification' });

  await patch(identity, 'alice', 'displayName', 'Alice the First');
  await patch(identity, 'alice', 'emails[type eq "work"].value', 'alice.new@mail.example');
  await post(identity, `${REGISTRATION}/validate-code`, { code: newestCode(identity, 'alice') });
  await patch(identity, 'alice', 'phoneNumbers', [{ type: 'mobile', value: '+41 79 000 00 00' }]);
  const username = [{ key: 'username', value: 'alice' }];
  await post(identity, `${REGISTRATION}/validate-code`, {
    code: newestCode(identity, 'alice'),
    properties: username,
  });

  const begun = (await init(identity, 'alice')).body as unknown as {
    channelInfo: { recoveryCode: string };
  }[];
  await post(identity, `${RECOVERY}/recover`, {
    recoveryCode: begun[0]?.channelInfo.recoveryCode,
    channelId: '1',
  });
  await tries(identity);
  for (const kind of ['lock', 'unlock', 'disable', 'enable'] as const)
    await administration.act('alice', { kind });
  await administration.act('bob', { kind: 'force-reset', mode: 'link' });
  await administration.act('bob', { kind: 'set-password', password: 'another long one' });
  await administration.act('bob', { kind: 'delete' });
  governance.set({ suspension: { enabled: true } });
  lifecycle.apply('dave', { kind: 'idle', idleDays: 400 });

  const ran = () => new Set(identity.events('extension.ran').map(({ data }) => String(data.event)));
  const expected = EVENTS.filter(({ missing }) => missing === undefined).map(({ name }) => name);
  await expect.poll(() => [...ran()].sort()).toEqual(expected.sort());
  expect(identity.events('extension.failed', 'extension.vetoed')).toEqual([]);
});

test('a handler before a sign-in lets nobody in, in its own words, whatever is typed', async () => {
  const identity = await startIdentity();
  await handler(
    identity,
    'PRE_AUTHENTICATION',
    `export default ({ payload }) => { if (payload.client === 'care-desk') veto('The care desk is closed.'); }`,
  );
  const page = await tries(identity);
  expect(page.status).toBe(422);
  expect(page.text).toContain('The care desk is closed.');
  await identity.core.recorder.committed();
  const [failed] = identity.events('idp.signin.failed');
  expect(failed).toMatchObject({ outcome: 'denied', subject: 'alice', data: { rule: 'idp.extension.veto' } });
  expect(new Accounts(identity.core.store).get('alice')?.state.failedAttempts).toBe(0);
  expect(JSON.stringify(identity.events())).not.toContain('alice-sandbox-1');
});
