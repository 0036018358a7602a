import { ScriptsPane } from './ScriptsPane.tsx';

/** Endpoints of one's own. */
export function EndpointRung() {
  return <ScriptsPane kind="endpoint" />;
}
