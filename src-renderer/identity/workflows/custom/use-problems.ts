import { useEffect, useState } from 'react';
import type { WorkflowProblem } from '../../../../src-main/contract/workflows.ts';
import { gatehouse } from '../../../store/sandbox.ts';

/** A pause in typing after which the text is checked, ms. */
const TYPING_MS = 250;
const NONE: readonly WorkflowProblem[] = [];

/** What is wrong with a definition, as the engine itself says it. `checked` is false while the newest text is not yet. */
export function useProblems(text: string): { problems: readonly WorkflowProblem[]; checked: boolean } {
  const [found, setFound] = useState<{ text: string; problems: readonly WorkflowProblem[] }>();
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(() => {
      gatehouse()
        .call('workflows.check', { yaml: text })
        .then(
          ({ problems }) => !stale && setFound({ text, problems }),
          // Without an answer nothing is known to be wrong; saving asks again, and says why it failed.
          () => !stale && setFound({ text, problems: NONE }),
        );
    }, TYPING_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [text]);
  return { problems: found?.problems ?? NONE, checked: found?.text === text };
}
