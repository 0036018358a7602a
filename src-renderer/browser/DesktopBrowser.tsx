import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { ArrowLeft, ArrowRight, ChevronDown, Globe, RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { Persona } from '../../src-main/contract/world.ts';
import { gatehouse, useSandbox } from '../store/sandbox.ts';
import { cx } from '../ui/cx.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { OverlayHold } from '../ui/OverlayHold.tsx';
import { firstName } from '../ui/person.ts';
import { useAction } from '../ui/use-action.ts';
import classes from './DesktopBrowser.module.css';
import { PersonaPane } from './PersonaPane.tsx';

function useApplications(): { name: string; url: string }[] {
  const applications = useSandbox((state) => state.world?.applications) ?? [];
  return applications.flatMap(({ name, url }) => (url ? [{ name, url }] : []));
}

function Toolbar({ persona, open }: { persona: string; open: (url: string) => void }) {
  const browser = useSandbox((state) => state.browsers[persona]);
  const applications = useApplications();
  const go = useAction((action: 'back' | 'forward' | 'reload') =>
    gatehouse().call('browser.navigate', { persona, action }),
  );
  return (
    <div aria-label="Browser" className={classes.toolbar} role="toolbar">
      <Tooltip label="Back" position="top">
        <ActionIcon aria-label="Back" disabled={!browser?.canGoBack} onClick={() => go.run('back')}>
          <ArrowLeft aria-hidden size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Forward" position="top">
        <ActionIcon aria-label="Forward" disabled={!browser?.canGoForward} onClick={() => go.run('forward')}>
          <ArrowRight aria-hidden size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Reload" position="top">
        <ActionIcon aria-label="Reload" disabled={!browser?.url} onClick={() => go.run('reload')}>
          <RotateCw aria-hidden className={cx(browser?.loading && classes.spin)} size={15} />
        </ActionIcon>
      </Tooltip>
      <output aria-label="Address" className={classes.address} title={browser?.url}>
        {browser?.url || 'no page'}
      </output>
      <Menu width={280} withinPortal={false}>
        <Menu.Target>
          <Button rightSection={<ChevronDown aria-hidden size={14} />}>Open an application</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <OverlayHold />
          {applications.map((application) => (
            <Menu.Item key={application.url} onClick={() => open(application.url)}>
              {application.name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {go.error && <ErrorNote error={go.error} onDismiss={go.clear} />}
    </div>
  );
}

function PersonaTabs({
  personas,
  shown,
  onShow,
}: {
  personas: Persona[];
  shown: string;
  onShow: (id: string) => void;
}) {
  const browsers = useSandbox((state) => state.browsers);
  return (
    <fieldset className={classes.personas}>
      <legend className={classes.legend}>Whose browser</legend>
      {personas.map((persona) => (
        <button
          aria-pressed={persona.id === shown}
          className={classes.persona}
          key={persona.id}
          onClick={() => onShow(persona.id)}
          type="button"
        >
          <Globe
            aria-hidden
            className={cx(classes.globe, persona.role === 'attacker' && classes.attacker)}
            size={14}
          />
          {firstName(persona)}
          {browsers[persona.id]?.url && <span className={classes.page}>{browsers[persona.id]?.title}</span>}
        </button>
      ))}
    </fieldset>
  );
}

/** The persona browsers of the desktop window: one session each, one shown at a time. */
export function DesktopBrowser() {
  const world = useSandbox((state) => state.world);
  const [picked, setPicked] = useState<{ persona: string; atKeyboard: string }>();
  const atKeyboard = world?.persona ?? '';
  // A persona that comes to the keyboard comes into view; until then the one that was picked stays.
  const shown = picked && picked.atKeyboard === atKeyboard ? picked.persona : atKeyboard;
  const persona = world?.personas.find((one) => one.id === shown);
  const hasPage = useSandbox((state) => Boolean(state.browsers[shown]?.url));
  const applications = useApplications();
  const open = useAction(async (url: string) => {
    const state = await gatehouse().call('browser.open', { persona: shown, url });
    useSandbox.setState((before) => ({ browsers: { ...before.browsers, [shown]: state } }));
  });
  if (!world || !persona) return null;
  return (
    <div className={classes.view}>
      <PersonaTabs
        onShow={(id) => setPicked({ persona: id, atKeyboard })}
        personas={world.personas}
        shown={shown}
      />
      <Toolbar open={open.run} persona={shown} />
      {open.error && <ErrorNote error={open.error} onDismiss={open.clear} />}
      {hasPage ? (
        <PersonaPane key={shown} name={firstName(persona)} persona={shown} />
      ) : (
        <EmptyState
          actions={applications.map((application) => (
            <Button disabled={open.busy} key={application.url} onClick={() => open.run(application.url)}>
              Open {application.name}
            </Button>
          ))}
          icon={Globe}
          title={`${firstName(persona)}’s browser has no page yet`}
        >
          {persona.about} Signs in as <code>{persona.username}</code> with the password{' '}
          <code>{persona.password}</code>.
        </EmptyState>
      )}
    </div>
  );
}
