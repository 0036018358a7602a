import { Button, VisuallyHidden } from '@mantine/core';
import { GraduationCap } from 'lucide-react';
import { goTo } from '../app/route.ts';
import { Workbench } from '../shell/Workbench.tsx';
import { useSandbox } from '../store/sandbox.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Lesson } from './Lesson.tsx';

/** The open lab: lesson, stage and wire. */
export function LabScreen() {
  const key = useSandbox((state) => state.lab && `${state.lab.pack}/${state.lab.id}`);
  if (!key) {
    return (
      <>
        <VisuallyHidden component="h1">Lab</VisuallyHidden>
        <EmptyState
          actions={
            <Button onClick={() => goTo('labs')} variant="filled">
              Choose a lab
            </Button>
          }
          icon={GraduationCap}
          title="No lab is open"
        >
          Choose one from the list; your progress in each is kept.
        </EmptyState>
      </>
    );
  }
  return <Workbench lesson={<Lesson key={key} />} />;
}
