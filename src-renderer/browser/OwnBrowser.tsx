import { Button, SegmentedControl } from '@mantine/core';
import { ExternalLink, Info } from 'lucide-react';
import { useState } from 'react';
import type { Application } from '../../src-main/contract/world.ts';
import { useSandbox } from '../store/sandbox.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { firstName } from '../ui/person.ts';
import { useAction } from '../ui/use-action.ts';
import { ApplicationRow } from './ApplicationRow.tsx';
import classes from './OwnBrowser.module.css';
import { openTab } from './open-tab.ts';

/** The applications of the world, to open in tabs of the person's own browser, one persona at a time. */
export function OwnBrowser() {
  const world = useSandbox((state) => state.world);
  const [chosen, setChosen] = useState<string>();
  const open = useAction(openTab);
  if (!world) return null;
  const persona = world.personas.find((one) => one.id === (chosen ?? world.persona)) ?? world.personas[0];
  if (!persona) return null;
  const applications = world.applications.filter(
    (application): application is Application & { url: string } => application.url !== undefined,
  );
  return (
    <div className={classes.view}>
      <div className={classes.note}>
        <Info aria-hidden size={16} />
        <p>
          <strong>Here, persona browsers are tabs of your own browser.</strong> Its cookies on this computer
          are shared, so one persona can be signed in at a time: a button below swaps the cookies of the
          provider and of the applications, and open tabs of another persona lose theirs. In the desktop app
          each persona has a browser of its own.
        </p>
      </div>
      <div className={classes.who}>
        <span id="browser-persona">Open as</span>
        <SegmentedControl
          aria-labelledby="browser-persona"
          data={world.personas.map((one) => ({ value: one.id, label: firstName(one) }))}
          onChange={setChosen}
          value={persona.id}
        />
      </div>
      <p className={classes.about}>
        {persona.about} Signs in as <code>{persona.username}</code> with the password{' '}
        <code>{persona.password}</code>.
      </p>
      {open.error && <ErrorNote error={open.error} onDismiss={open.clear} />}
      <ul aria-label="Applications" className={classes.applications}>
        {applications.map((application) => (
          <ApplicationRow application={application} key={application.clientId}>
            <Button
              disabled={open.busy}
              onClick={() => open.run(persona.id, application.url)}
              rightSection={<ExternalLink aria-hidden size={14} />}
              size="sm"
            >
              Open {application.name} as {firstName(persona)}
            </Button>
          </ApplicationRow>
        ))}
      </ul>
    </div>
  );
}
