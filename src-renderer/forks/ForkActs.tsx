import { Button, SegmentedControl } from '@mantine/core';
import { GitFork, LogIn, LogOut } from 'lucide-react';
import { useState } from 'react';
import type { ForkAct } from '../../src-main/contract/forks.ts';
import type { MethodOutput } from '../../src-main/contract/methods.ts';
import { ApplicationRow } from '../browser/ApplicationRow.tsx';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { gatehouse, useSandbox } from '../store/sandbox.ts';
import { showNewFlow } from '../store/selection.ts';
import { showView } from '../store/ui.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { firstName } from '../ui/person.ts';
import { useAction } from '../ui/use-action.ts';
import classes from './ForkActs.module.css';
import { ForkCall } from './ForkCall.tsx';
import { useForkMode } from './fork-mode.ts';

/** Applications to which one signs in by a browser: a television shows a code, the notebook is an attacker's. */
const WITH_SIGN_IN: ReadonlySet<string> = new Set(['authorization_code']);

const CALL = 'call';

/** What the personas do in a fork. No browser reaches it, so the sandbox clicks through the same pages for them. */
export function ForkActs() {
  const world = useSandbox((state) => state.world);
  const fork = useForkMode((state) => state.fork);
  const [chosen, setChosen] = useState<string>();
  const [deed, setDeed] = useState<MethodOutput<'forks.act'>>();
  const act = useAction(async (what: ForkAct) => {
    if (!fork) return;
    setDeed(undefined);
    const done = await gatehouse().call('forks.act', { id: fork.id, act: what });
    setDeed(done);
    showNewFlow(done.flow);
  });
  const [pressed, setPressed] = useState<string>();
  if (!world || !fork) return null;
  const persona = world.personas.find((one) => one.id === (chosen ?? world.persona)) ?? world.personas[0];
  if (!persona) return null;
  const applications = world.applications.filter(
    ({ url, grantTypes }) => url !== undefined && grantTypes.some((grant) => WITH_SIGN_IN.has(grant)),
  );
  const button = (key: string, what: ForkAct, label: string, icon: React.ReactNode) => (
    <Button
      disabled={act.busy && pressed !== key}
      leftSection={icon}
      loading={act.busy && pressed === key}
      onClick={() => {
        setPressed(key);
        void act.run(what);
      }}
    >
      {label}
    </Button>
  );
  return (
    <div className={classes.view}>
      <div className={classes.note}>
        <GitFork aria-hidden size={16} />
        <p>
          <strong>No browser reaches a fork.</strong> The sandbox goes through the same pages for the persona:
          provider, consent and application answer as they do live. Calls are sent under “Request”, changes
          are made under “Configure”, and the clock above is the fork’s own.
        </p>
      </div>
      <div className={classes.who}>
        <span id="fork-persona">Act as</span>
        <SegmentedControl
          aria-labelledby="fork-persona"
          data={world.personas.map((one) => ({ value: one.id, label: firstName(one) }))}
          onChange={setChosen}
          value={persona.id}
        />
      </div>
      {act.error && <ErrorNote error={act.error} onDismiss={act.clear} />}
      {deed && (
        <div className={classes.deed} role="status">
          <OutcomeBadge tone={deed.ok ? 'allowed' : 'denied'}>
            {deed.ok ? '✓ done' : '✕ refused'}
          </OutcomeBadge>
          <p>{deed.summary}</p>
          <Button onClick={() => showView('sequence')} size="compact-sm" variant="subtle">
            See what happened
          </Button>
        </div>
      )}
      <ForkCall
        applications={applications}
        busy={act.busy && pressed === CALL}
        disabled={act.busy && pressed !== CALL}
        onCall={(call) => {
          setPressed(CALL);
          void act.run(call);
        }}
        persona={persona}
      />
      <ul aria-label="Applications" className={classes.applications}>
        {applications.map((application) => {
          const { clientId: app } = application;
          const who = { persona: persona.id, app };
          return (
            <ApplicationRow application={application} key={app}>
              <div className={classes.buttons}>
                {button(
                  `${app} in`,
                  { kind: 'sign-in', ...who, consent: 'allow' },
                  `Sign ${firstName(persona)} in`,
                  <LogIn aria-hidden size={14} />,
                )}
                {button(
                  `${app} out`,
                  { kind: 'sign-out', ...who },
                  'Sign out',
                  <LogOut aria-hidden size={14} />,
                )}
              </div>
            </ApplicationRow>
          );
        })}
      </ul>
    </div>
  );
}
