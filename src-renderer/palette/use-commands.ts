import {
  BookOpen,
  Camera,
  Clock,
  GraduationCap,
  History,
  Lightbulb,
  Moon,
  PanelBottom,
  SkipForward,
  Sun,
  SunMoon,
  Undo2,
  UserRound,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import type { LabSummary } from '../../src-main/contract/labs.ts';
import type { Snapshot } from '../../src-main/contract/status.ts';
import { PLACE_ENTRIES } from '../app/places.tsx';
import { goTo, usePlace } from '../app/route.ts';
import { asPublicError } from '../client/public-error.ts';
import { useForkMode } from '../forks/fork-mode.ts';
import { useForkCommands } from '../forks/use-fork-commands.ts';
import { openLab, showHint, skipStep } from '../labs/commands.ts';
import { saveSettings } from '../settings/save-settings.ts';
import { restoreSnapshot } from '../settings/snapshot-commands.ts';
import { jumpClock, resetClock } from '../shell/clock-commands.ts';
import { switchPersona } from '../shell/PersonaSwitcher.tsx';
import { STAGE_TABS } from '../shell/stage-views.tsx';
import { gatehouse, useSandbox } from '../store/sandbox.ts';
import { notify, setWireOpen, showView, useUi } from '../store/ui.ts';
import { formatClock, formatDateTime } from '../ui/format.ts';
import type { PaletteCommand } from './palette-command.ts';

const JUMPS: { label: string; ms: number }[] = [
  { label: 'Move the clock 31 seconds ahead', ms: 31_000 },
  { label: 'Move the clock 15 minutes ahead', ms: 15 * 60_000 },
  { label: 'Move the clock 1 hour ahead', ms: 3_600_000 },
  { label: 'Move the clock 1 day ahead', ms: 86_400_000 },
  { label: 'Move the clock 90 days ahead', ms: 90 * 86_400_000 },
  { label: 'Move the clock 15 minutes back', ms: -15 * 60_000 },
];
const SNAPSHOTS_LISTED = 20;
/** What is not offered while the window shows a fork. */
const OF_THE_LIVE_SANDBOX: ReadonlySet<string> = new Set(['This step', 'Open a lab', 'Snapshots']);

function useLists(): { labs: LabSummary[]; snapshots: Snapshot[] } {
  const [labs, setLabs] = useState<LabSummary[]>([]);
  const [snapshots, setSnapshots] = useState<Snapshot[]>([]);
  useEffect(() => {
    const client = gatehouse();
    const inFork = useForkMode.getState().fork !== undefined;
    Promise.all([inFork ? undefined : client.call('labs.list', {}), client.call('snapshots.list', {})]).then(
      ([found, taken]) => {
        setLabs(found?.labs ?? []);
        setSnapshots([...taken].sort((a, b) => b.seq - a.seq).slice(0, SNAPSHOTS_LISTED));
      },
      (thrown: unknown) => notify({ tone: 'error', error: asPublicError(thrown) }),
    );
  }, []);
  return { labs, snapshots };
}

function useStepCommands(): PaletteCommand[] {
  const lab = useSandbox((state) => state.lab);
  const place = usePlace();
  const step = lab?.steps.find((one) => one.id === lab.current);
  if (!lab || !step) return [];
  const group = 'This step';
  const commands: PaletteCommand[] = [];
  if (place !== 'lab') {
    commands.push({
      id: 'lab',
      group,
      label: `Go on with ${lab.title}`,
      icon: BookOpen,
      run: () => goTo('lab'),
    });
  }
  if (step.type === 'read') return commands;
  if (step.hints.length < step.hintsTotal) {
    commands.push({
      id: 'hint',
      group,
      label: 'Show a hint',
      icon: Lightbulb,
      run: () => showHint(lab, step.id),
    });
  }
  if (step.status === 'open') {
    commands.push({
      id: 'skip',
      group,
      label: 'Do this step for me and go on',
      icon: SkipForward,
      run: () => skipStep(lab, step.id),
    });
  }
  return commands;
}

/** Everything that the palette reaches now, in the order in which it is listed. */
export function useCommands(): PaletteCommand[] {
  const { labs, snapshots } = useLists();
  const step = useStepCommands();
  const personas = useSandbox((state) => state.world?.personas) ?? [];
  const now = useSandbox((state) => state.clock?.now ?? 0);
  const wireOpen = useUi((state) => state.wireOpen);
  const place = usePlace();
  const forks = useForkCommands(snapshots);
  const inFork = useForkMode((state) => state.fork !== undefined);
  const all: PaletteCommand[] = [
    ...step,
    ...PLACE_ENTRIES.map((entry) => ({
      id: `place-${entry.place}`,
      group: 'Go to',
      label: entry.label,
      about: entry.about,
      icon: entry.icon,
      run: () => goTo(entry.place),
    })),
    ...STAGE_TABS.map((tab) => ({
      id: `view-${tab.view}`,
      group: 'Show on the stage',
      label: tab.label,
      icon: tab.icon,
      run: () => {
        showView(tab.view);
        if (place !== 'lab' && place !== 'explore') goTo('explore');
      },
    })),
    ...labs
      .filter((lab) => !lab.unavailable)
      .map((lab) => ({
        id: `lab-${lab.pack}-${lab.id}`,
        group: 'Open a lab',
        label: lab.title,
        about: lab.summary,
        icon: GraduationCap,
        run: () => openLab(lab.pack, lab.id),
      })),
    ...personas.map((persona) => ({
      id: `persona-${persona.id}`,
      group: 'Persona',
      label: `Switch to ${persona.name}`,
      about: persona.about,
      icon: UserRound,
      run: () => switchPersona(persona),
    })),
    ...JUMPS.map((jump) => ({
      id: `clock-${jump.ms}`,
      group: 'Clock',
      label: jump.label,
      icon: Clock,
      run: async () => {
        await jumpClock(jump.ms);
      },
    })),
    {
      id: 'clock-reset',
      group: 'Clock',
      label: 'Back to real time',
      icon: Undo2,
      run: async () => {
        await resetClock();
      },
    },
    {
      id: 'snapshot-take',
      group: 'Snapshots',
      label: 'Take a snapshot now',
      icon: Camera,
      run: async () => {
        const { name } = await gatehouse().call('snapshots.take', { name: `At ${formatClock(now)}` });
        notify({ tone: 'done', text: `Took the snapshot “${name}”.` });
      },
    },
    ...forks,
    ...snapshots.map((snapshot) => ({
      id: `snapshot-${snapshot.id}`,
      group: 'Snapshots',
      label: `Restore “${snapshot.name}”`,
      about: `taken ${formatDateTime(snapshot.wtime)}`,
      icon: History,
      run: () => restoreSnapshot(snapshot.id, snapshot.name),
    })),
    {
      id: 'wire',
      group: 'Window',
      label: wireOpen ? 'Fold the wire' : 'Show the wire',
      icon: PanelBottom,
      run: () => setWireOpen(!wireOpen),
    },
    {
      id: 'theme-light',
      group: 'Window',
      label: 'Light theme',
      icon: Sun,
      run: () => saveSettings({ theme: 'light' }),
    },
    {
      id: 'theme-dark',
      group: 'Window',
      label: 'Dark theme',
      icon: Moon,
      run: () => saveSettings({ theme: 'dark' }),
    },
    {
      id: 'theme-system',
      group: 'Window',
      label: 'Theme of the system',
      icon: SunMoon,
      run: () => saveSettings({ theme: 'system' }),
    },
  ];
  return inFork ? all.filter(({ group }) => !OF_THE_LIVE_SANDBOX.has(group)) : all;
}
