import { create } from 'zustand';
import type { WorkflowDetail } from '../../../../src-main/contract/workflows.ts';

/** A definition as it is being edited. It stays while other parts of the window are looked at. */
export interface Draft {
  /** The id of the definition that is kept; undefined: it is new. */
  id: string | undefined;
  text: string;
  /** What is kept; the draft differs from it while it is unsaved. */
  kept: string;
}

export const useDraft = create<{ draft: Draft | undefined; step: number }>()(() => ({
  draft: undefined,
  step: -1,
}));

/** Opens a definition for editing. */
export const openDraft = ({ id, yaml }: Pick<WorkflowDetail, 'id' | 'yaml'>): void =>
  useDraft.setState({ draft: { id, text: yaml, kept: yaml }, step: -1 });

/** Begins a new one. */
export const beginDraft = (text: string): void =>
  useDraft.setState({ draft: { id: undefined, text, kept: '' }, step: -1 });

/** Changes the text, from whichever side. */
export const writeDraft = (text: string): void =>
  useDraft.setState(({ draft }) => ({ draft: draft && { ...draft, text } }));

/** Stands for the start, where the number of a step is meant. */
export const START = -2;

/** Picks a step, or {@link START}; -1: none. */
export const pickStep = (step: number): void => useDraft.setState({ step });

export const closeDraft = (): void => useDraft.setState({ draft: undefined, step: -1 });
