import type { ReactNode } from 'react';
import classes from './SettingRow.module.css';

/** One setting: its name and what it does at the left, its control at the right. */
export function SettingRow({
  label,
  about,
  labelId,
  children,
}: {
  label: string;
  about?: ReactNode;
  /** For controls that take their name from here. */
  labelId?: string;
  children: ReactNode;
}) {
  return (
    <div className={classes.row}>
      <div className={classes.text}>
        <p className={classes.label} id={labelId}>
          {label}
        </p>
        {about && <p className={classes.about}>{about}</p>}
      </div>
      <div className={classes.control}>{children}</div>
    </div>
  );
}
