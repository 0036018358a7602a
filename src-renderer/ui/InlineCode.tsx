import { Fragment } from 'react';
import classes from './InlineCode.module.css';

/** One line of text in which what stands between backticks is shown as code. */
export function InlineCode({ text }: { text: string }) {
  return text.split('`').map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity.
      <code className={classes.code} key={index}>
        {part}
      </code>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity.
      <Fragment key={index}>{part}</Fragment>
    ),
  );
}
