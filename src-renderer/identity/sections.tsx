import { type ComponentType, lazy } from 'react';
import type { SectionId } from './open-section.ts';

/** The parts of the Identity screen, in the order of their tabs. Each is loaded when it is first opened. */
export const SECTIONS: readonly { id: SectionId; label: string; Section: ComponentType }[] = [
  {
    id: 'accounts',
    label: 'Accounts',
    Section: lazy(async () => ({ default: (await import('./AccountsSection.tsx')).AccountsSection })),
  },
  {
    id: 'groups',
    label: 'Groups',
    Section: lazy(async () => ({ default: (await import('./groups/GroupsSection.tsx')).GroupsSection })),
  },
  {
    id: 'workflows',
    label: 'Workflows',
    Section: lazy(async () => ({
      default: (await import('./workflows/WorkflowsSection.tsx')).WorkflowsSection,
    })),
  },
  {
    id: 'extensions',
    label: 'Extensions',
    Section: lazy(async () => ({
      default: (await import('./extensions/ExtensionsSection.tsx')).ExtensionsSection,
    })),
  },
  {
    id: 'rules',
    label: 'Rules',
    Section: lazy(async () => ({ default: (await import('./rules/RulesSection.tsx')).RulesSection })),
  },
];
