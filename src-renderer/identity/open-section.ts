import { create } from 'zustand';

/** The parts of the Identity screen. */
export type SectionId = 'accounts' | 'groups' | 'workflows' | 'extensions' | 'rules';

/** Which part of the Identity screen is open. */
export const useSection = create<{ section: SectionId }>()(() => ({ section: 'accounts' }));

export const openSection = (section: SectionId): void => useSection.setState({ section });
