import { WhyPanel } from '../diagrams/index.ts';
import { TimelineView } from '../timeline/index.ts';
import classes from './SequencePanel.module.css';

/** The timeline, and below it what is known of the hop that is selected. */
export function TimelinePanel() {
  return (
    <div className={classes.panel}>
      <div className={classes.diagram}>
        <TimelineView />
      </div>
      <div className={classes.why}>
        <WhyPanel />
      </div>
    </div>
  );
}
