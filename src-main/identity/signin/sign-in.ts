import type { NewEvent } from '../../events/recorder.ts';
import type { ConfirmationCode } from '../../store/confirmation-codes.ts';
import { compact, toJson } from '../compact.ts';
import { type Credentials, decideSignIn, type SignInDecision } from '../directory/sign-in.ts';
import type { RunningParts } from '../parts.ts';
import { noteSubject } from '../recording/request-facts.ts';
import { withWrite } from '../recording/with-write.ts';
import { reason } from '../rules.ts';
import { passwordPage } from '../workflows/pages/password-page.ts';
import { passwordPolicy } from '../workflows/password-policy.ts';
import { CHOOSING, lookAtCode } from '../workflows/presented-code.ts';
import { ACR_PASSWORD, ACR_VALUES, AMR_PASSWORD } from './acr.ts';
import { readForm } from './form.ts';
import { sendPage } from './layout.ts';
import type { OpenInteraction } from './open-interaction.ts';
import { expiredPassword, toExpiredPassword } from './password-expiry.ts';
import { refusalText } from './refusal-text.ts';
import { linksOf } from './sign-in-links.ts';
import { signInPage } from './sign-in-page.ts';

/** Shows the sign-in page; refuses at once what no sign-in here can reach. */
export async function showSignIn(interaction: OpenInteraction): Promise<void> {
  const { ctx, details, application, redirectUri } = interaction;
  const insisted = unreachableContexts(interaction);
  if (insisted.length > 0) return refuseContexts(interaction, insisted);
  const hint = details.params.login_hint;
  const page = signInPage({
    application,
    username: typeof hint === 'string' ? hint : '',
    because: becauseOf(interaction),
    redirectUri,
    links: linksOf(interaction),
  });
  sendPage(ctx, interaction.parts.brand, page);
}

/** Takes the form of the sign-in page: signs in, asks again, or cancels. */
export async function answerSignIn(interaction: OpenInteraction): Promise<void> {
  const form = await readForm(interaction.ctx, interaction.parts.provider.issuer);
  if (form.get('decision') === 'deny') return cancel(interaction);
  const credentials = { username: form.get('username') ?? '', password: form.get('password') ?? '' };
  const { accounts, core } = interaction.parts;
  const decision =
    (await vetoed(interaction, credentials.username.trim())) ??
    (await decideSignIn(accounts, credentials, () => core.clock.now()));
  if (decision.deniedBy === undefined && decision.account) {
    const expired = expiredPassword(interaction.parts, decision.account);
    if (expired) return toExpiredPassword(interaction, decision.account, [...decision.reasons, expired]);
    return signedIn(interaction, decision, decision.account.id);
  }
  if (otpOpens(interaction.parts, decision, credentials.password))
    return toNewPassword(interaction, decision, credentials);
  return askAgain(interaction, decision, credentials.username.trim());
}

/** The refusal of a handler of one's own, which is asked before anything is looked at; undefined where none refuses. */
function vetoed({ parts, client }: OpenInteraction, username: string): Promise<SignInDecision | undefined> {
  return parts.deciding(() => {
    const account = parts.accounts.byUsername(username);
    const asked = parts.before(['PRE_AUTHENTICATION'], () => ({
      subject: account?.id,
      rewritable: false,
      payload: { username, client: client.clientId, known: account !== undefined },
    }));
    return asked?.deniedBy && { account, reasons: asked.reasons, deniedBy: asked.deniedBy };
  });
}

/**
 * Whether a one-time password was typed that is open for this account (row 17; invitations by OTP). A wrong one counts
 * as a try.
 */
function otpOpens(parts: RunningParts, { account, deniedBy }: SignInDecision, typed: string): boolean {
  if (!account || deniedBy === 'idp.signin.account-enabled') return false;
  if (deniedBy?.startsWith('idp.extension.')) return false;
  const waits = (code: ConfirmationCode) => code.format === 'otp' && code.step === 'UPDATE_PASSWORD';
  if (!parts.lifecycle.codes.open(account.id).some(waits)) return false;
  return lookAtCode(parts, { secret: typed, username: account.username }, CHOOSING).ok;
}

/** The sign-in stays refused; the page for a new password takes its place. */
function toNewPassword(interaction: OpenInteraction, decision: SignInDecision, typed: Credentials): void {
  const { ctx, parts } = interaction;
  parts.core.recorder.record({
    type: 'idp.signin.failed',
    outcome: 'challenged',
    ...(decision.account ? { subject: decision.account.id } : {}),
    reasons: decision.reasons,
    data: compact({ ...about(interaction), username: typed.username, rule: decision.deniedBy }),
  });
  const page = passwordPage({
    code: typed.password,
    username: typed.username,
    owner: decision.account?.username,
    policy: passwordPolicy(parts),
    because: 'The one-time password is right. Choose a password of your own; then sign in with it.',
  });
  sendPage(ctx, parts.brand, page);
}

async function signedIn(
  interaction: OpenInteraction,
  decision: SignInDecision,
  accountId: string,
): Promise<void> {
  noteSubject(accountId);
  const succeeded: NewEvent = {
    type: 'idp.signin.succeeded',
    outcome: 'allowed',
    subject: accountId,
    reasons: decision.reasons,
    data: {
      ...about(interaction),
      username: decision.account?.username ?? '',
      label: decision.account?.state.label ?? null,
      acr: ACR_PASSWORD,
      amr: [...AMR_PASSWORD],
    },
  };
  const { lifecycle, core } = interaction.parts;
  lifecycle.apply(
    accountId,
    { kind: 'sign-in-completed' },
    { attributes: { lastSignInAt: core.clock.now() } },
  );
  await withWrite(
    () => [succeeded],
    () =>
      interaction.finish({
        login: {
          accountId,
          acr: ACR_PASSWORD,
          amr: [...AMR_PASSWORD],
          ts: interaction.parts.core.clock.seconds(),
        },
      }),
  );
}

/** The log says why; how much of it the page says, is a switch. A wrong password counts, and may lock the account. */
async function askAgain(
  interaction: OpenInteraction,
  decision: SignInDecision,
  username: string,
): Promise<void> {
  const { ctx, parts, application, redirectUri } = interaction;
  const { core, lifecycle } = parts;
  const problem = refusalText(decision, lifecycle.governance.get(), core.clock.now());
  await parts.deciding(() =>
    core.store.transaction(() => {
      core.recorder.record({
        type: 'idp.signin.failed',
        outcome: 'denied',
        ...(decision.account ? { subject: decision.account.id } : {}),
        reasons: decision.reasons,
        data: compact({ ...about(interaction), username, rule: decision.deniedBy }),
      });
      if (decision.account && decision.deniedBy === 'idp.signin.password')
        lifecycle.apply(decision.account.id, { kind: 'sign-in-failed' });
    }),
  );
  const links = linksOf(interaction, decision);
  sendPage(ctx, parts.brand, signInPage({ application, username, problem, redirectUri, links }), 422);
}

async function cancel(interaction: OpenInteraction): Promise<void> {
  const cancelled: NewEvent = {
    type: 'idp.signin.failed',
    outcome: 'denied',
    reasons: [
      reason('idp.signin.not-cancelled', 'fail', { path: 'decision', expected: 'allow', seen: 'deny' }),
    ],
    data: { ...about(interaction), rule: 'idp.signin.not-cancelled' },
  };
  await withWrite(
    () => [cancelled],
    () => interaction.finish({ error: 'access_denied', error_description: 'the sign-in was cancelled' }),
  );
}

/** The contexts that the application insists on, when none of them can be reached here. */
function unreachableContexts({ details }: OpenInteraction): string[] {
  if (!details.prompt.reasons.some((name) => name === 'essential_acr' || name === 'essential_acrs'))
    return [];
  const asked = details.prompt.details.acr as { value?: unknown; values?: unknown[] } | undefined;
  const wanted = [asked?.value, asked?.values].flat().filter((value) => typeof value === 'string');
  return wanted.some((value) => ACR_VALUES.includes(value)) ? [] : wanted;
}

async function refuseContexts(interaction: OpenInteraction, wanted: string[]): Promise<void> {
  const refused: NewEvent = {
    type: 'idp.signin.failed',
    outcome: 'denied',
    reasons: [
      reason('idp.signin.acr-reachable', 'fail', {
        path: 'claims.id_token.acr',
        expected: [...ACR_VALUES],
        seen: wanted,
      }),
    ],
    data: { ...about(interaction), rule: 'idp.signin.acr-reachable' },
  };
  await withWrite(
    () => [refused],
    () =>
      interaction.finish({
        error: 'unmet_authentication_requirements',
        error_description: `no sign-in here reaches ${wanted.join(' or ')}`,
      }),
  );
}

function becauseOf({ details }: OpenInteraction): string | undefined {
  if (!details.session?.accountId) return undefined;
  if (details.prompt.reasons.includes('max_age'))
    return 'Your last sign-in is too long ago for this application.';
  return 'You are signed in, but the application wants you to sign in afresh.';
}

function about({ details, client }: OpenInteraction) {
  return compact({ uid: details.uid, client: client.clientId, scope: toJson(details.params.scope) });
}
