import type { TOKEN_RULES } from '../../../../src-main/identity/rules/token-rules.ts';
import { DpopClient } from '../../gateway/support/dpop-client.ts';
import { AS_CARE_DESK, AS_WORKBENCH, BANKING, type Kit, type Provocation } from './kit.ts';

const DAY = 24 * 3600;
const OFFLINE = { scope: 'openid offline_access', prompt: 'consent' };

const exchangeWith =
  (change: Record<string, string>): Provocation =>
  async (kit) =>
    kit.send('/token', { ...kit.exchange(await kit.code()), ...change });

/** A proof for the token endpoint; `nonce` is what the provider gave with its first refusal (RFC 9449 §8). */
class Prover {
  readonly kit: Kit;
  readonly key: DpopClient;
  nonce = '';

  private constructor(kit: Kit, key: DpopClient) {
    this.kit = kit;
    this.key = key;
  }

  static async with(kit: Kit): Promise<Prover> {
    const prover = new Prover(kit, await DpopClient.create());
    const first = await prover.send({ grant_type: 'client_credentials' }, await prover.proof());
    prover.nonce = first.headers.get('dpop-nonce') ?? '';
    return prover;
  }

  proof(key = this.key): Promise<string> {
    const claims = { htm: 'POST', ath: undefined, ...(this.nonce && { nonce: this.nonce }) };
    return key.proof(this.kit.identity.core.clock.seconds(), `${this.kit.issuer}/token`, '', claims);
  }

  send(form: Record<string, string>, dpop: string, authorization = AS_WORKBENCH) {
    return this.kit.send('/token', form, { authorization, dpop });
  }
}

async function bound(kit: Kit): Promise<void> {
  kit.identity.changeClient('workbench', { dpop_bound_access_tokens: true });
}

function introspect(kit: Kit, token: string | undefined) {
  return kit.send('/token/introspection', { token: token ?? '' });
}

/** Altered in the last part, where the signature stands. */
function altered(token: string | undefined): string {
  const [head, body, signature = ''] = (token ?? '').split('.');
  return [head, body, signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`].join(
    '.',
  );
}

export const tokenProvocations: Record<keyof typeof TOKEN_RULES, Provocation> = {
  'idp.grant-type.supported': exchangeWith({ grant_type: 'password' }),
  'idp.code.known': exchangeWith({ code: 'x'.repeat(43) }),
  'idp.code.unexpired': async (kit) => {
    const code = await kit.code();
    await kit.later(62);
    return kit.send('/token', kit.exchange(code));
  },
  'idp.code.unused': async (kit) => {
    const code = await kit.code();
    await kit.send('/token', kit.exchange(code));
    return kit.send('/token', kit.exchange(code));
  },
  'idp.code.redirect-uri': exchangeWith({ redirect_uri: 'http://127.0.0.1:9502/other' }),
  'idp.pkce.match': exchangeWith({ code_verifier: 'w'.repeat(64) }),
  'idp.grant.valid': async (kit) => {
    // A refresh token lives for 14 days and is renewed; the consent behind it lasts for 90.
    let tokens = await kit.tokens(OFFLINE);
    for (let day = 0; day < 91; day += 13) {
      await kit.later(13 * DAY);
      const next = await kit.send('/token', kit.refresh(tokens.refresh_token));
      if (next.status !== 200) return next;
      tokens = next.body;
    }
    return kit.send('/token', kit.refresh(tokens.refresh_token));
  },
  'idp.account.usable': async (kit) => {
    const { refresh_token } = await kit.tokens();
    kit.identity.disable('alice');
    return kit.send('/token', kit.refresh(refresh_token));
  },
  'idp.refresh.known': (kit) => kit.send('/token', kit.refresh('x'.repeat(43))),
  'idp.refresh.unexpired': async (kit) => {
    const { refresh_token } = await kit.tokens(OFFLINE);
    await kit.later(15 * DAY);
    return kit.send('/token', kit.refresh(refresh_token));
  },
  'idp.refresh.unused': async (kit) => {
    const { refresh_token } = await kit.tokens();
    await kit.send('/token', kit.refresh(refresh_token));
    return kit.send('/token', kit.refresh(refresh_token));
  },
  'idp.refresh.unrevoked': async (kit) => {
    const { refresh_token = '' } = await kit.tokens();
    await kit.send('/token/revocation', { token: refresh_token });
    return kit.send('/token', kit.refresh(refresh_token));
  },
  'idp.refresh.scope': async (kit) => {
    const { refresh_token } = await kit.tokens();
    return kit.send('/token', { ...kit.refresh(refresh_token), scope: 'openid email' });
  },
  'idp.device.known': (kit) => kit.poll('x'.repeat(43)),
  'idp.device.unexpired': async (kit) => {
    const { device_code } = await kit.device();
    await kit.later(700);
    return kit.poll(device_code);
  },
  'idp.device.unused': async (kit) => {
    const { device_code, user_code } = await kit.device();
    await kit.decideDevice(user_code, 'allow');
    await kit.poll(device_code);
    return kit.poll(device_code);
  },
  'idp.device.decided': async (kit) => kit.poll((await kit.device()).device_code),
  'idp.device.allowed': async (kit) => {
    const { device_code, user_code } = await kit.device();
    await kit.decideDevice(user_code, 'deny');
    return kit.poll(device_code);
  },
  'idp.device.user-code': async (kit) => {
    const page = await kit.decideDevice('BCDF-BCDF', 'allow');
    return { status: page.status, error: undefined };
  },
  'idp.dpop.proof': async (kit) =>
    (await Prover.with(kit)).send({ grant_type: 'client_credentials' }, 'no-proof'),
  'idp.dpop.nonce': async (kit) => {
    const prover = await Prover.with(kit);
    prover.nonce = '';
    return prover.send({ grant_type: 'client_credentials' }, await prover.proof());
  },
  'idp.dpop.unique': async (kit) => {
    const prover = await Prover.with(kit);
    const proof = await prover.proof();
    const form = { grant_type: 'client_credentials', scope: 'accounts:list' };
    await prover.send(form, proof);
    return prover.send(form, proof);
  },
  'idp.dpop.required': async (kit) => {
    await bound(kit);
    const form = { grant_type: 'client_credentials', scope: 'accounts:list' };
    return kit.send('/token', form, { authorization: AS_WORKBENCH });
  },
  'idp.dpop.binding': async (kit) => {
    const prover = await Prover.with(kit);
    const other = await DpopClient.create();
    const exchange = kit.exchange(await kit.code({ dpop_jkt: other.jkt }));
    return prover.send(exchange, await prover.proof(), AS_CARE_DESK);
  },
  'idp.token.presented': async (kit) => {
    const response = await fetch(`${kit.issuer}/me`);
    return { status: response.status, error: ((await response.json()) as { error?: string }).error };
  },
  'idp.token.known': (kit) => kit.userinfo(`Bearer ${'x'.repeat(43)}`),
  'idp.token.signature': async (kit) => {
    const { access_token } = await kit.tokens({ scope: 'openid accounts:list' });
    return introspect(kit, altered(access_token));
  },
  'idp.token.unexpired': async (kit) => {
    const { access_token } = await kit.tokens();
    await kit.later(700);
    return kit.userinfo(`Bearer ${access_token}`);
  },
  'idp.token.unrevoked': async (kit) => {
    const { access_token = '' } = await kit.tokens();
    await kit.send('/token/revocation', { token: access_token });
    return kit.userinfo(`Bearer ${access_token}`);
  },
  'idp.token.session': async (kit) => {
    // The session ends twelve hours after the person was last there; a token got just before then ends with it.
    const { refresh_token } = await kit.tokens({ scope: 'openid cards:read' });
    await kit.later(12 * 3600 - 60);
    const { body } = await kit.send('/token', kit.refresh(refresh_token));
    await kit.later(120);
    return introspect(kit, body.access_token);
  },
  'idp.token.scope': async (kit) => {
    const { access_token } = await kit.tokens({ scope: 'openid cards:read' });
    return kit.userinfo(`Bearer ${access_token}`);
  },
  'idp.introspection.caller': async (kit) => {
    const { access_token = '' } = await kit.tokens();
    return kit.send('/token/introspection', { token: access_token, client_id: BANKING.client_id ?? '' }, {});
  },
  'idp.revocation.owner': async (kit) => {
    const { access_token = '' } = await kit.tokens();
    return kit.send('/token/revocation', { token: access_token }, { authorization: AS_WORKBENCH });
  },
  'idp.token.revocable': async (kit) => {
    const { id_token = '' } = await kit.tokens();
    return kit.send('/token/revocation', { token: id_token });
  },
};
