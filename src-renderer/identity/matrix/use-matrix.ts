import { create } from 'zustand';
import type { MatrixState, StateAnswers } from '../../../src-main/contract/answers.ts';
import type { PublicError } from '../../../src-main/contract/errors.ts';
import { asPublicError } from '../../client/public-error.ts';
import { gatehouse } from '../../store/sandbox.ts';

interface MatrixStore {
  answers: ReadonlyMap<MatrixState, StateAnswers>;
  /** What is asked now, and what waits to be. */
  asking: MatrixState | undefined;
  waiting: readonly MatrixState[];
  error: PublicError | undefined;
  /** The rules under which the answers were given. */
  under: string;
}

const EMPTY = { answers: new Map(), asking: undefined, waiting: [], error: undefined } as const;

/** The answers that were asked for; they stay while the window is open, until a rule changes. */
export const useMatrix = create<MatrixStore>()(() => ({ ...EMPTY, under: '' }));

/** Lets answers go that were given under other rules. */
export function matrixUnder(under: string): void {
  if (useMatrix.getState().under !== under) useMatrix.setState({ ...EMPTY, under });
}

/** Asks about states, one after the other: each is a fork of its own. */
export async function askStates(states: readonly MatrixState[]): Promise<void> {
  const { waiting, asking, under } = useMatrix.getState();
  useMatrix.setState({
    waiting: [...waiting, ...states.filter((state) => !waiting.includes(state) && state !== asking)],
    error: undefined,
  });
  if (asking !== undefined) return;
  for (;;) {
    const [state, ...rest] = useMatrix.getState().waiting;
    if (state === undefined) return;
    useMatrix.setState({ asking: state, waiting: rest });
    try {
      const found = await gatehouse().call('lifecycle.answers', { state });
      if (useMatrix.getState().under !== under) return useMatrix.setState({ asking: undefined, waiting: [] });
      useMatrix.setState(({ answers }) => ({
        answers: new Map(answers).set(state, found),
        asking: undefined,
      }));
    } catch (thrown) {
      return useMatrix.setState({ asking: undefined, waiting: [], error: asPublicError(thrown) });
    }
  }
}

/** What waits is asked no more; the state that is being asked about is finished. */
export const stopAsking = (): void => useMatrix.setState({ waiting: [] });
