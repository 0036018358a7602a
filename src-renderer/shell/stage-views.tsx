import {
  AppWindow,
  ChartGantt,
  CircleUserRound,
  Layers,
  ListTree,
  type LucideIcon,
  Send,
  SlidersHorizontal,
  Ticket,
  Waypoints,
} from 'lucide-react';
import { lazy } from 'react';
import type { StageView } from '../../src-main/contract/labs.ts';

/** A tab of the stage. */
export interface StageTab {
  view: StageView;
  label: string;
  icon: LucideIcon;
}

/** The tabs of the stage, in their order. */
export const STAGE_TABS: readonly StageTab[] = [
  { view: 'browser', label: 'Browser', icon: AppWindow },
  { view: 'sequence', label: 'Sequence', icon: ListTree },
  { view: 'timeline', label: 'Timeline', icon: ChartGantt },
  { view: 'token', label: 'Token', icon: Ticket },
  { view: 'state', label: 'State', icon: Layers },
  { view: 'request', label: 'Request', icon: Send },
  { view: 'configure', label: 'Configure', icon: SlidersHorizontal },
  { view: 'account', label: 'Account', icon: CircleUserRound },
  { view: 'workflow', label: 'Workflow', icon: Waypoints },
];

/** What each tab shows; loaded when it is first opened. */
export const STAGE_PANELS: Record<StageView, React.LazyExoticComponent<() => React.ReactNode>> = {
  browser: lazy(async () => ({ default: (await import('../browser/BrowserView.tsx')).BrowserView })),
  sequence: lazy(async () => ({ default: (await import('./SequencePanel.tsx')).SequencePanel })),
  timeline: lazy(async () => ({ default: (await import('./TimelinePanel.tsx')).TimelinePanel })),
  token: lazy(async () => ({ default: (await import('../token/index.ts')).TokenView })),
  state: lazy(async () => ({ default: (await import('../timeline/index.ts')).StateView })),
  request: lazy(async () => ({ default: (await import('../request/RequestView.tsx')).RequestView })),
  configure: lazy(async () => ({ default: (await import('../configure/ConfigureView.tsx')).ConfigureView })),
  account: lazy(async () => ({ default: (await import('../identity/AccountView.tsx')).AccountView })),
  workflow: lazy(async () => ({
    default: (await import('../identity/workflows/WorkflowView.tsx')).WorkflowView,
  })),
};
