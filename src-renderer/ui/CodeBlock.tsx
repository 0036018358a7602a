import classes from './CodeBlock.module.css';

/** Code or a body that scrolls by itself. `label` names it, since it can be reached by keyboard. */
export function CodeBlock({ label, text }: { label: string; text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section aria-label={label} className={classes.block} tabIndex={0}>
      <pre>{text}</pre>
    </section>
  );
}
