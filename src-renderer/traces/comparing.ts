import { create } from 'zustand';

/** Which two flows are laid side by side on the screen of traces. With `with` missing, a person still has to pick it. */
export const useComparing = create<{ flow: string | undefined; with: string | undefined }>()(() => ({
  flow: undefined,
  with: undefined,
}));

/** Begins a comparison: the next flow that is picked from the list is the other one. */
export function compareFrom(flow: string): void {
  useComparing.setState({ flow, with: undefined });
}

/** Lays this flow beside the one that the comparison began with. */
export function compareWith(other: string): void {
  useComparing.setState({ with: other });
}

/** The two change sides. */
export function swapCompared(): void {
  useComparing.setState((state) =>
    state.with === undefined ? state : { flow: state.with, with: state.flow },
  );
}

/** Back to one flow. */
export function endComparing(): void {
  useComparing.setState({ flow: undefined, with: undefined });
}
