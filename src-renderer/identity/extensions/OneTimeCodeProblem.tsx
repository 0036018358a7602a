import type { Governance } from '../../../src-main/contract/governance.ts';
import { CODE_HANDED_OUT, CODE_VERSIONS, type CodeCheck } from '../../../src-main/contract/guard-versions.ts';
import { gatehouse } from '../../store/sandbox.ts';
import { useGovernance } from '../use-governance.ts';
import { DecisionTable, type Line, type Version } from './DecisionTable.tsx';
import classes from './Scripts.module.css';

type Mode = Governance['oneTimeCode']['mode'];

const VERSIONS: readonly Version<Mode>[] = [
  { value: 'off', title: 'No code', flawed: false },
  { value: 'sound', title: 'Sound', flawed: false },
  { value: 'result-ignored', title: 'Result ignored', flawed: true },
  { value: 'never-consumed', title: 'Never consumed', flawed: true },
];

const CHECKS: Readonly<Record<CodeCheck, string>> = {
  'idp.otac.known': 'The code was handed out',
  'idp.otac.unexpired': 'It is in time',
  'idp.otac.unused': 'It was not used before',
  'idp.otac.operation': 'It is for this call',
  'idp.otac.account': 'It is for this account',
};

const LINES: readonly Line<Mode>[] = [
  { what: 'The default handler decides', rule: 'idp.workflow.caller', of: () => 'first, as ever' },
  {
    what: 'On DENY: a header is there',
    rule: 'idp.otac.given',
    of: (mode) => (mode === 'off' ? undefined : 'heeded'),
  },
  ...(Object.keys(CHECKS) as CodeCheck[]).map(
    (rule): Line<Mode> => ({
      what: CHECKS[rule],
      rule,
      of: (mode) => (mode === 'off' ? undefined : CODE_VERSIONS[mode][rule]),
    }),
  ),
  {
    what: 'A fresh code goes out',
    of: (mode) => (mode === 'off' ? undefined : CODE_HANDED_OUT[mode]),
  },
];

/** The one-time authorization code between the calls of a workflow: which version is in force, and what it checks. */
export function OneTimeCodeProblem() {
  const governance = useGovernance();
  return (
    <>
      <DecisionTable
        choose={(mode) => gatehouse().call('governance.set', { oneTimeCode: { mode } })}
        current={governance?.oneTimeCode.mode}
        label="Which version the directory uses"
        lines={LINES}
        versions={VERSIONS}
      />
      <p className={classes.hint}>
        The header is <code>One-Time-Authorization-Code</code>. Where the directory hands its codes to the
        caller (<code>Notification.InternallyManage</code> off), the first call needs a trusted token, and so
        the code is all that stands between a stranger and an account.
      </p>
    </>
  );
}
