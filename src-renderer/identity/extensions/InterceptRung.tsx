import type { Governance } from '../../../src-main/contract/governance.ts';
import { SELF_SERVICE_VERSIONS } from '../../../src-main/contract/guard-versions.ts';
import { gatehouse } from '../../store/sandbox.ts';
import { useGovernance } from '../use-governance.ts';
import { DecisionTable, type Line, type Version } from './DecisionTable.tsx';
import classes from './Scripts.module.css';

type Mode = Governance['selfServiceGroups']['mode'];

const VERSIONS: readonly Version<Mode>[] = [
  { value: 'off', title: 'No self-service', flawed: false },
  { value: 'sound', title: 'Sound', flawed: false },
  { value: 'first-operation', title: 'First operation only', flawed: true },
  { value: 'path-unchecked', title: 'Path not read', flawed: true },
];

const on = (mode: Mode, cell: string): string | undefined => (mode === 'off' ? undefined : cell);
const reads = (mode: Mode): string | undefined =>
  mode === 'off' ? undefined : `of ${SELF_SERVICE_VERSIONS[mode].reads}`;

const LINES: readonly Line<Mode>[] = [
  { what: 'The default handler decides', rule: 'scim.token.scope', of: () => 'first, as ever' },
  {
    what: 'On DENY: the filter picks GET and PATCH of groups',
    of: (mode) => on(mode, 'heeded'),
  },
  {
    what: 'GET: exactly the filter of self-service',
    rule: 'scim.self.filter',
    of: (mode) => on(mode, mode === 'sound' ? 'and no other parameter' : 'other parameters ride along'),
  },
  { what: 'PATCH: the group has the prefix', rule: 'scim.self.group', of: (mode) => on(mode, 'heeded') },
  {
    what: 'Nothing but members is changed',
    rule: 'scim.self.path',
    of: (mode) => (mode === 'off' ? undefined : mode === 'sound' ? 'heeded' : pathOf(mode)),
  },
  { what: 'Exactly one member comes or goes', rule: 'scim.self.single', of: reads },
  { what: 'It is the caller herself', rule: 'scim.self.own', of: reads },
  {
    what: 'The answer',
    of: (mode) => on(mode, mode === 'sound' ? 'without the other members' : 'with all members'),
  },
];

const pathOf = (mode: Exclude<Mode, 'off' | 'sound'>): string =>
  SELF_SERVICE_VERSIONS[mode].path === 'not-looked' ? 'not-looked' : 'of the first operation';

/** Self-service at the SCIM endpoint of groups: which version is in force, and what it reads of a request. */
export function InterceptRung() {
  const governance = useGovernance();
  const prefix = governance?.selfServiceGroups.prefix ?? 'APP_';
  return (
    <>
      <DecisionTable
        choose={(mode) => gatehouse().call('governance.set', { selfServiceGroups: { mode } })}
        current={governance?.selfServiceGroups.mode}
        label="Which version the directory uses"
        lines={LINES}
        versions={VERSIONS}
      />
      <p className={classes.hint}>
        For groups whose name begins with <code>{prefix}</code>, and for a caller whose access token is for
        SCIM. The two flaws are those of a published sample: it looks at <code>Operations[0]</code> alone, and
        its check of the path is commented out.
      </p>
    </>
  );
}
