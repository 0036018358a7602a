import { SequenceView, WhyPanel } from '../diagrams/index.ts';
import classes from './SequencePanel.module.css';

/** The sequence diagram, and below it what is known of the hop that is selected. */
export function SequencePanel() {
  return (
    <div className={classes.panel}>
      <div className={classes.diagram}>
        <SequenceView />
      </div>
      <div className={classes.why}>
        <WhyPanel />
      </div>
    </div>
  );
}
