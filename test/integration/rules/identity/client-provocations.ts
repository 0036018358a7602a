import type { CLIENT_RULES } from '../../../../src-main/identity/rules/client-rules.ts';
import { CARE_DESK } from '../../../support/identity.ts';
import { AS_CARE_DESK, AS_WORKBENCH, basic, type Kit, type Provocation } from './kit.ts';

const exchangeAs =
  (headers: Record<string, string>, more: Record<string, string> = {}): Provocation =>
  (kit) =>
    kit.send('/token', { ...kit.exchange('x'), ...more }, headers);

/** A registration of one's own (RFC 7591). */
async function register(kit: Kit): Promise<Record<string, string>> {
  const bearer = `Bearer ${kit.identity.provider.initialAccessToken()}`;
  const metadata = { redirect_uris: ['http://127.0.0.1:1/cb'], client_name: 'Own' };
  return (await kit.json('POST', '/reg', metadata, bearer)).body;
}

export const clientProvocations: Record<keyof typeof CLIENT_RULES, Provocation> = {
  'idp.client.known': exchangeAs({ authorization: basic('nobody', 'x') }),
  'idp.client.authentication-given': exchangeAs({}),
  'idp.client.authentication-single': exchangeAs(
    { authorization: AS_CARE_DESK },
    { client_id: CARE_DESK.id, client_secret: CARE_DESK.secret },
  ),
  'idp.client.authentication-header': exchangeAs({ authorization: 'Basic %%%' }),
  'idp.client.authentication-method': exchangeAs({ authorization: basic('online-banking', 'x') }),
  'idp.client.secret': exchangeAs({ authorization: basic('care-desk', 'wrong') }),
  'idp.client.secret-unexpired': async (kit) => {
    const expired = kit.identity.core.clock.seconds() - 60;
    kit.identity.changeClient('care-desk', { client_secret_expires_at: expired });
    return exchangeAs({ authorization: AS_CARE_DESK })(kit);
  },
  'idp.client.assertion': async (kit) => {
    kit.identity.changeClient('care-desk', {
      token_endpoint_auth_method: 'client_secret_jwt',
      token_endpoint_auth_signing_alg: 'HS256',
      client_secret: 's'.repeat(40),
    });
    const form = {
      client_id: 'care-desk',
      client_assertion: 'eyJhbGciOiJIUzI1NiJ9.e30.AAAA',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    };
    return exchangeAs({}, form)(kit);
  },
  'idp.client.grant-type': (kit) => kit.send('/token', { grant_type: 'client_credentials' }),
  'idp.client.same': async (kit) =>
    kit.send('/token', kit.exchange(await kit.code()), { authorization: AS_WORKBENCH }),
  'idp.cors.origin': exchangeAs({ authorization: AS_CARE_DESK, origin: 'http://evil.example' }),
  'idp.request.parameters-present': (kit) => kit.ask({ client_id: undefined }),
  'idp.request.parameters-once': (kit) =>
    kit.send('/token', [...Object.entries(kit.exchange('x')), ['code', 'y']]),
  'idp.request.body': (kit) => kit.json('POST', '/token', {}),
  'idp.request.form-token': (kit) =>
    kit.send('/session/end/confirm', { decision: 'allow' }, { accept: 'application/json' }),
  'idp.route.known': (kit) => kit.send('/nothing', {}, { accept: 'application/json' }),
  'idp.sandbox.sound': async (kit) => {
    // The state of this sandbox is broken: the provider finds no table of its artefacts.
    kit.identity.core.store.transaction(() =>
      kit.identity.core.store.prepare('ALTER TABLE oidc_artifact RENAME TO gone').run(),
    );
    return kit.userinfo('Bearer anything');
  },
  'idp.registration.token': (kit) => kit.json('POST', '/reg', {}, 'Bearer wrong'),
  'idp.registration.metadata': (kit) => {
    const bearer = `Bearer ${kit.identity.provider.initialAccessToken()}`;
    return kit.json(
      'POST',
      '/reg',
      { redirect_uris: ['http://127.0.0.1:1/cb'], token_endpoint_auth_method: 'magic' },
      bearer,
    );
  },
  'idp.registration.permission': async (kit) => {
    const { client_id, registration_access_token } = await register(kit);
    const change = { client_id, client_secret: 'another', redirect_uris: ['http://127.0.0.1:1/cb'] };
    return kit.json('PUT', `/reg/${client_id}`, change, `Bearer ${registration_access_token}`);
  },
  'idp.logout.id-token-hint': async (kit) => {
    const page = await kit.browser.open(`${kit.issuer}/session/end?id_token_hint=no-token`);
    return { status: page.status, error: undefined };
  },
  'idp.logout.redirect-uri': async (kit) => {
    const query = new URLSearchParams({
      client_id: 'care-desk',
      post_logout_redirect_uri: 'https://evil.example/',
    });
    const page = await kit.browser.open(`${kit.issuer}/session/end?${query}`);
    return { status: page.status, error: undefined };
  },
};
