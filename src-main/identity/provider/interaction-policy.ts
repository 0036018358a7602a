import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { isUsable } from '../../contract/account-state.ts';
import type { Reason } from '../../contract/events.ts';
import type { Accounts } from '../../store/accounts.ts';
import { toJson } from '../compact.ts';
import type { IdentityParts } from '../parts.ts';
import { IDP_RULES, type IdpRule, reason } from '../rules.ts';

const chains = new WeakMap<KoaContextWithOIDC, Reason[]>();

/** The checks that looked at this request so far, in order, each with what it decided. */
export function promptChain(ctx: KoaContextWithOIDC): Reason[] {
  return chains.get(ctx) ?? [];
}

/**
 * The provider's policy on when a person must act, with every check writing down what it decided as it decides.
 * `looked` is called before the first check of a request: by then the request itself has passed all its rules.
 */
export function observedPolicy(
  { accounts }: IdentityParts,
  looked: (ctx: KoaContextWithOIDC) => void,
): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.get('login')?.checks.add(accountUsable(accounts));
  // Authorization details (RFC 9396) are not taken, so there is never anything to decide on.
  policy.get('consent')?.checks.remove('rar_prompt');
  for (const prompt of policy) {
    for (const check of prompt.checks) {
      const decide = check.check;
      const rule = promptRule(check.reason);
      check.check = async (ctx) => {
        const chain = chainOf(ctx, looked);
        // The library starts the checks of a prompt together: each keeps its place in the order of the policy.
        const place = chain.push(reason(rule, 'skip')) - 1;
        const asks = await decide(ctx);
        chain[place] = reason(rule, asks ? 'fail' : 'pass', { inputs: inputsOf(ctx) });
        return asks;
      };
    }
  }
  return policy;
}

function chainOf(ctx: KoaContextWithOIDC, looked: (ctx: KoaContextWithOIDC) => void): Reason[] {
  const known = chains.get(ctx);
  if (known) return known;
  const chain: Reason[] = [];
  chains.set(ctx, chain);
  looked(ctx);
  return chain;
}

/** A session whose account has gone or was disabled since does not count: somebody must sign in. */
function accountUsable(accounts: Accounts): interactionPolicy.Check {
  const asks = ({ oidc }: KoaContextWithOIDC) => {
    const id = oidc.session?.accountId;
    if (id === undefined) return false;
    const account = accounts.get(id);
    return !account || !isUsable(account.state);
  };
  return new interactionPolicy.Check('account_usable', 'the account cannot be used', 'login_required', asks);
}

/** The name of the rule behind a check of the library, e.g. `no_session` is `idp.prompt.no-session`. */
function promptRule(check: string): IdpRule {
  const name = `idp.prompt.${check.replaceAll('_', '-')}`;
  if (!Object.hasOwn(IDP_RULES, name))
    throw new Error(`the check ${check} of the interaction policy has no rule`);
  return name as IdpRule;
}

/** What the checks read: who is signed in since when, what was asked, what was granted already. */
function inputsOf(ctx: KoaContextWithOIDC) {
  const { session, params, grant, client, result } = ctx.oidc;
  const inputs = {
    account: session?.accountId,
    authTime: session?.loginTs,
    acr: session?.acr,
    prompt: params?.prompt,
    maxAge: params?.max_age,
    scope: params?.scope,
    resource: params?.resource,
    granted: grant?.openid?.scope,
    grantedOfApis: grant?.resources,
    applicationType: client?.applicationType,
    signedInNow: result?.login !== undefined,
    consentedNow: result?.consent !== undefined,
  };
  return toJson(inputs) as NonNullable<Reason['inputs']>;
}
