import classes from './ClaimList.module.css';
import { ClaimSource } from './ClaimSource.tsx';
import { useClaimOrigins } from './use-claim-origins.ts';

/** Where the claims of an answer come from, for the event that tells of it. Nothing where none are known. */
export function ClaimList({ seq }: { seq: number }) {
  const origins = useClaimOrigins({ seq });
  if (origins.length === 0) return null;
  return (
    <section aria-label="Where its claims come from" className={classes.section}>
      <h3 className={classes.title}>Where its claims come from</h3>
      <dl className={classes.list}>
        {origins.map((origin) => (
          <div className={classes.row} key={origin.name}>
            <dt>{origin.name}</dt>
            <dd>
              <ClaimSource origin={origin} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
