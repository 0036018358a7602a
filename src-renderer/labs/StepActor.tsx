import { Button } from '@mantine/core';
import { UserRound } from 'lucide-react';
import { switchPersona } from '../shell/PersonaSwitcher.tsx';
import { useSandbox } from '../store/sandbox.ts';
import { firstName } from '../ui/person.ts';
import classes from './StepActor.module.css';

/** Says who plays the step, when somebody else sits at the keyboard. The buttons of a step need no switch. */
export function StepActor({ actor, hasButtons }: { actor: string; hasButtons: boolean }) {
  const persona = useSandbox((state) => state.world?.personas.find((one) => one.id === actor));
  const current = useSandbox((state) => state.world?.persona);
  if (!persona || current === actor) return null;
  return (
    <div className={classes.actor}>
      <UserRound aria-hidden size={16} />
      <span>
        This step is played by {firstName(persona)}.
        {hasButtons && ' Its buttons act for the right person; switch to do it by hand.'}
      </span>
      <Button onClick={() => switchPersona(persona)}>Switch to {firstName(persona)}</Button>
    </div>
  );
}
