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

type Looked = (typeof SELF_SERVICE_VERSIONS)[Exclude<Mode, 'off'>];

/** A cell is what the table says by which the directory decides; without self-service nothing is asked. */
const by =
  (cell: (version: Looked) => string) =>
  (mode: Mode): string | undefined =>
    mode === 'off' ? undefined : cell(SELF_SERVICE_VERSIONS[mode]);

const LINES: readonly Line<Mode>[] = [
  { what: 'The default handler decides', rule: 'scim.token.scope', of: () => 'first, as ever' },
  { what: 'On DENY: the filter picks GET and PATCH of groups', of: by(() => 'heeded') },
  {
    what: 'GET: exactly the filter of self-service',
    rule: 'scim.self.filter',
    of: by(({ otherParameters }) => `other parameters are ${otherParameters}`),
  },
  { what: 'PATCH: the group has the prefix', rule: 'scim.self.group', of: by(() => 'heeded') },
  {
    what: 'Nothing but members is changed',
    rule: 'scim.self.path',
    of: by(({ path, reads }) => (path === 'heeded' ? `of ${reads}` : path)),
  },
  {
    what: 'Exactly one member comes or goes',
    rule: 'scim.self.single',
    of: by(({ reads }) => `of ${reads}`),
  },
  { what: 'It is the caller herself', rule: 'scim.self.own', of: by(({ reads }) => `of ${reads}`) },
  { what: 'The answer shows', of: by(({ shows }) => shows) },
];

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
        its check of the path is commented out. The prefix is set among the Rules.
      </p>
    </>
  );
}
