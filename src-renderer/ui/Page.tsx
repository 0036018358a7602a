import type { ReactNode } from 'react';
import classes from './Page.module.css';

/** A place that scrolls as a whole: heading, a line of explanation, content in one column. */
export function Page({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <div className={classes.head}>
          <h1 className={classes.title}>{title}</h1>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {children}
      </div>
    </div>
  );
}

/**
 * Two lanes of sections, side by side where the window is wide, else one below the other in the same order. What is in a
 * lane stays there, however long its sections grow.
 */
export function Lanes({ children }: { children: ReactNode }) {
  return <div className={classes.lanes}>{children}</div>;
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
