/** All flows of the log, and one of them in detail. */
export function TracesScreen() {
  return <section aria-label="Traces" />;
}
