import { Workbench } from '../shell/Workbench.tsx';

/** Free play: the stage and the wire, without a lesson. */
export function ExploreScreen() {
  return <Workbench />;
}
