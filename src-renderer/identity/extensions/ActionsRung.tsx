import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { useGovernance } from '../use-governance.ts';
import classes from './ActionForm.module.css';
import { ActionForm } from './ActionForm.tsx';

/** The two actions, and the contract that a service of one's own keeps. */
export function ActionsRung() {
  const governance = useGovernance();
  if (!governance) return null;
  return (
    <>
      <div className={classes.forms}>
        <ActionForm
          about="Signed tokens only. The bank’s own service adds the claim segment, and stops payments of customers whom the fraud watch has caught."
          section="preIssueAccessToken"
          settings={governance.preIssueAccessToken}
          title="Before an access token is issued"
        />
        <ActionForm
          about="After length and history. The bank’s own service looks for the password on a list of stolen ones."
          section="preUpdatePassword"
          settings={governance.preUpdatePassword}
          title="Before a password is changed"
        />
      </div>
      <div className={classes.contract}>
        <h3 className={classes.title}>What a service of your own answers</h3>
        <CodeBlock label="What a service of your own answers" text={ANSWER} />
      </div>
    </>
  );
}

const ANSWER = `HTTP/1.1 200 OK
Content-Type: application/json

{ "actionStatus": "SUCCESS", "operations": [
  { "op": "add", "path": "/accessToken/claims/-", "value": { "name": "segment", "value": "retail" } },
  { "op": "remove", "path": "/accessToken/scopes/-" } ] }

{ "actionStatus": "FAILED", "failureReason": "fraud_watch", "failureDescription": "Payments are stopped." }`;
