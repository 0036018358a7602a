import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import classes from './Page.module.css';

/**
 * A place that scrolls as a whole: heading, a line of explanation, content in one column. `wide`: the content is a grid
 * that makes use of a wide window.
 */
export function Page({
  title,
  lead,
  wide = false,
  children,
}: {
  title: string;
  lead?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={classes.page}>
      <div className={cx(classes.column, wide && classes.wide)}>
        <div className={classes.head}>
          <h1 className={classes.title}>{title}</h1>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {children}
      </div>
    </div>
  );
}

/** A part of a page with a heading of its own. */
export function Section({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className={classes.section}>
      <div className={classes.sectionHead}>
        <h2 className={classes.sectionTitle}>{title}</h2>
        {lead && <p className={classes.sectionLead}>{lead}</p>}
      </div>
      <div className={classes.sectionBody}>{children}</div>
    </section>
  );
}
