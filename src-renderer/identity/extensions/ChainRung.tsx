import { useSandbox } from '../../store/sandbox.ts';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import classes from './Scripts.module.css';

/** The first rung: nothing is written at the provider, so there is nothing to keep here but the commands. */
export function ChainRung() {
  const issuer = useSandbox((state) => state.info?.issuer) ?? '';
  return (
    <div className={classes.stack}>
      <p className={classes.hint}>
        Run these in a terminal, and watch the wire. A message with the code lies in the inbox of the address.
      </p>
      <CodeBlock label="Two calls of a registration" text={chainOf(issuer)} />
    </div>
  );
}

const chainOf = (issuer: string): string => `curl -s ${issuer}/api/identity/user/v1.0/me \\
  -H 'Content-Type: application/json' \\
  -d '{"user": {"username": "erin", "password": "a long enough one", "claims": [
        {"uri": "http://wso2.org/claims/emailaddress", "value": "erin@mail.example"}]}}'

curl -s ${issuer}/api/identity/user/v1.0/resend-code \\
  -H 'Content-Type: application/json' \\
  -d '{"user": {"username": "erin"}}'`;
