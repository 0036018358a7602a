import type { Governance } from '../../../src-main/contract/governance.ts';
import { useGroups } from '../use-directory.ts';
import classes from './Effects.module.css';

/** Which groups the prefix opens. */
export function SelfServiceGroups({ groups: { mode, prefix } }: { groups: Governance['selfServiceGroups'] }) {
  const open = useGroups().filter(({ name }) => name.startsWith(prefix));
  if (mode === 'off')
    return <p className={classes.effect}>Nobody joins or leaves a group without an administrator.</p>;
  return (
    <section aria-label="Groups that people may join" className={classes.effect}>
      <h3 className={classes.title}>Groups that people may join</h3>
      {open.length === 0 ? (
        <p className={classes.note}>
          None yet: no group of the directory begins with <code>{prefix}</code>. Make one among the Groups.
        </p>
      ) : (
        <ul className={classes.names}>
          {open.map(({ id, name, members }) => (
            <li key={id}>
              <code>{name}</code> <span className={classes.sum}>{members}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
