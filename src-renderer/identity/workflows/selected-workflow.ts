import { create } from 'zustand';

/** Which workflow is looked at, by its id. */
export const useSelectedWorkflow = create<{ id: string | undefined }>()(() => ({ id: undefined }));

export const selectWorkflow = (id: string | undefined): void => useSelectedWorkflow.setState({ id });
