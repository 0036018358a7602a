/** The sequence diagram of the selected flow. */
export function SequenceView() {
  return <section aria-label="Sequence diagram" />;
}
