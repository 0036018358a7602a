import { randomUUID } from 'node:crypto';
import type { Ground } from '../ground.ts';
import { hammered } from '../hammer.ts';
import type { World } from '../judge/judge.ts';
import {
  carried,
  TOKEN_CASES,
  TOKEN_CORPUS,
  type TokenCase,
  tokenOf,
  type Workshop,
} from '../shapes/token-case.ts';
import type { Ending, Subject } from '../verdict.ts';
import { judgedCall, worldOf } from './at-the-gateway.ts';

/**
 * Access tokens of all kinds at the gateway, most of them signed with the provider's own key, so that one thing alone
 * is wrong. The look-up in the register is off: it would refuse every token that the provider did not issue, and hide
 * what the other rules do.
 */
export function tokenSubject(ground: Ground): Subject {
  let world: World | undefined;
  return hammered<TokenCase>({
    name: 'access tokens at the gateway',
    share: 1,
    shape: TOKEN_CASES,
    corpus: TOKEN_CORPUS,
    prepare: async () => {
      await ground.sandbox.call('settings.set', { gatewayRevocationLookup: false });
      world = await worldOf(ground);
      await ground.mark();
    },
    strike: async (value): Promise<Ending> => {
      if (!world) throw new Error('not prepared');
      const before = await ground.now();
      const token = tokenOf(value, workshop(ground, Math.floor(before)));
      return (await judgedCall(ground, world, { ...carried(value.carrier, token), before })).ending;
    },
  });
}

function workshop(ground: Ground, now: number): Workshop {
  return {
    keys: ground.signingKeys(),
    now,
    claims: {
      iss: ground.issuer,
      aud: ground.sandbox.ready.apis[0]?.resource,
      sub: 'workbench',
      client_id: 'workbench',
      jti: randomUUID(),
      scope: 'accounts:list accounts:read',
      iat: now - 5,
      exp: now + 300,
    },
  };
}
