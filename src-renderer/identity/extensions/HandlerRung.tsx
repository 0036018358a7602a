import { EventTable } from './EventTable.tsx';
import { ScriptsPane } from './ScriptsPane.tsx';

/** Handlers on events of the directory, and at which events they can start. */
export function HandlerRung() {
  return (
    <>
      <ScriptsPane kind="handler" />
      <EventTable />
    </>
  );
}
