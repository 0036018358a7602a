import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { isUsable } from '../../../contract/account-state.ts';
import type { Account } from '../../../store/accounts.ts';
import { obstacles } from '../../directory/sign-in.ts';
import type { RunningParts } from '../../parts.ts';
import { signInForAccount } from '../../provider/account-client.ts';
import { noteSubject } from '../../recording/request-facts.ts';
import { IDP_RULES } from '../../rules.ts';
import { readForm } from '../../signin/form.ts';
import { html } from '../../signin/html.ts';
import { type Page, sendPage } from '../../signin/layout.ts';
import { refusalText } from '../../signin/refusal-text.ts';
import { refusePage } from '../../signin/refuse-page.ts';
import { ACCOUNT_PAGES } from '../pages/account-layout.ts';
import { passwordPolicy } from '../password-policy.ts';
import { refuse } from '../refuse.ts';
import { ACTS, needsVersion, type Outcome, STALE } from './acts.ts';
import { versionOf } from './own-entry.ts';
import { profilePage as pageOf } from './profile-page.ts';

/**
 * The page on which whoever is signed in at the provider keeps her own account: names, addresses, password. Who is not is
 * led through the sign-in, and back.
 */
export function profilePage(parts: RunningParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    if (ctx.path !== ACCOUNT_PAGES.profile || !['GET', 'HEAD', 'POST'].includes(ctx.method)) {
      await next();
      return;
    }
    try {
      // The form is read first: the session counts as it is when all of it has come.
      const form = ctx.method === 'POST' ? await readForm(ctx, parts.provider.issuer) : undefined;
      const { accountId, uid } = await parts.provider.Session.get(ctx);
      const account = accountId === undefined ? undefined : parts.accounts.get(accountId);
      if (!account) {
        signInFirst(parts, ctx, form !== undefined);
        return;
      }
      noteSubject(account.id, uid);
      if (!isUsable(account.state)) {
        sendPage(ctx, parts.brand, unusable(parts, account), 403);
        return;
      }
      const outcome = form && (await answer(parts, { account, session: uid, form }));
      show(parts, ctx, account.id, form, outcome);
    } catch (error) {
      if (!(error instanceof errors.OIDCProviderError)) throw error;
      refusePage(parts, ctx, error, 'account');
    }
  };
}

async function answer(
  parts: RunningParts,
  { account, session, form }: { account: Account; session: string; form: URLSearchParams },
): Promise<Outcome> {
  const name = form.get('decision') ?? '';
  const act = ACTS.get(name);
  if (!act) {
    refuse(parts, 'profile', 'idp.profile.act', {
      account: account.id,
      path: 'decision',
      seen: name.slice(0, 40),
    });
    return { problem: { text: IDP_RULES['idp.profile.act'].next, fields: [] }, status: 400 };
  }
  const [expected, seen] = [versionOf(account), form.get('version')];
  if (needsVersion(name) && seen !== expected) {
    refuse(parts, 'profile', 'idp.profile.fresh', { account: account.id, path: 'version', expected, seen });
    return { problem: STALE, status: 409 };
  }
  return act({ parts, account, session, form });
}

/** Shows the account as it is now. It may have ended, or been locked, by what was just done. */
function show(
  parts: RunningParts,
  ctx: KoaContextWithOIDC,
  id: string,
  typed: URLSearchParams | undefined,
  outcome: Outcome | undefined,
): void {
  const { accounts, brand, core, lifecycle } = parts;
  const account = accounts.get(id);
  if (!account) {
    signInFirst(parts, ctx, true);
    return;
  }
  const now = core.clock.now();
  const open = (step: string) =>
    lifecycle.codes.open(id).find((code) => code.step === step && now < code.expiresAt)?.expiresAt;
  const page = pageOf({
    account,
    now,
    until: { email: open('VERIFY_EMAIL'), sms: open('VERIFY_MOBILE_NUMBER') },
    policy: passwordPolicy(parts),
    endsSessions: lifecycle.governance.get().sessions.endOnPasswordChange,
    typed,
    ...(outcome && 'done' in outcome ? { done: outcome.done } : {}),
    ...(outcome && 'problem' in outcome ? { problem: outcome.problem } : {}),
  });
  sendPage(ctx, brand, page, outcome && 'problem' in outcome ? outcome.status : undefined);
}

/** Leads to the sign-in and back. Who came back without a session, or sent a form without one, is told so. */
function signInFirst(parts: RunningParts, ctx: KoaContextWithOIDC, sent: boolean): void {
  if (!sent && ctx.query.iss === undefined) {
    ctx.status = 303;
    ctx.redirect(signInForAccount(parts.provider.issuer));
    return;
  }
  refuse(parts, 'profile', 'idp.profile.signed-in', { path: 'session', inputs: { method: ctx.method } });
  const content = html`<p class="verdict">Not signed in</p>
<h1>Sign in first</h1>
<p class="lead">${sent ? 'Your session has ended, so nothing was changed.' : 'Your account is shown to you alone.'}</p>
<p class="buttons"><a class="button primary" href="${ACCOUNT_PAGES.profile}">Sign in</a></p>`;
  sendPage(ctx, parts.brand, { title: 'Sign in first', content }, 401);
}

/** In place of the account, while it is locked or disabled. What the sign-in page tells of it, this page does. */
function unusable(parts: RunningParts, account: Account): Page {
  const { core, lifecycle } = parts;
  const governance = lifecycle.governance.get();
  const { label, locked, lockReason, disabled } = account.state;
  refuse(parts, 'profile', 'idp.profile.account-usable', {
    account: account.id,
    path: 'state',
    inputs: { label, locked, lockReason, disabled },
  });
  const { accountEnabled, resetWaits, confirmationWaits } = obstacles(account.state);
  const deniedBy = !accountEnabled
    ? 'idp.signin.account-enabled'
    : resetWaits
      ? 'idp.signin.reset-done'
      : confirmationWaits
        ? 'idp.signin.confirmed'
        : 'idp.signin.account-unlocked';
  const text = governance.enumeration.signInTellsState
    ? refusalText({ account, reasons: [], deniedBy }, governance, core.clock.now())
    : 'Your account cannot be used now.';
  const title = 'Your account cannot be shown';
  return {
    title,
    content: html`<p class="verdict">Not possible now</p>
<h1>${title}</h1>
<p class="lead">${text} Nothing was changed.</p>
<p class="links"><a href="${signInForAccount(parts.provider.issuer)}">Sign in again</a></p>`,
  };
}
