import { Button } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import { ArrowRight, GraduationCap, MonitorPlay, PencilRuler } from 'lucide-react';
import { goTo } from '../app/route.ts';
import { openLab } from '../labs/commands.ts';
import { saveSettings } from '../settings/save-settings.ts';
import { gatehouse } from '../store/sandbox.ts';
import { Dialog, DialogButtons } from '../ui/Dialog.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { useAction } from '../ui/use-action.ts';
import classes from './Welcome.module.css';

const FOR_WHOM: { icon: LucideIcon; who: string; text: string }[] = [
  {
    icon: GraduationCap,
    who: 'You learn',
    text: 'Open a lab, sign in as a persona, and watch each code, token and call appear; when one is denied, see the rule that said no.',
  },
  {
    icon: PencilRuler,
    who: 'You teach',
    text: 'A lab is Markdown and YAML; its checks read the log of what really happened, and “gatehouse lab test” proves them.',
  },
  {
    icon: MonitorPlay,
    who: 'You show',
    text: 'Explore without a lesson: run a flow, jump 15 minutes ahead, and let the diagram explain it in large type.',
  },
];

async function firstLab(): Promise<void> {
  const { labs } = await gatehouse().call('labs.list', {});
  const first = labs.find((lab) => !lab.unavailable);
  if (first) await openLab(first.pack, first.id);
  else goTo('labs');
}

/** What a person sees the first time: what this is, for three kinds of people, and the way in. */
export function Welcome() {
  const leave = useAction(async (then: () => Promise<void> | void) => {
    await then();
    await saveSettings({ welcomed: true });
  });
  return (
    <Dialog
      closeLabel="Close and look around"
      onClose={() => leave.run(() => {})}
      opened
      width={600}
      title="Welcome to Gatehouse"
    >
      <p className={classes.lead}>
        A real OpenID Connect provider and a real API gateway run on this computer, with people, applications
        and APIs around them. Nothing leaves it.
      </p>
      <ul className={classes.whom}>
        {FOR_WHOM.map(({ icon: Icon, who, text }) => (
          <li key={who}>
            <Icon aria-hidden size={20} />
            <p>
              <strong>{who}.</strong> {text}
            </p>
          </li>
        ))}
      </ul>
      {leave.error && <ErrorNote error={leave.error} onDismiss={leave.clear} />}
      <DialogButtons>
        <Button onClick={() => leave.run(() => {})} size="sm">
          Look around first
        </Button>
        <Button
          data-autofocus
          loading={leave.busy}
          onClick={() => leave.run(firstLab)}
          rightSection={<ArrowRight aria-hidden size={15} />}
          size="sm"
          variant="filled"
        >
          Open the first lab
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
