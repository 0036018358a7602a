import { create } from 'zustand';
import type { PublicError } from '../../src-main/contract/errors.ts';
import type { StageView } from '../../src-main/contract/labs.ts';

/** What the window tells the person until it is dismissed: an error, or that something was done. */
export type Notice = { tone: 'error'; error: PublicError } | { tone: 'done'; text: string };

/** The state of the window itself: what is open, how wide. Nothing here is known to the sandbox. */
export interface UiState {
  stageView: StageView;
  /** Width of the lesson as the person has set it, px. */
  lessonWidth: number | undefined;
  wireOpen: boolean;
  /** Below the width at which lesson and stage stand side by side, the lesson is a drawer. */
  lessonDrawer: boolean;
  palette: boolean;
  /** The application that “Configure” brings into sight, by its client id. */
  application: string | undefined;
  /** Menus, dialogs and drags that lie over the stage now; a persona browser is frozen while there is one. */
  overlays: number;
  notice: Notice | undefined;
  /** The text that screen readers announce. */
  announcement: string;
}

export const useUi = create<UiState>()(() => ({
  stageView: 'sequence',
  lessonWidth: undefined,
  wireOpen: true,
  lessonDrawer: false,
  palette: false,
  application: undefined,
  overlays: 0,
  notice: undefined,
  announcement: '',
}));

/** Shows a view on the stage. */
export function showView(stageView: StageView): void {
  useUi.setState({ stageView });
}

/** Has “Configure” bring an application into sight, once. */
export function showApplication(application: string | undefined): void {
  useUi.setState({ application });
}

/** Opens or closes the wire. */
export function setWireOpen(wireOpen: boolean): void {
  useUi.setState({ wireOpen });
}

/** Opens or closes the lesson where it is a drawer. */
export function setLessonDrawer(lessonDrawer: boolean): void {
  useUi.setState({ lessonDrawer });
}

/** Opens or closes the command palette. */
export function setPalette(palette: boolean): void {
  useUi.setState({ palette });
}

/** Tells that something now lies over the stage. Answers the function that takes it back. */
export function holdOverlay(): () => void {
  useUi.setState((state) => ({ overlays: state.overlays + 1 }));
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    useUi.setState((state) => ({ overlays: state.overlays - 1 }));
  };
}

/** Has screen readers say this, politely. */
export function announce(announcement: string): void {
  useUi.setState({ announcement });
}

/** Shows a notice above the place that is open; the one before it goes. */
export function notify(notice: Notice | undefined): void {
  useUi.setState({ notice });
}
