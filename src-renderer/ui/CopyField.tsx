import { CopyButton } from './CopyButton.tsx';
import classes from './CopyField.module.css';

/** A value that a person takes elsewhere: name, value, and a button that copies it. */
export function CopyField({ label, value }: { label: string; value: string }) {
  return (
    <div className={classes.field}>
      <span className={classes.label}>{label}</span>
      <code className={classes.value}>{value}</code>
      <CopyButton text={value} what={`the ${label.toLowerCase()}`} />
    </div>
  );
}
