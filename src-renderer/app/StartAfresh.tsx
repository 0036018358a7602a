import { ConfirmButton } from '../ui/ConfirmButton.tsx';

/** Offers to begin a new world where the old one cannot be read. */
export function StartAfresh({
  work,
  started,
  failed,
}: {
  work: () => Promise<unknown> | undefined;
  started: () => void;
  failed: (thrown: unknown) => void;
}) {
  return (
    <ConfirmButton
      confirm="Start afresh"
      label="Start afresh…"
      onConfirm={() => {
        work()?.then(started, failed);
      }}
      question="Harbour Bank begins anew, with its people as on the first day. Your progress in the labs, the event log and the snapshots stay. The damaged file is kept in the data folder, under a name with today’s date."
      title="Begin a new world?"
    />
  );
}
