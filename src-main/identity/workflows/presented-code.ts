import type { CodeStep } from '../../contract/codes.ts';
import type { Account } from '../../store/accounts.ts';
import type { ConfirmationCode } from '../../store/confirmation-codes.ts';
import { hashPassword } from '../directory/password.ts';
import type { Applied } from '../lifecycle/applied.ts';
import { presented } from '../lifecycle/code-book.ts';
import { isNobody, nobody, nobodyWith } from '../lifecycle/nobody.ts';
import type { IdentityParts } from '../parts.ts';
import { checkPassword } from './password-policy.ts';
import type { Refused } from './refuse.ts';

/** A code as somebody shows it. One that is typed means something only together with a user name. */
export interface ShownCode {
  secret: string;
  username?: string | undefined;
}

/** Steps at which an address is confirmed. */
export const CONFIRMING: readonly CodeStep[] = [
  'CONFIRM_SIGN_UP',
  'CONFIRM_LITE_SIGN_UP',
  'CONFIRM_PENDING_EMAIL_VERIFICATION',
  'VERIFY_EMAIL',
  'VERIFY_MOBILE_NUMBER',
];

/** Steps at which a password is chosen. */
export const CHOOSING: readonly CodeStep[] = ['UPDATE_PASSWORD'];

/** A code that may be used now, with its account; or the refusal, which is recorded. Uses nothing up. */
export type Looked = { ok: true; code: ConfirmationCode; account: Account } | Refused;

/**
 * Looks at a code without using it. A refusal is recorded, and a wrong short code counts as a try against those that it
 * could have been.
 */
export function lookAtCode(parts: IdentityParts, shown: ShownCode, accepted: readonly CodeStep[]): Looked {
  const { accounts, core, lifecycle } = parts;
  const kind = accepted.some((step) => step.endsWith('_PASSWORD')) ? 'set-password' : 'confirm';
  const named = shown.username === undefined ? undefined : accounts.byUsername(shown.username.trim());
  return core.store.transaction(() => {
    const code = lifecycle.codes.find(shown.secret, named?.id);
    // Where nobody has the name that was typed, as much is looked for and counted as where somebody has.
    const stranger =
      !code && !named && shown.username !== undefined
        ? nobody(shown.username, core.clock.now()).id
        : undefined;
    if (stranger !== undefined) lifecycle.codes.find(shown.secret, stranger);
    const owner = code?.account ?? '';
    const account = isNobody(owner) ? nobodyWith(owner, core.clock.now()) : (accounts.get(owner) ?? named);
    const trigger = { kind, code: presented(code, accepted) } as const;
    const decision = lifecycle.decide(account?.state ?? null, trigger);
    // What the account's state makes of a good code is for the transition to say.
    if (code && account && !isAboutCode(decision)) return { ok: true, code, account };
    const rule = decision.taken === undefined ? decision.deniedBy : 'idp.confirmation.known';
    core.recorder.record({
      type: 'account.change-refused',
      outcome: 'denied',
      ...(account && !isNobody(account.id) ? { subject: account.id } : {}),
      reasons: decision.reasons,
      data: { trigger: kind, rule },
    });
    const guessed = account?.id ?? stranger;
    if (guessed !== undefined && !code) lifecycle.codes.countWrong(guessed, accepted);
    return { ok: false, deniedBy: rule, reasons: decision.reasons };
  });
}

const isAboutCode = (decision: { taken: unknown; deniedBy?: string }): boolean =>
  decision.taken === undefined && (decision.deniedBy ?? '').startsWith('idp.confirmation.');

/** Confirms an address by the code that was sent to it: rows 5, 9, 15 and 29. */
export function confirmByCode(parts: IdentityParts, shown: ShownCode): Promise<Applied> {
  const { core, deciding, lifecycle } = parts;
  return deciding(() =>
    core.store.transaction(() => {
      const looked = lookAtCode(parts, shown, CONFIRMING);
      if (!looked.ok) return looked;
      const { account, code } = looked;
      return lifecycle.apply(account.id, { kind: 'confirm', code: presented(code, CONFIRMING) }, { code });
    }),
  );
}

/** Chooses a password by a code: rows 11 and 18, recovery and expiry. The policy of passwords applies. */
export async function choosePassword(
  parts: IdentityParts,
  shown: ShownCode,
  password: string,
  accepted: readonly CodeStep[] = CHOOSING,
): Promise<Applied> {
  const first = lookAtCode(parts, shown, accepted);
  if (!first.ok) return first;
  const weak = await checkPassword(parts, 'set-password', password, first.account);
  if (weak) return weak;
  const passwordHash = await hashPassword(password);
  const { core, deciding, lifecycle } = parts;
  const choose = () => {
    // Hashing takes a while: what happened to code and account meanwhile counts.
    const looked = lookAtCode(parts, shown, accepted);
    if (!looked.ok) return looked;
    const { account, code } = looked;
    const applied = lifecycle.apply(
      account.id,
      { kind: 'set-password', code: presented(code, accepted) },
      { code, attributes: { passwordHash, passwordChangedAt: core.clock.now() } },
    );
    if (applied.ok)
      core.recorder.record({
        type: 'account.password-changed',
        outcome: 'ok',
        subject: account.id,
        data: { by: code.scenario },
      });
    return applied;
  };
  return deciding(() => core.store.transaction(choose));
}
