import { SHORTCUTS } from '../shell/use-shortcuts.ts';
import { Section } from '../ui/Page.tsx';
import classes from './ShortcutsSection.module.css';

/** The keys that do something wherever one is. */
export function ShortcutsSection() {
  return (
    <Section title="Keys">
      <dl className={classes.keys}>
        {SHORTCUTS.map((shortcut) => (
          <div className={classes.row} key={shortcut.keys}>
            <dt>
              <kbd className={classes.key}>{shortcut.keys}</kbd>
            </dt>
            <dd>{shortcut.does}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
