/** A change of one place in the engine that walks have to find. */
export interface Mutant {
  what: string;
  /** Below `src-main/identity/`. */
  file: string;
  from: string;
  to: string;
  /** The walks that have to find it. */
  by: 'accounts' | 'approvals' | 'scim';
}

const m = (what: string, file: string, from: string, to: string, by: Mutant['by'] = 'accounts'): Mutant => ({
  what,
  file,
  from,
  to,
  by,
});

const CUT = 'lifecycle/side-effects/cut.ts';
const SEND = 'lifecycle/side-effects/send.ts';
const VERIFY = 'lifecycle/side-effects/verify-channel.ts';
const LOCKS = 'lifecycle/rows/locks.ts';
const PASSWORDS = 'lifecycle/rows/passwords.ts';
const STATES = 'lifecycle/states.ts';
const GUARDS = 'lifecycle/preconditions.ts';
const BOOK = 'lifecycle/code-book.ts';
const SIGN_IN = 'directory/sign-in.ts';

const MUTANTS_OF_RECOVERY: readonly Mutant[] = [
  m(
    'the code that sends a recovery is not used up',
    'workflows/recovery/send.ts',
    'lifecycle.codes.use(code);',
    '',
  ),
  m(
    'the code that reached the person is changed more than once',
    'workflows/recovery/finish.ts',
    'lifecycle.codes.use(looked.code);',
    '',
  ),
  m(
    'a recovery goes on whatever its age',
    'workflows/recovery/finish.ts',
    '&& parts.core.clock.now() < code.expiresAt;',
    ';',
  ),
];

const APPROVALS = 'workflows/custom/approvals.ts';
const OUTCOMES = 'workflows/custom/engine/outcomes.ts';
const START = 'workflows/custom/http/start-endpoint.ts';
const ofWorkflows = (what: string, file: string, from: string, to: string): Mutant =>
  m(what, file, from, to, 'approvals');

const MUTANTS_OF_WORKFLOWS: readonly Mutant[] = [
  ofWorkflows(
    'who asks decides herself',
    APPROVALS,
    "run.starter !== account, 'You asked",
    "true, 'You asked",
  ),
  ofWorkflows(
    'whoever is signed in decides',
    APPROVALS,
    'mayDecide(approvers, person, this.#engine.valuesOf(run)),\n      `It',
    'true,\n      `It',
  ),
  ofWorkflows(
    'a decision that somebody has taken upon herself is made by another',
    APPROVALS,
    'task.claimedBy === null || task.claimedBy === account',
    'true',
  ),
  ofWorkflows(
    'what is given back stays with who had it',
    APPROVALS,
    "status: 'READY', claimedBy: null",
    "status: 'READY'",
  ),
  ofWorkflows(
    'a rejected run goes on',
    OUTCOMES,
    "if (approved || step.approval?.onReject === 'continue') return [done];",
    'if (step.id.length > 0) return [done];',
  ),
  ofWorkflows(
    'time approves what it has to reject',
    'workflows/custom/engine/steps.ts',
    "approved: onTimeout === 'approve', by: null",
    'approved: true, by: null',
  ),
  ofWorkflows(
    'a decision stays open when its time is over',
    'workflows/custom/engine/steps.ts',
    "{ ...task, status: 'TIMED_OUT', decidedAt: now }",
    '{ ...task, decidedAt: now }',
  ),
  ofWorkflows(
    'a token that was issued for an API starts a workflow',
    'workflows/custom/http/person-token.ts',
    'audience === undefined,',
    'true,',
  ),
  ofWorkflows('the same key starts another run', START, 'if (known) {', 'if (known && keyed === null) {'),
  ofWorkflows(
    'the same key is taken with another input',
    START,
    'known.asked === keyed?.asked',
    'known.asked !== null',
  ),
];

const MUTANTS_OF_SCIM: readonly Mutant[] = [
  m(
    'an operation that failed in bulk is not counted',
    'scim/bulk.ts',
    'if (Number(result.status) >= 400) errors += 1;',
    '',
    'scim',
  ),
  m(
    'who is added and removed in one request stays',
    'scim/groups/group-change.ts',
    "change[op === 'remove' ? 'add' : 'remove'].delete(id);",
    '',
    'scim',
  ),
  m(
    'who loses a group keeps her version',
    'scim/groups/group-store.ts',
    'JSON.stringify([...added, ...removed])',
    'JSON.stringify(added)',
    'scim',
  ),
];

/** Guards dropped, side effects left out, codes that stay, counters that do not begin anew, arithmetic off by one. */
export const MUTANTS: readonly Mutant[] = [
  m(
    'resend leaves the old code open',
    CUT,
    "effect.kind === 'end-codes')",
    "effect.kind === 'end-codes' && trigger.kind !== 'resend')",
  ),
  m(
    'a forced reset leaves earlier codes open',
    CUT,
    "effect.kind === 'end-codes')",
    "effect.kind === 'end-codes' && trigger.kind !== 'force-reset')",
  ),
  m(
    'a code is not used up',
    'lifecycle/lifecycle.ts',
    'if (change.code) this',
    "if (change.code && trigger.kind === 'delete') this",
  ),
  m(
    'a new address leaves the code for the one before',
    SEND,
    "if (trigger.kind === 'change-address')",
    "if (trigger.kind === 'delete')",
  ),
  m(
    'a recovery leaves earlier codes for a password',
    'workflows/recovery/send.ts',
    "lifecycle.codes.endAll(account.id, 'superseded', CHOOSING, again?.id);",
    '',
  ),
  m(
    'a new recovery leaves the one before',
    'workflows/recovery/begin.ts',
    "lifecycle.codes.endAll(account.id, 'superseded', RECOVERY_STEPS);",
    '',
  ),
  m(
    'codes outlive the account',
    CUT,
    "effect.kind === 'end-codes')",
    "effect.kind === 'end-codes' && next !== null)",
  ),
  m(
    'within the tolerance the code that is sent again ends',
    CUT,
    'undefined, kept)',
    'undefined, undefined)',
  ),
  m(
    'failed sign-ins are not forgotten after a good one',
    LOCKS,
    '({ ...state, failedAttempts: 0, lockoutCount: 0 })',
    '({ ...state, lockoutCount: 0 })',
  ),
  m(
    'locks are not forgotten after a good sign-in',
    LOCKS,
    '({ ...state, failedAttempts: 0, lockoutCount: 0 })',
    '({ ...state, failedAttempts: 0 })',
  ),
  m(
    'after a lock by time, locks are not forgotten',
    LOCKS,
    "keepPending(state, 'UNLOCKED')),\n      failedAttempts: 0,\n      lockoutCount: 0,",
    "keepPending(state, 'UNLOCKED')),\n      failedAttempts: 0,",
  ),
  m(
    'a lock keeps the failed sign-ins',
    LOCKS,
    'lockoutCount: state.lockoutCount + 1,\n      failedAttempts: 0,',
    'lockoutCount: state.lockoutCount + 1,',
  ),
  m(
    'an unlock keeps the failed sign-ins',
    LOCKS,
    "state.disabled ? 'DISABLED' : 'UNLOCKED'),\n      failedAttempts: 0,",
    "state.disabled ? 'DISABLED' : 'UNLOCKED'),",
  ),
  m('each lock is one ratio too long', STATES, 'ratio ** lockoutCount', 'ratio ** (lockoutCount + 1)'),
  m(
    'one attempt too many',
    LOCKS,
    '+ 1 >= governance.accountLock.attempts',
    '+ 1 > governance.accountLock.attempts',
  ),
  m('a lock ends 1 ms late, for the table', LOCKS, 'now >= state.unlockAt', 'now > state.unlockAt'),
  m('a lock ends 1 ms late, for the sign-in', SIGN_IN, 'now >= unlockAt', 'now > unlockAt'),
  m(
    'the time of a lock is not looked at',
    SIGN_IN,
    '(unlockAt !== null && now >= unlockAt)',
    'unlockAt !== null',
  ),
  m('a code lives 1 ms too long', GUARDS, 'now < trigger.code.expiresAt', 'now <= trigger.code.expiresAt'),
  m('the age of a code is not looked at', GUARDS, '&& now < trigger.code.expiresAt', ''),
  m(
    'whether a code is open is not looked at',
    GUARDS,
    "trigger.code.status === 'open'",
    "trigger.code.status !== 'used'",
  ),
  m('a code for another step is taken', GUARDS, 'step !== null && accepted.includes(step)', 'step !== null'),
  m(
    'a code of another scenario sets a password',
    PASSWORDS,
    'trigger.code.scenario?.startsWith(beginning) ?? false',
    'trigger.code.scenario?.startsWith(beginning) !== undefined',
  ),
  m(
    'a recovery is finished though the account was locked meanwhile',
    PASSWORDS,
    'state?.locked === false',
    'state !== null',
  ),
  m(
    'a link that was handed over opens an account that was locked since',
    PASSWORDS,
    "ofScenario('ADMIN_INVITE_SET_PASSWORD_OFFLINE'),\n      notLockedByOthers,",
    "ofScenario('ADMIN_INVITE_SET_PASSWORD_OFFLINE'),",
  ),
  m(
    'wrong codes are not counted',
    'workflows/presented-code.ts',
    'if (guessed !== undefined && !code) lifecycle',
    'if (guessed !== undefined && code) lifecycle',
  ),
  m('one wrong code too many', BOOK, '>= maxTries', '> maxTries'),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a piece of the source
  m('a short code is not bound to its account', BOOK, '`otp:${account}:${secret}`', '`otp:${secret}`'),
  m('a lock revokes nothing', CUT, 'if (wanted || locks || disables)', 'if (wanted || disables)'),
  m('the disable flag revokes nothing', CUT, 'if (wanted || locks || disables)', 'if (wanted || locks)'),
  m('the disable flag ends codes on their way, too', CUT, 'locks || (wanted?.codes ?? false)', 'true'),
  m('a new password revokes nothing', PASSWORDS, "= [{ kind: 'cut', codes: true }]", '= []'),
  m(
    'the oldest grant is not cut',
    'lifecycle/cuts.ts',
    'of grantsOf(core.store, account))',
    'of grantsOf(core.store, account).slice(1))',
  ),
  m(
    'a cut leaves the refresh tokens',
    'lifecycle/cuts.ts',
    "count(cut, register.revokeGrant(grant, cause));\n      artefacts.removeOfGrant(grant);\n      artefacts.remove('Grant', grant);",
    "for (const one of register.tokens.byGrant(grant)) if (one.kind === 'access') register.revoke(one.handle, cause);",
  ),
  m('sessions outlive the account', CUT, '(next === null && sessions.endOnDelete)', 'false'),
  m('sessions outlive a lock that should end them', CUT, '(locks && sessions.endOnLock)', 'false'),
  m(
    'a lock overwrites what an account waits for',
    STATES,
    "state.label?.startsWith('PENDING_') ? state.label : label",
    'state.label === null ? label : label',
  ),
  m(
    'enabling forgets the lock',
    LOCKS,
    "state.locked ? 'LOCKED' : 'UNLOCKED', disabled: false",
    "'UNLOCKED', disabled: false",
  ),
  m('unlocking forgets the disable flag', LOCKS, "state.disabled ? 'DISABLED' : 'UNLOCKED'", "'UNLOCKED'"),
  m(
    'an unlock leaves the time of the lock',
    STATES,
    'lockReason: null,\n  unlockAt: null,\n  resetMode: null,\n});',
    'lockReason: null,\n  resetMode: null,\n});',
  ),
  m(
    'a forced reset leaves the time of a lock',
    PASSWORDS,
    'unlockAt: null,\n      resetMode: trigger.mode',
    'resetMode: trigger.mode',
  ),
  m('an address that was confirmed is not verified', VERIFY, 'email_verified: true', 'email_seen: true'),
  m(
    'a confirmed address stays parked',
    VERIFY,
    "pendingEmail: channel === 'email' && takesOver ? null : account.pendingEmail",
    'pendingEmail: account.pendingEmail',
  ),
  m('a disabled account signs in', SIGN_IN, '(inputs) => inputs.accountEnabled', '() => true'),
  m(
    'who waits without a label is not let in',
    STATES,
    'return WAITING[lockReason] ?? label;',
    'return label;',
  ),
  m(
    'the notice of an unlock is not sent',
    LOCKS,
    "return [{ kind: 'notify', template: 'accountunlockadmin' }];",
    'return [];',
  ),
  ...MUTANTS_OF_RECOVERY,
  ...MUTANTS_OF_WORKFLOWS,
  ...MUTANTS_OF_SCIM,
];
