import type { ErrorSides, SideFact } from '../../src-main/trace/views/error-sides.ts';
import { SecretText } from '../flows/SecretText.tsx';
import classes from './BothSides.module.css';

/** An error from both sides: what left for the client, and what the part that refused kept to itself. */
export function BothSides({ sides }: { sides: ErrorSides }) {
  return (
    <div className={classes.sides}>
      <Side facts={sides.client} title="What the client saw" />
      <Side
        facts={sides.server}
        none="The log holds no decision of this part: the error is all that it tells."
        title="What the server knew"
      />
    </div>
  );
}

function Side({ title, facts, none }: { title: string; facts: readonly SideFact[]; none?: string }) {
  return (
    <section aria-label={title} className={classes.side}>
      <h3 className={classes.title}>{title}</h3>
      {facts.length === 0 && <p className={classes.none}>{none}</p>}
      <dl className={classes.facts}>
        {facts.map(({ name, value }, index) => (
          // Two decisions of one hop may tell of the same; the order never changes.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above.
          <div className={classes.fact} key={`${name} ${index}`}>
            <dt>{name}</dt>
            <dd>
              <SecretText text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
