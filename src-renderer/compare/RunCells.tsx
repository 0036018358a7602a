import type { Decision, FlowView, Hop } from '../../src-main/contract/flow.ts';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { hopLook, outcomeLook, participantIn } from '../flows/outcomes.ts';
import { ActorDot } from '../ui/actor-icon/index.ts';
import classes from './CompareView.module.css';

/** One message of one run: who asked whom for what, and how it ended. */
export function MessageCell({ hop, view }: { hop: Hop; view: FlowView }) {
  const from = participantIn(view, hop.from);
  const to = participantIn(view, hop.to);
  const look = hopLook(hop);
  return (
    <>
      <span className={classes.parties}>
        <ActorDot kind={from.kind} /> {from.name} → <ActorDot kind={to.kind} /> {to.name}
      </span>
      <span className={classes.what}>
        <code className={classes.title}>{hop.title}</code>
        <OutcomeBadge tone={look.tone}>{look.label}</OutcomeBadge>
      </span>
    </>
  );
}

/** One decision of one run: who decided, and what. */
export function DecisionCell({ decision, view }: { decision: Decision; view: FlowView }) {
  const node = participantIn(view, decision.node);
  const look = outcomeLook(decision.outcome);
  return (
    <>
      <span className={classes.parties}>
        <ActorDot kind={node.kind} /> {node.name}
      </span>
      <span className={classes.what}>
        <span className={classes.title}>{decision.title}</span>
        <OutcomeBadge tone={look.tone}>{`${look.mark} ${look.word}`}</OutcomeBadge>
      </span>
    </>
  );
}
