import { UnsecuredJWT } from 'jose';
import type { AUTHORIZATION_RULES } from '../../../../src-main/identity/rules/authorization-rules.ts';
import { ACCOUNTS_API, CARDS_API } from '../../../support/identity.ts';
import { AS_WORKBENCH, BANKING, type Change, type Provocation } from './kit.ts';

const ask =
  (change: Change): Provocation =>
  (kit) =>
    kit.ask(change);

export const authorizationProvocations: Record<keyof typeof AUTHORIZATION_RULES, Provocation> = {
  'idp.redirect-uri.registered': ask({ redirect_uri: 'https://evil.example/cb' }),
  'idp.response-type.supported': ask({ response_type: 'token' }),
  'idp.response-type.allowed': async (kit) => {
    kit.identity.changeClient('care-desk', { response_types: [], grant_types: ['client_credentials'] });
    return kit.ask();
  },
  'idp.response-mode.supported': ask({ response_mode: 'pigeon' }),
  'idp.pkce.required': ask({ ...BANKING, code_challenge: undefined, code_challenge_method: undefined }),
  'idp.pkce.method': ask({ code_challenge_method: 'plain' }),
  'idp.pkce.format': ask({ code_challenge: 'short' }),
  'idp.scope.syntax': ask({ scope: 'openid "profile"' }),
  'idp.scope.known': ask({ scope: 'openid fly:moon' }),
  'idp.scope.allowed': ask({ ...BANKING, scope: 'openid cards:read' }),
  'idp.scope.openid': ask({ scope: 'profile', claims: '{"userinfo":{"email":null}}' }),
  'idp.scope.granted': async (kit) => {
    await kit.enter();
    return kit.silently({ scope: 'offline_access' });
  },
  'idp.resource.syntax': ask({ resource: 'accounts' }),
  'idp.resource.known': ask({ resource: 'https://api.harbour.example/moon' }),
  'idp.resource.single': (kit) =>
    kit.send(
      '/token',
      [
        ['grant_type', 'client_credentials'],
        ['resource', ACCOUNTS_API],
        ['resource', CARDS_API],
      ],
      { authorization: AS_WORKBENCH },
    ),
  'idp.resource.granted': async (kit) => {
    const exchange = kit.exchange(await kit.code({ scope: 'openid accounts:read' }));
    return kit.send('/token', { ...exchange, resource: CARDS_API });
  },
  'idp.request.prompt': ask({ prompt: 'none login' }),
  'idp.request.max-age': ask({ max_age: 'soon' }),
  'idp.request.claims': ask({ claims: '{' }),
  'idp.request.id-token-hint': ask({ id_token_hint: 'no-token' }),
  'idp.request-object.valid': ask({ request: new UnsecuredJWT({ client_id: 'care-desk' }).encode() }),
  'idp.request-uri.supported': ask({ request_uri: 'https://client.example/request' }),
  'idp.par.request-uri': ask({ request_uri: 'urn:ietf:params:oauth:request_uri:nothing' }),
  'idp.par.required': async (kit) => {
    kit.identity.changeClient('care-desk', { require_pushed_authorization_requests: true });
    return kit.ask();
  },
  'idp.request.registration': ask({ registration: '{}' }),
};
